using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>One sequence becomes another: a reader takes in the source, a writer gives the target.</summary>
/// <remarks>
/// The reader is a GRU that goes through the source in both directions. Its last states give the writer's first one; without attention that is all the
/// writer ever learns of the source (Sutskever, Vinyals and Le 2014; Cho et al. 2014), with attention it may look back at every step (Bahdanau, Cho and
/// Bengio 2015). Lecture S1 (sequence to sequence).
/// </remarks>
public sealed class Translator : Module
{
    private readonly Embedding words;
    private readonly Gru reader;
    private readonly Linear bridge;
    private readonly SequenceDecoder writer;

    /// <summary>Makes an untrained translator.</summary>
    /// <param name="source">What it reads.</param>
    /// <param name="target">What it writes.</param>
    /// <param name="hidden">Numbers of the writer's state; even, the reader has half of them in each direction.</param>
    /// <param name="embedding">Numbers of a word.</param>
    /// <param name="hasAttention">Whether the writer looks back.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The hidden size is odd.</exception>
    public Translator(Tokens source, Tokens target, int hidden = 128, int embedding = 64, bool hasAttention = true, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (hidden % 2 != 0)
        {
            throw new ArgumentException($"Translator: the hidden size is even, half of it for each direction of the reader, and not {hidden}.", nameof(hidden));
        }

        Source = source;
        words = new Embedding(source.Count, embedding, rng: rng);
        reader = new Gru(embedding, hidden / 2, bidirectional: true, batchFirst: true, rng: rng);
        bridge = new Linear(hidden, hidden, rng: rng);
        writer = new SequenceDecoder(target, hidden, embedding, hasAttention, rng);
    }

    /// <summary>What it reads.</summary>
    public Tokens Source { get; }

    /// <summary>What it writes.</summary>
    public Tokens Target => writer.Tokens;

    /// <summary>Whether the writer looks back.</summary>
    public bool HasAttention => writer.HasAttention;

    /// <summary>What the writer begins with, for sources Int64 [N, S] that all count in full: [N, hidden].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Read(input, Tensor.Full([input.Shape[0]], input.Shape[1], DType.Int64)).State;
    }

    /// <summary>Scores of every target word, each behind the right ones before it.</summary>
    /// <param name="source">Int64 [N, S].</param>
    /// <param name="lengths">How many of each row count, Int64 [N].</param>
    /// <param name="target">What it should write, Int64 [N, T].</param>
    /// <returns>Scores [N, T, tokens], and with attention its weights [N, T, S].</returns>
    public (Tensor Scores, Tensor? Weights) Scores(Tensor source, Tensor lengths, Tensor target)
    {
        (Tensor state, Tensor? memory) = Read(source, lengths);
        (Tensor all, _, Tensor? weights) = writer.Run(SequenceLoss.Shifted(target), state, memory, HasAttention ? lengths : null);
        return (all, weights);
    }

    /// <summary>The mean surprise by a word of the right targets, in nats; gradients go through it while it is trained.</summary>
    /// <param name="pairs">Sources with their targets.</param>
    public Tensor Loss(IReadOnlyList<(string Source, string Target)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (Tensor source, Tensor lengths) = Source.Batch([.. pairs.Select(pair => pair.Source)]);
        Tensor target = Target.Batch([.. pairs.Select(pair => pair.Target)]).Numbers;
        return SequenceLoss.CrossEntropy(Scores(source, lengths, target).Scores, target);
    }

    /// <summary>Learns from pairs, drawn anew for every step.</summary>
    /// <param name="pairs">Sources with their targets.</param>
    /// <param name="optimizer">Of this model's parameters.</param>
    /// <param name="steps">Steps of the optimiser.</param>
    /// <param name="batchSize">Pairs of a step.</param>
    /// <param name="rng">Which pairs; the session's generator when null.</param>
    /// <param name="progress">Told each step's number, from 1, and its loss in nats a word.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Learn(
        IReadOnlyList<(string Source, string Target)> pairs, Optimizer optimizer, int steps, int batchSize = 64, Rng? rng = null, Action<int, double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        SequenceTraining.Run(this, optimizer, steps, dice => Loss([.. Enumerable.Range(0, batchSize).Select(_ => pairs[dice.Next(pairs.Count)])]), rng, progress);
    }

    /// <summary>Translates texts side by side, taking the likeliest word at every step.</summary>
    /// <param name="texts">Sources.</param>
    /// <param name="longest">Words at most.</param>
    public IReadOnlyList<string> Translate(IReadOnlyList<string> texts, int longest = 50)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        return SequenceTraining.Judging(this, () =>
        {
            (Tensor source, Tensor lengths) = Source.Batch(texts);
            (Tensor state, Tensor? memory) = Read(source, lengths);
            return (IReadOnlyList<string>)[.. writer.Write(state, memory, HasAttention ? lengths : null, longest).Select(Target.Decode)];
        });
    }

    /// <summary>Translates one text by beam search: the best few, with the logarithms of their probabilities.</summary>
    /// <param name="text">The source.</param>
    /// <param name="width">Sequences kept.</param>
    /// <param name="longest">Words at most.</param>
    /// <param name="perWord">Whether sequences are compared by the mean of their words' scores, which does not favour short ones.</param>
    public IReadOnlyList<(string Text, double LogProbability)> Beam(string text, int width = 4, int longest = 50, bool perWord = false) => SequenceTraining.Judging(this, () =>
    {
        (Tensor source, Tensor lengths) = Source.Batch([text]);
        (Tensor state, Tensor? memory) = Read(source, lengths);
        return (IReadOnlyList<(string, double)>)[.. writer.Beam(state, memory, width, longest, perWord).Select(one => (Target.Decode(one.Letters), one.LogProbability))];
    });

    /// <summary>Where the writer looks while it writes a text: its weights, [target words and END, source words and END].</summary>
    /// <param name="source">The source.</param>
    /// <param name="target">The text that it writes.</param>
    /// <exception cref="InvalidOperationException">It has no attention.</exception>
    public Tensor Alignment(string source, string target) => !HasAttention
        ? throw new InvalidOperationException("Translator: without attention there is no alignment.")
        : SequenceTraining.Judging(this, () =>
        {
            (Tensor numbers, Tensor lengths) = Source.Batch([source]);
            return Scores(numbers, lengths, Target.Batch([target]).Numbers).Weights![0].Clone().Keep();
        });

    /// <summary>The share of pairs whose target it writes exactly; a target with a word that it does not know never counts, since it cannot be written.</summary>
    /// <param name="pairs">Sources with their targets, which it has not seen.</param>
    public double ExactShare(IReadOnlyList<(string Source, string Target)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        int longest = 2 + pairs.Max(pair => Target.Encode(pair.Target).Length);
        int right = pairs.Chunk(200).Sum(some => Translate([.. some.Select(pair => pair.Source)], longest)
            .Zip(some, (written, pair) => Target.Encode(pair.Target) is var codes && !codes.Contains(Tokens.Unknown) && written == Target.Decode(codes) ? 1 : 0).Sum());
        return right / (double)pairs.Count;
    }

    private (Tensor State, Tensor? Memory) Read(Tensor source, Tensor lengths)
    {
        (Tensor steps, Tensor ends) = reader.Run(words.Forward(source), lengths: lengths);
        return (bridge.Forward(Tensor.Concat([ends[0], ends[1]], 1)).Tanh(), HasAttention ? steps : null);
    }
}
