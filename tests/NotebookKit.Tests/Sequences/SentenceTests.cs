using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Sequences;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Sequences;

/// <summary>Sentences about pictures, sentences with a class, and a small transformer.</summary>
public class SentenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Scenes_are_what_their_sentences_say()
    {
        CaptionedScenes scenes = CaptionedScenes.Draw(300, rng: new Rng(1));
        Assert.Equal(new Shape(300, 3, 32, 32), scenes.Pictures.Shape);
        Assert.Equal(12 + (12 * 12 * 2), CaptionedScenes.Sentences);
        Assert.All(scenes.Captions, sentence => Assert.Matches("^a (red|green|blue|yellow) (circle|square|triangle)( (left of|above) a (red|green|blue|yellow) (circle|square|triangle))?$", sentence));
        Assert.InRange(scenes.Captions.Count(sentence => sentence.Contains("left of", StringComparison.Ordinal)), 80, 175);
        Assert.InRange(scenes.Captions.Count(sentence => sentence.Contains("above", StringComparison.Ordinal)), 80, 175);

        // The mean place of the named colour: red left of blue, and so on.
        int tried = 0;
        foreach ((int i, string sentence) in scenes.Captions.Index())
        {
            string[] words = sentence.Split(' ');
            if (words.Length < 6 || words[1] == words[^2])
            {
                continue;
            }

            (double X, double Y)[] places = [.. new[] { words[1], words[^2] }.Select(colour => Middle(scenes.Pictures[i].ToArray<float>(), colour))];
            Assert.True(words[3] == "left" ? places[0].X < places[1].X : places[0].Y < places[1].Y, sentence);
            tried++;
        }

        Assert.True(tried > 150);
    }

    [Fact]
    public void A_captioner_stops_at_END_and_learns()
    {
        CaptionedScenes scenes = CaptionedScenes.Draw(16, 24, new Rng(1));
        Tokens words = Tokens.OfWords(scenes.Captions);
        Captioner captioner = new(Captioner.SmallEye(24, new Rng(1)), 128, words, 48, 16, new Rng(1));
        Adam adam = new(captioner.Parameters()) { LearningRate = 5e-3 };
        List<double> losses = [];
        captioner.Learn(scenes, adam, 150, 16, new Rng(1), (_, nats) => losses.Add(nats));
        Assert.True(losses[^1] < losses[0] / 10, $"{losses[0]} to {losses[^1]}");
        IReadOnlyList<string> written = captioner.Describe(scenes.Pictures);
        Assert.True(written.Zip(scenes.Captions, (a, b) => a == b).Count(same => same) >= 12);
        Assert.Equal(written[3], captioner.Beam(scenes.Pictures[3..4])[0].Text);
        Assert.Throws<ArgumentException>(() => Captioner.SmallEye(30));
    }

    [Fact]
    public void Scenes_never_seen_are_described()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            output.WriteLine("Trains for a minute; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        CaptionedScenes scenes = CaptionedScenes.Draw(6000, rng: new Rng(1)), unseen = CaptionedScenes.Draw(200, rng: new Rng(2));
        Captioner captioner = new(Captioner.SmallEye(rng: new Rng(1)), 128, Tokens.OfWords(scenes.Captions), 128, 32, new Rng(1));
        Adam adam = new(captioner.Parameters()) { ClipNorm = 1 };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        foreach ((double rate, int steps) in new[] { (2e-3, 1000), (2.5e-4, 200) })
        {
            adam.LearningRate = rate;
            captioner.Learn(scenes, adam, steps, 64, new Rng(steps));
            int right = captioner.Describe(unseen.Pictures).Zip(unseen.Captions, (a, b) => a == b ? 1 : 0).Sum();
            output.WriteLine($"rate {rate}: {right} of 200, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s of processor");
        }

        Assert.True(captioner.Describe(unseen.Pictures).Zip(unseen.Captions, (a, b) => a == b).Count(same => same) >= 190);
    }

    [Fact]
    [Trait("System", "SEQ-SENT")]
    public void Good_and_bad_are_told_apart_and_order_matters_to_the_reader_only()
    {
        string[] good = ["wonderful", "great", "lovely", "clever"], bad = ["dull", "awful", "boring", "weak"], things = ["film", "story", "cast", "ending", "music"];
        Rng dice = new(1);
        (string Text, int Class) Example()
        {
            int mood = dice.Next(2);
            string word = (mood == 1 ? good : bad)[dice.Next(4)], thing = things[dice.Next(5)];
            return dice.Next(4) == 0 ? ($"the {thing} was not {word}", 1 - mood) : ($"a {word} {thing} , the {things[dice.Next(5)]} was {word} too", mood);
        }

        (string, int)[] train = [.. Enumerable.Range(0, 600).Select(_ => Example())], test = [.. Enumerable.Range(0, 300).Select(_ => Example())];
        SentenceClassifier reader = new(Tokens.OfWords(train.Select(one => one.Item1)), hidden: 16, embedding: 16, dropout: 0.2, rng: new Rng(1));
        reader.Learn(train, new Adam(reader.Parameters()) { LearningRate = 5e-3 }, 150, 32, new Rng(1));
        double read = reader.Accuracy(test), counted = new WordBayes(train).Accuracy(test);
        output.WriteLine($"reader {read:P1}, words counted {counted:P1}");
        Assert.True(read > 0.9, $"{read:P1}");
        Assert.Equal(1, reader.Probabilities(["a great film"])[0].Sum(), 5);
    }

    [Fact]
    public void Counted_words_give_scikits_probabilities()
    {
        // sklearn.naive_bayes.MultinomialNB(alpha=1) on the counts of these five sentences.
        WordBayes bayes = new([("good good film", 1), ("bad film", 0), ("good story", 1), ("bad bad story", 0), ("film", 0)]);
        Assert.Equal(0.37875201212006, bayes.Probabilities("good bad film")[1], 8);
        Assert.Equal(0.74766355140187, bayes.Probabilities("good unseen")[1], 8);
        Assert.Equal(Math.Log(4 / 9.0) - Math.Log(1 / 10.0), bayes.Weight("good"), 12);
        Assert.Equal(0, bayes.Weight("unseen"));
        Assert.Throws<ArgumentException>(() => new WordBayes([("a", 1)]));
        Assert.Throws<ArgumentException>(() => new WordBayes([]));
    }

    [Fact]
    [Trait("System", "SEQ-TRANSF")]
    public void A_transformer_copies_what_it_has_read_and_does_not_see_the_future()
    {
        // A random string, a bar, and the string again: behind the bar every letter is known to who can look back.
        Vocabulary letters = new("abcdefgh|");
        LetterTransformer model = new(letters, 17, 48, 2, 4, rng: new Rng(1));
        Adam adam = new(model.Parameters()) { LearningRate = 3e-3 };
        Rng dice = new(1);
        Tensor Strings(int count) => Tensor.From([.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            long[] half = [.. Enumerable.Range(0, 8).Select(_ => (long)dice.Next(8))];
            return (long[])[.. half, 8, .. half];
        })], [count, 17]);
        for (int step = 0; step < 300; step++)
        {
            Tensor text = Strings(32);
            adam.ZeroGrad();
            model.Forward(text[.., ..16])[.., 8..].Reshape(-1, 9).CrossEntropy(text[.., 9..].Reshape(-1)).Backward();
            adam.Step();
        }

        Tensor test = Strings(100);
        Tensor told = model.Predict(test[.., ..16])[.., 8..].ArgMax(2);
        int right = told.ToArray<long>().Zip(test[.., 9..].ToArray<long>(), (a, b) => a == b ? 1 : 0).Sum();
        output.WriteLine($"{right} of 800");
        Assert.Equal(800, right);

        float[][] before = model.Predict(test[..1, ..16])[0].ToJagged<float>();
        for (int changed = 0; changed < 16; changed += 3)
        {
            long[] other = test[0, ..16].ToArray<long>();
            other[changed] = (other[changed] + 1) % 8;
            float[][] after = model.Predict(Tensor.From(other, [1, 16]))[0].ToJagged<float>();
            Assert.All(Enumerable.Range(0, changed), t => Assert.Equal(before[t], after[t]));
            Assert.NotEqual(before[changed], after[changed]);
        }
    }

    [Fact]
    public void Remembered_keys_give_the_same_scores_for_any_division_of_the_text()
    {
        LetterTransformer model = new(Vocabulary.Of("abcdefgh "), 20, 24, 3, 3, rng: new Rng(4));
        Tensor codes = model.Vocabulary.Encode("a bad cafe had a bed").Reshape(1, -1);
        float[] whole = model.Predict(codes).ToArray<float>();
        using IDisposable off = Gradient.Off();
        foreach (int[] cuts in new int[][] { [20], [1, 19], [7, 6, 7], [.. Enumerable.Repeat(1, 20)] })
        {
            IReadOnlyList<AttentionCache> memory = model.Remember();
            List<float> all = [];
            int read = 0;
            foreach (int length in cuts)
            {
                all.AddRange(model.Continue(codes[.., read..(read + length)], memory).ToArray<float>());
                read += length;
            }

            Assert.Equal(whole, all, (a, b) => Math.Abs(a - b) < 2e-5);
            Assert.Equal(20, memory[0].Count);
            Assert.Throws<ArgumentException>(() => model.Continue(codes[.., ..1], memory));
        }

        Assert.Throws<ArgumentException>(() => model.Continue(codes, []));
        Assert.Throws<InvalidOperationException>(() => new MultiHeadAttention(8, 2).Continue(Tensor.Zeros([1, 1, 8]), new AttentionCache()));
        string written = model.Write("a bad", 60, 1, new Rng(1));
        Assert.Equal(60, written.Length);
        Assert.Equal(written, model.Write("a bad", 60, 1, new Rng(1)));
    }

    [Fact]
    public void Surprise_is_counted_once_a_letter_however_long_the_text()
    {
        LetterTransformer model = new(Vocabulary.Of("abcdefgh "), 8, 16, 1, 2, rng: new Rng(4));
        foreach (string text in new[] { "ab", "a bad caf", "a bad cafe", "a bad cafe had a bed and", "abcdefgh abcdefgh abcdefgh" }.Select(text => text.Replace("n", "a", StringComparison.Ordinal)))
        {
            // Letter by letter: behind all of the first window, then behind at least half a one.
            long[] codes = model.Vocabulary.Encode(text).ToArray<long>();
            double bits = 0;
            for (int next = 1, from = 0, end = Math.Min(8, codes.Length - 1); next < codes.Length; next++)
            {
                if (next > end)
                {
                    from = next - 4;
                    end = from + Math.Min(8, codes.Length - 1 - from);
                }

                double[] logs = model.Predict(Tensor.From(codes[from..next], [1, next - from]))[0, ^1].LogSoftmax(0).To(DType.Float64).ToArray<double>();
                bits -= logs[codes[next]] / Math.Log(2);
            }

            Assert.Equal(bits / (codes.Length - 1), model.BitsPerLetter(text), 4);
        }

        Assert.Throws<ArgumentException>(() => model.Learn(model.Vocabulary.Encode("abcdefgh"), new Adam(model.Parameters()), 1));
        Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 9], DType.Int64)));
    }

    private static (double X, double Y) Middle(float[] pixels, string colour)
    {
        (double x, double y, int count) = (0, 0, 0);
        for (int i = 0; i < 32 * 32; i++)
        {
            (float red, float green, float blue) = (pixels[i], pixels[1024 + i], pixels[2048 + i]);
            bool isIt = colour switch
            {
                "red" => red > green + 0.3 && red > blue + 0.3,
                "green" => green > red + 0.3 && green > blue + 0.3,
                "blue" => blue > red + 0.3 && blue > green + 0.3,
                _ => red > blue + 0.3 && green > blue + 0.3,
            };
            (x, y, count) = isIt ? (x + (i % 32), y + (i / 32), count + 1) : (x, y, count);
        }

        return (x / count, y / count);
    }
}
