using NotebookKit.Optimizers;
using NotebookKit.Sequences;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Sequences;

/// <summary>Letters in, the next letter out: counting, and a network.</summary>
public class LetterTests(ITestOutputHelper output)
{
    [Fact]
    public void A_vocabulary_goes_both_ways_and_names_what_it_lacks()
    {
        Vocabulary letters = Vocabulary.Of("hello");
        Assert.Equal("ehlo", letters.Letters);
        Assert.Equal([1L, 0, 2, 2, 3], letters.Encode("hello").ToArray<long>());
        Assert.Equal("hello", letters.Decode(letters.Encode("hello")));
        Assert.Contains("place 3", Assert.Throws<ArgumentException>(() => letters.Encode("helx")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => letters.Decode(Tensor.From([4L])));
        Assert.Throws<ArgumentException>(() => new Vocabulary("aa"));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(3, 0.03)]
    [InlineData(6, null)]
    public void Probabilities_add_up_to_one_behind_any_context(int order, double? added)
    {
        const string Text = "the quick brown fox jumps over the lazy dog and then the other dog";
        NGram model = new(Text, Vocabulary.Of(Text + "!"), order) { Added = added };
        foreach (string context in new[] { "", "t", "th", "the", "the quick", "!!!", "zzzzzz", "dog" })
        {
            double sum = model.Vocabulary.Letters.Sum(letter => model.Probability(context, letter));
            Assert.Equal(1, sum, 12);
            Assert.All(model.Vocabulary.Letters, letter => Assert.True(model.Probability(context, letter) > 0));
        }
    }

    [Fact]
    public void Witten_and_Bell_by_hand()
    {
        // "abac": a comes twice, b and c once; behind a: b and c, once each.
        NGram model = new("abac", new Vocabulary("abcd"), 2);
        double a = (2 + (3 * 0.25)) / (4 + 3), b = (1 + (3 * 0.25)) / 7, d = 3 * 0.25 / 7;
        Assert.Equal([a, b, b, d], "abcd".Select(letter => model.Probability("", letter)), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal((1 + (2 * b)) / (2 + 2), model.Probability("a", 'b'), 12);
        Assert.Equal(2 * d / 4, model.Probability("xa", 'd'), 12);
        Assert.Equal(d, model.Probability("c", 'd'), 12);
        Assert.Equal(-Math.Log2(model.Probability("a", 'b')), model.BitsPerLetter("ab"), 12);
        Assert.Throws<ArgumentException>(() => new NGram("a", new Vocabulary("a"), 2));
        Assert.Throws<ArgumentException>(() => new NGram("ax", new Vocabulary("a"), 1));
    }

    [Fact]
    public void Longer_contexts_know_more_and_what_is_written_looks_like_what_was_read()
    {
        string text = string.Concat(Enumerable.Repeat("the cat sat on the mat, and the dog sat on the log. ", 40));
        Vocabulary letters = Vocabulary.Of(text);
        double[] bits = [.. Enumerable.Range(1, 5).Select(order => new NGram(text, letters, order).BitsPerLetter(text[..200]))];
        Assert.Equal(bits.OrderDescending(), bits);
        string written = new NGram(text, letters, 5).Write("the ", 200, new Rng(1));
        Assert.Equal(200, written.Length);
        Assert.All(written.Split(' ', ',', '.').Skip(1).SkipLast(1), word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Streams_lie_end_to_end_and_targets_are_one_letter_on()
    {
        TextStreams streams = new(Tensor.From([.. Enumerable.Range(0, 26).Select(i => (long)i)]), 2, 4);
        Assert.Equal(3, streams.Count);
        List<long>[] read = [[], []];
        for (int k = 0; k < streams.Count; k++)
        {
            (Tensor inputs, Tensor targets) = streams[k];
            Assert.Equal(new Shape(4, 2), inputs.Shape);
            Assert.Equal(inputs.ToArray<long>().Select(code => code + 1), targets.ToArray<long>());
            for (int s = 0; s < 2; s++)
            {
                read[s].AddRange(inputs[.., s].ToArray<long>());
            }
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), read[0]);
        Assert.Equal(Enumerable.Range(12, 12).Select(i => (long)i), read[1]);
        Assert.Contains("need 27", Assert.Throws<ArgumentException>(() => new TextStreams(Tensor.From(new long[26]), 2, 13)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-CHAR")]
    public void The_targets_of_hello_are_its_letters_one_on()
    {
        Vocabulary letters = new("helo");
        (Tensor inputs, Tensor targets) = new TextStreams(letters.Encode("hello"), 1, 4)[0];
        Assert.Equal(("hell", "ello"), (letters.Decode(inputs), letters.Decode(targets)));
        Assert.Equal([1f, 0, 0, 0], letters.Encode("h").OneHot(4).ToArray<float>());
    }

    [Fact]
    [Trait("Golden", "G-UNROLL")]
    public void Gradients_go_back_25_letters_where_nothing_else_is_said() =>
        Assert.Equal(25, new TextStreams(Tensor.From(new long[200]), 2).Length);

    [Fact]
    [Trait("System", "SEQ-ECG")]
    [Trait("Golden", "G-ECG")]
    public void A_heart_that_flutters_is_told_with_certainty()
    {
        // Normal, atrial fibrillation, other: the lecture's scores.
        double[] chances = Choosing.Probabilities([-3.62, 6.54, -0.49]);
        Assert.Equal([3.865e-5, 0.999077, 8.841e-4], chances, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(1, Array.IndexOf(chances, chances.Max()));
    }

    [Fact]
    [Trait("System", "SEQ-LSTMACH")]
    [Trait("System", "DAT-SWB")]
    [Trait("Golden", "G-SWB")]
    public void The_achievement_is_what_the_lecture_tells() =>
        Assert.Equal((95.1, 165_000), (NotebookKit.Data.Switchboard.RecognisedPercent, NotebookKit.Data.Switchboard.Vocabulary));

    [Fact]
    [Trait("System", "SEQ-CHARLM")]
    public void Hello_is_learned_by_heart_and_goes_on_behind_its_first_letter()
    {
        Vocabulary letters = new("helo");
        LetterModel model = new(letters, 16, embedding: 4, rng: new Rng(1));
        Tensor codes = letters.Encode("hello");
        Adam adam = new(model.Parameters()) { LearningRate = 0.02 };
        double bits = double.PositiveInfinity;
        model.Learn(new TextStreams(codes, 1, 4), adam, 150, (_, now) => bits = now);
        output.WriteLine($"{bits * Math.Log(2):F4} nats");
        Assert.True(bits * Math.Log(2) < 0.05);
        Assert.Equal("ello", model.Write("h", 4, temperature: 0));
    }

    [Fact]
    public void Reading_in_stretches_with_the_memory_carried_on_is_reading_at_once()
    {
        Vocabulary letters = Vocabulary.Of("abcdefgh ");
        LetterModel model = new(letters, 12, rng: new Rng(2));
        Tensor codes = letters.Encode("a bad cafe had a bed").Reshape(-1, 1);
        float[] whole = model.Predict(codes).ToArray<float>();
        (Tensor first, var state) = model.Read(codes[..7]);
        (Tensor second, _) = model.Read(codes[7..], state);
        Assert.Equal(whole, Tensor.Concat([first, second]).Detach().ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
        double bits = model.BitsPerLetter("a bad cafe had a bed");
        Assert.InRange(bits, 2.5, 4);
        Assert.Equal(model.Write("a b", 20, 1, new Rng(3)), model.Write("a b", 20, 1, new Rng(3)));
    }

    [Fact]
    public void Temperatures_have_their_limits()
    {
        double[] scores = [1, 3, 2];
        Assert.Equal([0.0, 1, 0], Choosing.Probabilities(scores, 0));
        Assert.Equal(1, Choosing.Probabilities(scores, 1e-3)[1], 9);
        Assert.All(Choosing.Probabilities(scores, 1e6), chance => Assert.Equal(1 / 3.0, chance, 5));
        Assert.Equal(Math.E, Choosing.Probabilities(scores)[2] / Choosing.Probabilities(scores)[0], 9);
        Assert.Throws<ArgumentException>(() => Choosing.Probabilities([double.NegativeInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Choosing.Probabilities(scores, -1));
        Rng rng = new(1);
        int[] drawn = [.. Enumerable.Range(0, 3000).Select(_ => Choosing.Draw(scores, 1, rng))];
        Assert.Equal(Choosing.Probabilities(scores)[1], drawn.Count(place => place == 1) / 3000.0, 0.03);
    }

    [Fact]
    public void A_wide_beam_finds_what_trying_everything_finds()
    {
        Rng rng = new(4);
        for (int trial = 0; trial < 20; trial++)
        {
            // A made model over 3 letters, the last of which ends; scores hang on the last two letters.
            double[,,] table = new double[4, 4, 3];
            foreach ((int i, int j) in from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 4) select (i, j))
            {
                double[] chances = Choosing.Probabilities([4 * rng.NextDouble(), 4 * rng.NextDouble(), 4 * rng.NextDouble()]);
                for (int k = 0; k < 3; k++)
                {
                    table[i, j, k] = Math.Log(chances[k]);
                }
            }

            (IReadOnlyList<double>, int) Step(int before, int last) => ([.. Enumerable.Range(0, 3).Select(k => table[before + 1, last + 1, k])], last);
            List<(int[] Letters, double Sum)> all = [];
            void Visit(int[] letters, double sum, int before, int last)
            {
                if (letters.Length == 5)
                {
                    all.Add((letters, sum));
                    return;
                }

                for (int k = 0; k < 3; k++)
                {
                    double next = sum + table[before + 1, last + 1, k];
                    if (k == 2)
                    {
                        all.Add((letters, next));
                    }
                    else
                    {
                        Visit([.. letters, k], next, last, k);
                    }
                }
            }

            Visit([], 0, -1, -1);
            (int[] best, double most) = all.MaxBy(one => one.Sum);
            var wide = Choosing.Beam(-1, Step, end: 2, width: 200, longest: 5);
            Assert.Equal(best, wide[0].Letters);
            Assert.Equal(most, wide[0].LogProbability, 12);
            double greedy = Choosing.Beam(-1, Step, end: 2, width: 1, longest: 5)[0].LogProbability;
            Assert.True(greedy <= most + 1e-12);
        }
    }
}
