namespace NotebookKit.Kernels;

/// <summary>Numbers seen as [segments, rows, channels], channels side by side, of which each group of channels of a segment is normalised by itself.</summary>
/// <remarks>
/// Batch normalisation has one segment and a group a channel; instance normalisation a segment an image; group normalisation
/// groups of several channels. The cut into blocks depends on the sizes alone, so sums do not depend on the threads.
/// </remarks>
/// <param name="Segments">How many, one after the other.</param>
/// <param name="Rows">In each segment.</param>
/// <param name="Channels">In each row.</param>
/// <param name="Groups">Divides the channels.</param>
internal readonly record struct ChannelPlan(int Segments, int Rows, int Channels, int Groups)
{
    private const int NumbersInBlock = 16 * 1024;

    /// <summary>Channels in a group.</summary>
    public int GroupSize => Channels / Groups;

    /// <summary>How many numbers have one mean.</summary>
    public double Count => (double)Rows * GroupSize;

    /// <summary>Rows that one thread works on at a time; they stay in the second-level cache.</summary>
    public int RowsInBlock => Math.Clamp(NumbersInBlock / Channels, 16, 1024);

    /// <summary>Blocks in a segment.</summary>
    public int Blocks => (Rows + RowsInBlock - 1) / RowsInBlock;

    /// <summary>Blocks in all.</summary>
    public int Parts => Segments * Blocks;

    /// <summary>Where a block begins, in rows from the very first, and how many rows it has.</summary>
    public (int Segment, int First, int Count) Part(int part)
    {
        int row = part % Blocks * RowsInBlock;
        return (part / Blocks, (part / Blocks * Rows) + row, Math.Min(RowsInBlock, Rows - row));
    }
}
