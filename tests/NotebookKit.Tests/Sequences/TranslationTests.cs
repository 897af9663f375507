using NotebookKit.Gradients;
using NotebookKit.Optimizers;
using NotebookKit.Sequences;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Sequences;

/// <summary>Sequences that become other sequences.</summary>
public class TranslationTests(ITestOutputHelper output)
{
    private static readonly Tokens Digits = Tokens.OfLetters(["0123456789"]);

    [Fact]
    public void Words_and_letters_become_numbers_and_come_back()
    {
        Tokens words = Tokens.OfWords(["The cat's hat, the hat!", "a cat"]);
        Assert.Equal(["the", "cat's", "hat", ",", "the", "hat", "!"], Tokens.Words("The cat's hat, the hat!"));
        Assert.Equal(["", "START", "END", "?", "hat", "the", "!", ",", "a", "cat", "cat's"], words.All);
        Assert.Equal([5, Tokens.Unknown, 4], words.Encode("The dog hat"));
        Assert.Equal("the hat", words.Decode([Tokens.Start, 5, 4, Tokens.End, 5]));
        (Tensor numbers, Tensor lengths) = words.Batch(["the hat", "a"]);
        Assert.Equal([5L, 4, Tokens.End, 8, Tokens.End, Tokens.Nothing], numbers.ToArray<long>());
        Assert.Equal([3L, 2], lengths.ToArray<long>());
        Assert.Equal(6, Tokens.OfWords(["b a b"], most: 2).Count);
        Assert.Equal(5, Tokens.OfWords(["b a b"], leastOften: 2).Count);
        Assert.Equal("190", Digits.Decode(Digits.Encode("190")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Decode([99]));
        Assert.Throws<ArgumentException>(() => Digits.Batch([]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Filling_up_changes_nothing(bool hasAttention)
    {
        Translator model = new(Digits, Digits, 16, 8, hasAttention, new Rng(1));
        (string, string)[] pairs = [("12", "21"), ("98765", "5"), ("4", "444")];
        double[] alone = [.. pairs.Select(pair => model.Loss([pair]).Item())];
        int[] words = [3, 2, 4];
        Assert.Equal(alone.Zip(words, (loss, count) => loss * count).Sum() / words.Sum(), model.Loss(pairs).Item(), 5);
        IReadOnlyList<string> together = model.Translate(["12", "98765", "4"], 6);
        Assert.Equal(["12", "98765", "4"], new[] { "12", "98765", "4" });
        Assert.Equal(together, new[] { "12", "98765", "4" }.Select(text => model.Translate([text], 6)[0]));
        model.Loss(pairs).Backward();
        Assert.All(model.Parameters(), parameter => Assert.NotNull(parameter.Grad));
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        Translator model = new(Digits, Digits, 6, 4, true, new Rng(3));
        (string, string)[] pairs = [("12", "21"), ("987", "5")];
        model.Loss(pairs).Backward();
        foreach ((string name, Parameter weight) in model.NamedParameters())
        {
            int at = weight.Count / 2;
            double before = weight.Grad!.ToArray<float>()[at];
            double[] losses = [.. new[] { 1e-2f, -1e-2f }.Select(step =>
            {
                float[] numbers = weight.ToArray<float>();
                numbers[at] += step;
                Dictionary<string, Tensor> state = model.State().ToDictionary(pair => pair.Key, pair => pair.Value);
                Translator moved = new(Digits, Digits, 6, 4, true, new Rng(3));
                state[name] = Tensor.From(numbers, weight.Shape);
                moved.Load(state);
                return (double)moved.Loss(pairs).Item();
            })];
            Assert.True(Math.Abs(before - ((losses[0] - losses[1]) / 2e-2)) < 2e-3, $"{name}: {before} and {(losses[0] - losses[1]) / 2e-2}");
        }
    }

    [Fact]
    [Trait("System", "SEQ-ATT")]
    public void Attention_is_a_mean_of_what_was_read_and_never_of_what_fills_up()
    {
        Translator model = new(Digits, Digits, 16, 8, true, new Rng(2));
        (Tensor source, Tensor lengths) = Digits.Batch(["123456", "12"]);
        Tensor target = Digits.Batch(["1", "23"]).Numbers;
        float[] weights = model.Scores(source, lengths, target).Weights!.Detach().ToArray<float>();
        Assert.All(weights, weight => Assert.True(weight >= 0));
        Assert.All(weights.Chunk(7), row => Assert.Equal(1, row.Sum(), 5));
        Assert.All(weights.Chunk(7).Skip(3), row => Assert.Equal([0f, 0, 0, 0], row[3..]));
        Tensor alignment = model.Alignment("12", "21");
        Assert.Equal(new Shape(3, 3), alignment.Shape);
        Assert.Throws<InvalidOperationException>(() => new Translator(Digits, Digits, 16, 8, false).Alignment("1", "1"));
        Assert.Throws<ArgumentException>(() => new Translator(Digits, Digits, 15));
    }

    [Fact]
    [Trait("System", "SEQ-S2S")]
    public void Digits_are_written_backwards()
    {
        Rng dice = new(5);
        (string Source, string Target) Pair()
        {
            string digits = string.Concat(Enumerable.Range(0, 2 + dice.Next(5)).Select(_ => dice.Next(10)));
            return (digits, new string([.. digits.Reverse()]));
        }

        (string, string)[] pairs = [.. Enumerable.Range(0, 4000).Select(_ => Pair())];
        (string Source, string Target)[] unseen = [.. Enumerable.Range(0, 400).Select(_ => Pair()).Where(pair => !pairs.Contains(pair))];
        Translator model = new(Digits, Digits, 64, 32, true, new Rng(1));
        TimeSpan before = Environment.CpuUsage.TotalTime;
        model.Learn(pairs, new Adam(model.Parameters()) { LearningRate = 4e-3, ClipNorm = 1 }, 350, 64, new Rng(1));
        double share = model.ExactShare(unseen);
        output.WriteLine($"{share:P1} of {unseen.Length} exact, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s of processor");
        Assert.True(share > 0.95, $"{share:P1}");

        // Beam search never finds a worse one than greed, and here the same.
        IReadOnlyList<(string Text, double LogProbability)> best = model.Beam("3141", 4);
        Assert.Equal("1413", best[0].Text);
        Assert.Equal(best.Select(one => one.LogProbability).OrderDescending(), best.Select(one => one.LogProbability));

        // While it writes backwards, it looks from the back to the front.
        Tensor looked = model.Alignment("314159", "951413");
        Assert.Equal([5L, 4, 3, 2, 1, 0], looked[..6].ArgMax(1).ToArray<long>(), (a, b) => Math.Abs(a - b) <= 1);
    }

    [Fact]
    public void A_loss_counts_only_what_should_be_written()
    {
        Tensor scores = Tensor.Normal([2, 3, 5], rng: new Rng(1)), targets = Tensor.From([3L, 4, 2, 4, 2, 0], [2, 3]);
        Tensor logs = scores.LogSoftmax(2);
        double expected = -(logs[0, 0, 3].Item() + logs[0, 1, 4].Item() + logs[0, 2, 2].Item() + logs[1, 0, 4].Item() + logs[1, 1, 2].Item()) / 5;
        Assert.Equal(expected, SequenceLoss.CrossEntropy(scores, targets).Item(), 5);
        Assert.Equal([1L, 3, 4, 1, 4, 2], SequenceLoss.Shifted(targets).ToArray<long>());
        double[] places = SequenceLoss.ByPlace(scores, targets);
        Assert.Equal(-logs[0, 2, 2].Item(), places[2], 5);
        Assert.Equal(-(logs[0, 0, 3].Item() + logs[1, 0, 4].Item()) / 2, places[0], 5);
        Assert.Throws<ArgumentException>(() => SequenceLoss.CrossEntropy(scores, targets * 0));
        Assert.Throws<ArgumentException>(() => SequenceLoss.CrossEntropy(scores, targets[.., ..2]));
    }

    [Fact]
    [Trait("System", "SEQ-2DCONV")]
    public void In_the_grid_no_word_knows_what_comes_behind_it()
    {
        PervasiveAttention model = new(Digits, Digits, 12, 3, 3, 8, new Rng(1));
        Tensor source = Digits.Batch(["12345"]).Numbers, target = Digits.Batch(["9876"]).Numbers;
        using IDisposable off = Gradient.Off();
        float[][] before = model.Scores(source, target)[0].ToJagged<float>();
        for (int changed = 0; changed < 5; changed++)
        {
            long[] other = target.ToArray<long>();
            other[changed] = 4 + ((other[changed] + 3) % 10);
            float[][] after = model.Scores(source, Tensor.From(other, [1, 5]))[0].ToJagged<float>();
            for (int t = 0; t < 5; t++)
            {
                Assert.Equal(t <= changed, before[t].SequenceEqual(after[t]));
            }
        }

        Assert.Throws<ArgumentException>(() => new PervasiveAttention(Digits, Digits, kernel: 4));
    }

    [Fact]
    public void In_the_grid_a_source_scores_the_same_in_any_company()
    {
        PervasiveAttention model = new(Digits, Digits, 12, 3, 5, 8, new Rng(1));
        Tensor target = Digits.Batch(["97"]).Numbers, both = Digits.Batch(["12", "1234567890"]).Numbers;
        Tensor alone = model.Scores(Digits.Batch(["12"]).Numbers, target), together = model.Scores(both, Tensor.Concat([target, target], 0));
        Assert.InRange((alone[0] - together[0]).Abs().Amax().Item(), 0, 1e-5);
        Assert.True((together[0] - together[1]).Abs().Amax().Item() > 1e-3);
    }

    [Fact]
    public void A_target_with_an_unknown_word_is_never_counted_as_written_exactly()
    {
        Translator model = new(Digits, Digits, 8, 8, false, new Rng(1));
        void Learn(string target) => model.Learn([("12", target)], new Adam(model.Parameters()) { LearningRate = 0.05 }, 60, 4, new Rng(1));
        Learn("34");
        Assert.Equal(1, model.ExactShare([("12", "34")]));

        // It writes the sign of the unknown only when it learned to.
        Learn("xy");
        Assert.Equal("??", model.Translate(["12"], 6)[0]);
        Assert.Equal(0, model.ExactShare([("12", "xy")]));
    }

    [Fact]
    [Trait("System", "SEQ-2DCONV")]
    public void Convolutions_over_the_grid_learn_to_translate()
    {
        Rng dice = new(5);
        (string, string)[] pairs = [.. Enumerable.Range(0, 1000).Select(_ => string.Concat(Enumerable.Range(0, 2 + dice.Next(2)).Select(_ => dice.Next(10)))).Select(digits => (digits, new string([.. digits.Reverse()])))];
        PervasiveAttention model = new(Digits, Digits, 32, 3, 3, 16, new Rng(1));
        TimeSpan before = Environment.CpuUsage.TotalTime;
        model.Learn(pairs, new Adam(model.Parameters()) { LearningRate = 4e-3, ClipNorm = 1 }, 300, 32, new Rng(1));
        string[] sources = [.. pairs.Take(100).Select(pair => pair.Item1)];
        int right = model.Translate(sources, 6).Zip(pairs, (text, pair) => text == pair.Item2 ? 1 : 0).Sum();
        output.WriteLine($"{right} of 100, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s of processor");
        Assert.True(right >= 90, $"{right}");
    }
}
