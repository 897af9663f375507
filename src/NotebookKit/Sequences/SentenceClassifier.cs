using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>Many words in, one class out: a GRU reads a sentence in both directions, and of each of its numbers the largest over the sentence decides.</summary>
/// <remarks>Places that only fill up are read and not counted. Lecture S1 (sentiment classification, many to one).</remarks>
public sealed class SentenceClassifier : Module
{
    private readonly Embedding words;
    private readonly Dropout dropout;
    private readonly Gru reader;
    private readonly Linear scores;

    /// <summary>Makes an untrained reader.</summary>
    /// <param name="tokens">Words that it knows.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="hidden">Numbers of the state in each direction.</param>
    /// <param name="embedding">Numbers of a word.</param>
    /// <param name="dropout">The probability to drop a number of a word, and of what was read, in training.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    public SentenceClassifier(Tokens tokens, int classes = 2, int hidden = 64, int embedding = 64, double dropout = 0.5, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Tokens = tokens;
        words = new Embedding(tokens.Count, embedding, Tokens.Nothing, rng);
        this.dropout = new Dropout(dropout, rng: rng);
        reader = new Gru(embedding, hidden, bidirectional: true, batchFirst: true, rng: rng);
        scores = new Linear(2 * hidden, classes, rng: rng);
    }

    /// <summary>Words that it knows.</summary>
    public Tokens Tokens { get; }

    /// <summary>Scores of the classes for sentences Int64 [N, T], filled up with <see cref="Tokens.Nothing"/>: [N, classes].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] codes = input.ToArray<long>();
        int length = input.Shape[1];
        Tensor lengths = Tensor.From([.. codes.Chunk(length).Select(row => (long)Math.Max(1, Array.FindLastIndex(row, code => code != Tokens.Nothing) + 1))]);
        Tensor steps = reader.Run(dropout.Forward(words.Forward(input)), lengths: lengths).Outputs;
        Tensor filler = input.EqualTo(Tokens.Nothing).Unsqueeze(2).Expand(steps.Shape);
        return scores.Forward(dropout.Forward(steps.MaskedFill(filler, double.NegativeInfinity).Max(1)));
    }

    /// <summary>Learns from sentences with classes, drawn anew for every step.</summary>
    /// <param name="examples">Sentences and their classes.</param>
    /// <param name="optimizer">Of this model's parameters.</param>
    /// <param name="steps">Steps of the optimiser.</param>
    /// <param name="batchSize">Sentences of a step.</param>
    /// <param name="rng">Which sentences; the session's generator when null.</param>
    /// <param name="progress">Told each step's number, from 1, and its loss in nats.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Learn(
        IReadOnlyList<(string Text, int Class)> examples, Optimizer optimizer, int steps, int batchSize = 64, Rng? rng = null, Action<int, double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        SequenceTraining.Run(this, optimizer, steps, dice =>
        {
            (string Text, int Class)[] some = [.. Enumerable.Range(0, batchSize).Select(_ => examples[dice.Next(examples.Count)])];
            return Forward(Tokens.Batch([.. some.Select(one => one.Text)]).Numbers).CrossEntropy(Tensor.From([.. some.Select(one => (long)one.Class)]));
        }, rng, progress);
    }

    /// <summary>Probabilities of the classes, a row a sentence.</summary>
    /// <param name="texts">Sentences.</param>
    public double[][] Probabilities(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return SequenceTraining.Judging(this, () => texts.Chunk(200).SelectMany(some => Forward(Tokens.Batch(some).Numbers).Softmax(1).To(DType.Float64).ToJagged<double>()).ToArray());
    }

    /// <summary>The share of sentences whose class it names.</summary>
    public double Accuracy(IReadOnlyList<(string Text, int Class)> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        double[][] all = Probabilities([.. examples.Select(one => one.Text)]);
        return all.Zip(examples, (row, one) => Array.IndexOf(row, row.Max()) == one.Class ? 1.0 : 0).Average();
    }
}
