namespace NotebookKit.Kernels;

/// <summary>Numbers seen as [segments, rows, channels], channels side by side, of which each group of channels of a segment is normalised by itself.</summary>
/// <remarks>
/// Batch normalisation has one segment and a group a channel; instance normalisation a segment an image; group normalisation
/// groups of several channels. The cut into blocks depends on the sizes alone, so sums do not depend on the threads. Images
/// may lie plane by plane instead, [segments, images, channels, plane]: then <see cref="ChannelPlanes"/> does the passes.
/// </remarks>
/// <param name="Segments">How many, one after the other.</param>
/// <param name="Rows">In each segment.</param>
/// <param name="Channels">In each row.</param>
/// <param name="Groups">Divides the channels.</param>
/// <param name="Plane">How many numbers of a channel of an image lie one after the other; 0 where channels lie side by side.</param>
internal readonly record struct ChannelPlan(int Segments, int Rows, int Channels, int Groups, int Plane = 0)
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

    /// <summary>Parts of the work in all: blocks, or runs of planes.</summary>
    public int Parts => Plane > 0 ? (Planes + PlanesInPart - 1) / PlanesInPart : Segments * Blocks;

    /// <summary>How many planes there are: a channel of an image each.</summary>
    public int Planes => Segments * (Rows / Plane) * Channels;

    /// <summary>Planes that one thread works on at a time.</summary>
    public int PlanesInPart => Math.Max(1, NumbersInBlock / Plane);

    /// <summary>Where the planes of a part begin, and how many it has.</summary>
    public (int First, int End) PlanesOf(int part) => (part * PlanesInPart, Math.Min(Planes, (part + 1) * PlanesInPart));

    /// <summary>The place of a plane's channel among those of all segments.</summary>
    public int PlaceOf(int plane) => (plane / (Rows / Plane * Channels) * Channels) + (plane % Channels);

    /// <summary>Where a block begins, in rows from the very first, and how many rows it has.</summary>
    public (int Segment, int First, int Count) Part(int part)
    {
        int row = part % Blocks * RowsInBlock;
        return (part / Blocks, (part / Blocks * Rows) + row, Math.Min(RowsInBlock, Rows - row));
    }
}
