using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Dropout, noise and embedding: what is expected of them and when they are misused.</summary>
[Collection(nameof(OneAtATime))]
public class DropoutTests
{
    public static TheoryData<string, Action, string> Misuses => new()
    {
        { "Dropout", () => Tensor.Zeros([2, 3]).Dropout(1.5), "[2, 3] is from 0 to 1, and got 1.5" },
        { "Dropout", () => Tensor.Zeros([2, 3], DType.Int64).Dropout(0.5), "[2, 3] holds Int64" },
        { "Dropout", () => _ = new Dropout(-0.1), "-0.1" },
        { "Dropout2d", () => new Dropout2d().Forward(Tensor.Zeros([2, 3])), "[2, 3]" },
        { "Embedding", () => Tensor.Zeros([4, 3]).Embedding(Tensor.From([4L])), "index 4 names no row of the table [4, 3], 0 to 3" },
        { "Embedding", () => Tensor.Zeros([4, 3]).Embedding(Tensor.From([-1L])), "index -1 names no row of the table [4, 3]" },
        { "Embedding", () => Tensor.Zeros([4, 3]).Embedding(Tensor.Zeros([2])), "[2] of Float32" },
        { "Embedding", () => Tensor.Zeros([4]).Embedding(Tensor.From([1L])), "[4]" },
        { "Embedding", () => Tensor.Zeros([4, 3]).Embedding(Tensor.From([1L]), padding: 4), "padding index 4" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void A_misuse_is_named_with_its_shape(string operation, Action action, string part)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(action);
        Assert.StartsWith(operation, e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-DROP")]
    [Trait("System", "REG-DROPOUT")]
    public void Training_and_use_have_the_same_expected_value_in_both_forms()
    {
        Tensor ones = Tensor.Ones([100_000]);
        foreach (double p in new[] { 0.2, 0.5 })
        {
            // The lectures' form: E[train] = keep probability, so use multiplies by that and not by p.
            Dropout lecture = new(p, scaleInUse: true, rng: new Rng(1));
            Assert.Equal(1 - p, lecture.Forward(ones).Mean().Item(), 0.01);
            Assert.Equal(1 - p, lecture.Predict(ones).Mean().Item(), 1e-5);
            Assert.Equal([0f, 1f], lecture.Forward(ones).ToArray<float>().Distinct().Order());

            // The usual form: scaled in training, and at no cost in use.
            Dropout usual = new(p, rng: new Rng(1));
            Assert.Equal(1, usual.Forward(ones).Mean().Item(), 0.01);
            Assert.Same(ones, usual.Predict(ones));
        }

        // One mask for a batch, forward and back, and another for the next.
        Tensor x = Tensor.Ones([4, 50]);
        x.RequiresGrad = true;
        Dropout layer = new(0.5, rng: new Rng(2));
        Tensor y = layer.Forward(x);
        y.Sum().Backward();
        Assert.Equal(y.ToArray<float>(), x.Grad!.ToArray<float>());
        Assert.NotEqual(y.ToArray<float>(), layer.Forward(x).ToArray<float>());
    }

    [Fact]
    [Trait("Golden", "G-DROPENS")]
    [Trait("System", "REG-DROPENS")]
    public void The_mean_over_all_16_masks_of_a_linear_layer_is_the_scaled_full_net()
    {
        // Inputs and weights of few binary digits, so that every sum is exact.
        double[] x = [0.5, -1.25, 2, 0.75];
        Tensor w = Tensor.From([1.0, -0.5, 0.25, 2, 0.125, 3, -1, 0.5], new Shape(2, 4));
        Tensor sum = Tensor.Zeros([1, 2], DType.Float64);
        for (int mask = 0; mask < 16; mask++)
        {
            sum += Tensor.From([.. x.Select((v, i) => (mask >> i & 1) * v)], new Shape(1, 4)).Linear(w);
        }

        Tensor full = (Tensor.From(x, new Shape(1, 4)) * 0.5).Linear(w);
        Assert.Equal(full.ToArray<double>(), (sum / 16).ToArray<double>());
        Assert.Equal(full.ToArray<double>(), new Sequential(new Dropout(0.5, scaleInUse: true), new Fixed(w)).Predict(Tensor.From(x, new Shape(1, 4))).ToArray<double>());
    }

    [Fact]
    public void A_mask_is_fixed_by_the_seed_for_any_number_of_threads()
    {
        Tensor x = Tensor.Uniform([300, 211], 1, 2, new Rng(1));
        float[] expected = x.Dropout(0.3, new Rng(9)).ToArray<float>();
        Assert.NotEqual(expected, x.Dropout(0.3, new Rng(10)).ToArray<float>());
        Assert.Equal(0.3, expected.Count(v => v == 0) / (double)expected.Length, 0.01);
        Threads.AllGiveTheSame(() => x.Dropout(0.3, new Rng(9)).ToArray<float>());
        using (Rng.Seeded(9))
        {
            Assert.Equal(expected, x.Dropout(0.3).ToArray<float>());
        }

        Assert.Equal(expected, x.Transpose().Clone().Transpose().Dropout(0.3, new Rng(9)).ToArray<float>());
    }

    [Fact]
    public void Whole_maps_are_dropped_together()
    {
        Tensor y = new Dropout2d(0.4, new Rng(3)).Forward(Tensor.Ones([50, 20, 3, 3]));
        float[][] maps = [.. y.ToArray<float>().Chunk(9)];
        Assert.All(maps, map => Assert.Single(map.Distinct()));
        Assert.Equal(0.4, maps.Count(map => map[0] == 0) / 1000.0, 0.06);
        Assert.Equal(1, y.Mean().Item(), 0.1);
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance_and_noise_has_its_deviation()
    {
        Tensor x = Tensor.Normal([200_000], rng: new Rng(4), dtype: DType.Float64);
        double[] y = new AlphaDropout(0.3, new Rng(5)).Forward(x).ToArray<double>();
        Assert.Equal(0, y.Average(), 0.01);
        Assert.Equal(1, y.Average(v => v * v), 0.02);
        GaussianNoise noise = new(0.5, new Rng(6));
        double[] added = (noise.Forward(x) - x).ToArray<double>();
        Assert.Equal(0.25, added.Average(v => v * v), 0.01);
        Assert.Same(x, noise.Predict(x));
    }

    [Fact]
    public void The_padding_word_is_zero_and_is_not_learned()
    {
        Embedding layer = new(4, 3, padding: 2, rng: new Rng(1));
        Tensor words = layer.Forward(Tensor.From([0L, 2L, 2L, 0L], new Shape(2, 2)));
        Assert.Equal(new Shape(2, 2, 3), words.Shape);
        Assert.Equal(new float[3], words[0, 1].ToArray<float>());
        words.Sum().Backward();
        Assert.Equal([2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0], layer.Weight.Grad!.ToArray<float>());
    }

    private sealed class Fixed(Tensor weight) : Module
    {
        public override Tensor Forward(Tensor input) => input.Linear(weight);
    }
}
