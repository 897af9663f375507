using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Sequences;

/// <summary>Writes a sequence word by word from a state, and if it may, looks back at what was read before each word.</summary>
/// <remarks>
/// A GRU carries the state h over the words written so far. Without attention a word's scores are W tanh(A h). With attention (Luong, Pham and Manning
/// 2015, the scaled form) they are W tanh(A [h; c]), where c = softmax(h B memory' / sqrt(H)) memory is a mean of what was read, weighted anew for each
/// word. As attention comes behind the GRU, all words of a known text are computed at once. Lecture S1 (attention-based models).
/// </remarks>
public sealed class SequenceDecoder : Module
{
    private readonly Embedding words;
    private readonly Gru writer;
    private readonly Linear? query;
    private readonly Linear mix;
    private readonly Linear scores;

    /// <summary>Makes an untrained writer.</summary>
    /// <param name="tokens">What it writes.</param>
    /// <param name="hidden">H, numbers of the state, and of each step of what it looks back at.</param>
    /// <param name="embedding">Numbers of a word.</param>
    /// <param name="hasAttention">Whether it looks back.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public SequenceDecoder(Tokens tokens, int hidden, int embedding, bool hasAttention, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Tokens = tokens;
        words = new Embedding(tokens.Count, embedding, rng: rng);
        writer = new Gru(embedding, hidden, batchFirst: true, rng: rng);
        query = hasAttention ? new Linear(hidden, hidden, bias: false, rng: rng) : null;
        mix = new Linear(hasAttention ? 2 * hidden : hidden, hidden, rng: rng);
        scores = new Linear(hidden, tokens.Count, rng: rng);
    }

    /// <summary>What it writes.</summary>
    public Tokens Tokens { get; }

    /// <summary>Whether it looks back.</summary>
    public bool HasAttention => query is not null;

    /// <summary>H.</summary>
    public int HiddenSize => writer.HiddenSize;

    /// <summary>Scores of each next word from a state of zeros, without a memory: Int64 [N, T] to [N, T, tokens].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Run(input, Tensor.Zeros([input.Shape[0], HiddenSize])).Scores;
    }

    /// <summary>Scores of the words behind given ones.</summary>
    /// <param name="previous">The words that stand before, Int64 [N, T].</param>
    /// <param name="state">The state to begin with, [N, H].</param>
    /// <param name="memory">What it looks back at, [N, S, H]; needed with attention, and not else.</param>
    /// <param name="lengths">How many steps of each memory count, Int64 [N]; all when null.</param>
    /// <returns>Scores [N, T, tokens], the state behind the last word [N, H], and with attention its weights [N, T, S].</returns>
    /// <exception cref="ArgumentException">There is a memory without attention, or attention without a memory.</exception>
    public (Tensor Scores, Tensor State, Tensor? Weights) Run(Tensor previous, Tensor state, Tensor? memory = null, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(state);
        if (HasAttention != memory is not null)
        {
            throw new ArgumentException(HasAttention ? "SequenceDecoder: attention needs a memory to look back at." : "SequenceDecoder: without attention it takes no memory.", nameof(memory));
        }

        (int count, int length) = (previous.Shape[0], previous.Shape[1]);
        (Tensor steps, Tensor last) = writer.Run(words.Forward(previous), state.Unsqueeze(0));
        Tensor rows = steps.Reshape(-1, HiddenSize);
        Tensor? weights = null;
        if (query is not null)
        {
            Tensor asked = query.Forward(rows).Reshape(count, length, HiddenSize);
            (Tensor means, weights) = Ops.Attention.Apply(asked, memory!, memory!, lengths is null ? null : Seen(lengths, memory!.Shape[1]));
            rows = Tensor.Concat([rows, means.Reshape(-1, HiddenSize)], 1);
        }

        return (scores.Forward(mix.Forward(rows).Tanh()).Reshape(count, length, Tokens.Count), last[0], weights);
    }

    /// <summary>Writes the likeliest word at every step, for all rows side by side, until each has written END.</summary>
    /// <param name="state">The states to begin with, [N, H].</param>
    /// <param name="memory">What it looks back at, [N, S, H].</param>
    /// <param name="lengths">How many steps of each memory count.</param>
    /// <param name="longest">Words at most.</param>
    /// <returns>The words of each row, without END.</returns>
    public IReadOnlyList<IReadOnlyList<int>> Write(Tensor state, Tensor? memory = null, Tensor? lengths = null, int longest = 50)
    {
        ArgumentNullException.ThrowIfNull(state);
        int count = state.Shape[0];
        List<int>[] written = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        bool[] done = new bool[count];
        Tensor now = state.Detach(), last = Tensor.Full([count, 1], Tokens.Start, DType.Int64);
        using IDisposable off = Gradient.Off();
        for (int step = 0; step < longest && Array.Exists(done, one => !one); step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            (Tensor all, Tensor after, _) = Run(last, now, memory, lengths);
            long[] best = all[.., 0].ArgMax(1).ToArray<long>();
            for (int row = 0; row < count; row++)
            {
                done[row] |= best[row] == Tokens.End;
                if (!done[row])
                {
                    written[row].Add((int)best[row]);
                }
            }

            (now, last) = (after.Clone().Keep(), Tensor.From(best, [count, 1]).Keep());
        }

        return written;
    }

    /// <summary>Writes one row by beam search; see <see cref="Choosing.Beam"/>.</summary>
    /// <param name="state">The state to begin with, [1, H].</param>
    /// <param name="memory">What it looks back at, [1, S, H].</param>
    /// <param name="width">Sequences kept.</param>
    /// <param name="longest">Words at most.</param>
    /// <param name="perWord">Whether sequences are compared by the mean of their words' scores.</param>
    public IReadOnlyList<(IReadOnlyList<int> Letters, double LogProbability)> Beam(Tensor state, Tensor? memory = null, int width = 4, int longest = 50, bool perWord = false)
    {
        ArgumentNullException.ThrowIfNull(state);
        using IDisposable off = Gradient.Off();
        return Choosing.Beam(state, (now, last) =>
        {
            (Tensor all, Tensor after, _) = Run(Tensor.From([(long)(last < 0 ? Tokens.Start : last)], [1, 1]), now, memory);
            return (all[0, 0].LogSoftmax(0).To(DType.Float64).ToArray<double>(), after);
        }, Tokens.End, width, longest, perWord);
    }

    // [N, 1, S]: true where a step counts.
    private static Tensor Seen(Tensor lengths, int steps)
    {
        long[] counts = lengths.ToArray<long>();
        bool[] seen = new bool[counts.Length * steps];
        for (int i = 0; i < seen.Length; i++)
        {
            seen[i] = i % steps < counts[i / steps];
        }

        return Tensor.From(seen, [counts.Length, 1, steps]);
    }
}
