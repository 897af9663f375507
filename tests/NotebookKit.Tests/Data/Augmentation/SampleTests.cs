using NotebookKit.Data;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Data;

/// <summary>Samples mixed and multiplied, sounds and texts changed.</summary>
public class SampleTests
{
    private static readonly GoldenFile Golden = new("augment.npz");

    [Fact]
    public void Combined_samples_lie_between_two_and_so_do_their_labels()
    {
        Batch batch = new(Tensor.Uniform([6, 1, 2, 2], rng: new Rng(1)), Tensor.From([0L, 1, 2, 0, 1, 2]));
        (Tensor inputs, Tensor targets) = SampleMixing.Combine(batch, 3, alpha: 1, rng: new Rng(2));
        Assert.Equal(batch.Inputs.Shape, inputs.Shape);
        Assert.All(targets.Sum(1).ToArray<double>(), sum => Assert.Equal(1, sum, 1e-6));
        Assert.Contains(targets.ToArray<double>(), share => share is > 0.05 and < 0.95);
        (Tensor same, Tensor hard) = SampleMixing.Combine(batch, 3, alpha: 0);
        Assert.Equal(batch.Inputs.ToArray<float>(), same.ToArray<float>());
        Assert.Equal(batch.Labels.OneHot(3).ToArray<double>(), hard.ToArray<double>());

        // With one number a sample that names its class, input and target tell of the same mixture.
        Batch named = new(batch.Labels.To(DType.Float32).Reshape(6, 1), batch.Labels);
        (Tensor mixed, Tensor shares) = SampleMixing.Combine(named, 3, alpha: 1, rng: new Rng(3));
        Assert.All(mixed.ToArray<double>().Zip(shares.MatMul(Tensor.From(new float[] { 0, 1, 2 }, [3, 1])).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Extrapolated_samples_keep_their_label_and_go_beyond()
    {
        Batch batch = new(Tensor.From(new float[] { 0, 1, 10, 12 }, [4, 1]), Tensor.From([0L, 0, 1, 1]));
        Assert.Equal([0, 1, 10, 12], SampleMixing.Extrapolate(batch, 0).Inputs.ToArray<float>());
        Batch beyond = SampleMixing.Extrapolate(batch, 0.5, new Rng(1));
        Assert.Equal([0L, 0, 1, 1], beyond.Labels.ToArray<long>());
        float[][] possible = [[0, -0.5f], [1, 1.5f], [10, 9], [12, 13]];
        Assert.All(beyond.Inputs.ToArray<float>().Zip(possible), pair => Assert.Contains(pair.First, pair.Second));
    }

    [Fact]
    [Trait("System", "AUG-UNBAL")]
    public void The_oversampler_makes_counts_equal_and_copies_noisy()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, 3];
        int[] chosen = Oversampler.Indices(labels, new Rng(1));
        Assert.All(chosen.GroupBy(i => labels[i]), group => Assert.Equal(7, group.Count()));
        Assert.Equal(21, chosen.Length);
        Assert.InRange(chosen.Count(i => i == 7), 3, 4);
        Dataset data = new("few", Tensor.Zeros([10, 40]), Tensor.From(Array.ConvertAll(labels, label => (long)label)), ["a", "b", "c", "d"]);
        Dataset even = Oversampler.Equalise(data, rng: new Rng(2));
        Assert.Equal([7, 7, 0, 7], Enumerable.Range(0, 4).Select(c => even.Labels.ToArray<long>().Count(label => label == c)));
        Assert.All(even.Inputs[..10].Contiguous().ToArray<float>(), value => Assert.Equal(0, value));
        Assert.InRange(even.Inputs[10..].Contiguous().Square().Mean().Item(), 0.08, 0.12);
        Assert.All(Oversampler.Equalise(data, 0, new Rng(2)).Inputs.ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(32, 8)]
    [InlineData(30, 11)]
    public void The_short_time_transform_is_PyTorchs(int window, int hop)
    {
        ComplexTensor ours = Spectrogram.Stft(Golden.Stored("stft/signal"), window, hop);
        Assert.All(Golden.Stored($"stft/{window}/{hop}/real").ToArray<double>().Zip(ours.Real.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(Golden.Stored($"stft/{window}/{hop}/imaginary").ToArray<double>().Zip(ours.Imaginary.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Spectrogram mel = new(Tensor.Zeros([33, 2]), 8000, 64, 16);
        Assert.All(Golden.Stored("mel").ToArray<double>().Zip(mel.MelBands(6).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void A_chord_shows_its_tones_and_a_chirp_rises()
    {
        Spectrogram chord = Spectrogram.Of(Signals.Chord([500, 1250, 2000]));
        double[] strength = chord.Power.Mean(1).ToArray<double>();
        int[] peaks = [.. Enumerable.Range(1, strength.Length - 2).Where(i => strength[i] > strength[i - 1] && strength[i] > strength[i + 1] && strength[i] > 0.01 * strength.Max())];
        Assert.Equal([500.0, 1250, 2000], peaks.Select(chord.FrequencyOf));
        Spectrogram chirp = Spectrogram.Of(Signals.Chirp(400, 3200, 2), window: 256, hop: 128);
        long[] highest = chirp.Power.ArgMax(0).ToArray<long>();
        Assert.True(highest.Zip(highest.Skip(1)).All(pair => pair.Second >= pair.First));

        // The middle frame, at the middle of its window.
        int middle = highest.Length / 2;
        Assert.Equal(400 + (2800 * ((middle * 128) + 128) / 16000.0), chirp.FrequencyOf((int)highest[middle]), 32.0);
        Assert.Equal([20, chirp.Power.Shape[1]], chirp.LogMel(20).Shape.ToArray());
        Assert.Equal(80, (chord.Decibels().Max() - chord.Decibels().Min()).Item(), 1e-3);
    }

    [Fact]
    [Trait("System", "AUG-AUDIO")]
    public void SpecAugment_hides_at_most_F_bins_and_T_frames_of_a_real_spectrogram_and_leaves_the_rest()
    {
        Tensor sound = Signals.Chirp(300, 3500) + Signals.Chord([700, 1500]);
        Tensor power = Spectrogram.Of(sound).LogMel(40);
        (int rows, int frames) = (power.Shape[0], power.Shape[1]);
        double[] before = power.ToArray<double>();
        Rng rng = new(1);
        HashSet<int> lengths = [];
        for (int i = 0; i < 40; i++)
        {
            SpecAugmented one = new SpecAugment { TimeWarp = 0, FrequencyMask = 9, FrequencyMasks = 2, TimeMask = 20, TimeMasks = 2, Fill = -99 }.Apply(power, rng);
            Assert.Equal(2, one.Bands.Count);
            Assert.Equal(2, one.Stretches.Count);
            Assert.All(one.Bands, band => Assert.True(band.Length <= 9 && band.Start >= 0 && band.Start + band.Length <= rows));
            Assert.All(one.Stretches, stretch => Assert.True(stretch.Length <= 20 && stretch.Start >= 0 && stretch.Start + stretch.Length <= frames));
            lengths.UnionWith(one.Bands.Select(band => band.Length));
            double[] after = one.Spectrogram.ToArray<double>();
            for (int at = 0; at < after.Length; at++)
            {
                (int row, int frame) = (at / frames, at % frames);
                bool hidden = one.Bands.Any(band => row >= band.Start && row < band.Start + band.Length) || one.Stretches.Any(stretch => frame >= stretch.Start && frame < stretch.Start + stretch.Length);
                Assert.Equal(hidden ? -99 : before[at], after[at]);
            }
        }

        Assert.Contains(9, lengths);
        Assert.Contains(0, lengths);
        SpecAugment nothing = new() { TimeWarp = 0, FrequencyMask = 0, TimeMask = 0 };
        Assert.Equal(before, nothing.Apply(power).Spectrogram.ToArray<double>());
        Assert.Contains("takes a spectrogram [frequencies, frames]", Assert.Throws<ArgumentException>(() => nothing.Apply(sound)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bending_time_moves_its_place_and_keeps_both_ends()
    {
        Tensor ramp = Tensor.Arange(0, 101, dtype: DType.Float64).Reshape(1, 101);
        Rng rng = new(2);
        HashSet<int> moves = [];
        for (int i = 0; i < 50; i++)
        {
            SpecAugmented one = new SpecAugment { TimeWarp = 10, FrequencyMask = 0, TimeMask = 0 }.Apply(ramp, rng);
            double[] bent = one.Spectrogram.ToArray<double>();
            Assert.Equal((0.0, 100.0), (bent[0], bent[^1]));
            Assert.Equal(one.WarpFrame, bent[one.WarpFrame + one.WarpBy], 1e-9);
            Assert.InRange(one.WarpBy, -10, 10);
            Assert.True(bent.Zip(bent.Skip(1)).All(pair => pair.Second > pair.First));
            moves.Add(one.WarpBy);
        }

        Assert.True(moves.Count > 10);
        Assert.Equal([1, 2], new SpecAugment().Apply(Tensor.Ones([1, 2])).Spectrogram.Shape.ToArray());
    }

    [Fact]
    [Trait("System", "AUG-TEXT")]
    public void Texts_change_in_at_most_k_words_and_keep_their_label()
    {
        const string Text = "I have a new car and the old film was good";
        Rng rng = new(3);
        foreach (int k in new[] { 0, 1, 2, 3 })
        {
            foreach (TextAugmentation change in new TextAugmentation[] { new Typos { MostChanges = k }, new WordEdits { MostChanges = k }, new WordEdits { MostChanges = k, Swaps = false, Drops = false } })
            {
                HashSet<string> seen = [];
                for (int i = 0; i < 60; i++)
                {
                    (string changed, int label) = change.Apply([(Text, 7)], rng).Single();
                    Assert.Equal(7, label);
                    Assert.InRange(Distance(Text.Split(' '), changed.Split(' ')), 0, k);
                    seen.Add(changed);
                }

                Assert.True(k == 0 ? seen.SetEquals([Text]) : seen.Count > 5, $"{change.GetType().Name} with {k}: {seen.Count}");
            }
        }

        Assert.Equal("a b", new WordEdits { Synonyms = new Dictionary<string, IReadOnlyList<string>>(), Swaps = false, Drops = false }.Apply("a b"));
        Assert.Equal("A", new Typos().Apply("A"));
        Assert.Equal("adwezx".Order(), Typos.Around('s').Order());
        Assert.Contains("0 or more", Assert.Throws<ArgumentException>(() => new Typos { MostChanges = -1 }.Apply("a")).Message, StringComparison.Ordinal);
    }

    // Levenshtein's distance in words.
    private static int Distance(string[] a, string[] b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }
        }

        return d[a.Length, b.Length];
    }
}
