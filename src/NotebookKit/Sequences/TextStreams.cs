namespace NotebookKit.Sequences;

/// <summary>A long text cut into streams that are read side by side, some letters at a time, so that a recurrent network can carry its state on.</summary>
/// <remarks>
/// N streams of equal length; stretch k of a stream follows right behind stretch k - 1, and the targets are the inputs one letter on. Gradients go back to
/// the beginning of a stretch (truncated backpropagation through time); the state goes on for ever. Lecture S2 L10.
/// </remarks>
public sealed class TextStreams
{
    private readonly Tensor streams;

    /// <summary>Cuts a text.</summary>
    /// <param name="codes">Numbers of letters, Int64 [letters].</param>
    /// <param name="batchSize">N, streams side by side.</param>
    /// <param name="length">Letters of a stretch: as far gradients go back. 25 is what lecture S1 names as the usual limit of unrolling.</param>
    /// <exception cref="ArgumentException">The text is too short for one stretch.</exception>
    public TextStreams(Tensor codes, int batchSize, int length = 25)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        int each = (codes.Count - 1) / batchSize;
        if (codes.Rank != 1 || each < length)
        {
            throw new ArgumentException($"TextStreams: {batchSize} streams of {length} letters and one more need {(batchSize * length) + 1:N0} numbers [letters], and these are {codes.Shape}.", nameof(codes));
        }

        (BatchSize, Length) = (batchSize, length);
        Count = each / length;

        // Stream s begins at s x each; each has one letter more at its end, which is the next one's first.
        streams = Tensor.Stack([.. Enumerable.Range(0, batchSize).Select(s => codes[(s * each)..((s * each) + (Count * length) + 1)])], 0);
    }

    /// <summary>Streams side by side.</summary>
    public int BatchSize { get; }

    /// <summary>Letters of a stretch.</summary>
    public int Length { get; }

    /// <summary>Stretches of each stream; letters that fill none at the end are left out.</summary>
    public int Count { get; }

    /// <summary>One stretch of all streams.</summary>
    /// <param name="stretch">Its number, from 0.</param>
    /// <returns>Inputs and targets, Int64 [length, N] each.</returns>
    public (Tensor Inputs, Tensor Targets) this[int stretch]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(stretch);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stretch, Count);
            int from = stretch * Length, to = from + Length;
            return (streams[.., from..to].Transpose().Contiguous(), streams[.., (from + 1)..(to + 1)].Transpose().Contiguous());
        }
    }

    /// <summary>Its sizes, in a line.</summary>
    public override string ToString() => $"{Count:N0} stretches of {Length} letters in {BatchSize} streams";
}
