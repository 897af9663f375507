namespace NotebookKit.Kernels;

/// <summary>The part of a matrix that a product will pack next, as strings of memory that its tiles ask for while they multiply.</summary>
/// <remarks>
/// Packing reads numbers that were not looked at since they were written, a row here and a row there, and waits for each: a tenth of a product 256 wide.
/// A tile of 256 steps has the time to ask for two strings: a row each where rows lie along memory, else two columns of lines.
/// </remarks>
internal unsafe struct NextPart<T>
    where T : unmanaged
{
    private const int LineBytes = 64;

    private readonly MatrixView<T> part;
    private readonly int rows;
    private readonly int strings;
    private int taken;

    /// <summary>Asks for a part.</summary>
    /// <param name="part">Where it begins.</param>
    /// <param name="rows">Its rows; its columns are the steps of the tiles.</param>
    public NextPart(MatrixView<T> part, int rows)
    {
        this.part = part;
        this.rows = rows;
        strings = rows <= 0 ? 0 : part.RowStep == 1 ? ((rows - 1) / RowsOfLine) + 2 : rows;
    }

    private static int RowsOfLine => LineBytes / sizeof(T);

    /// <summary>What the next tile asks for; when all is asked for, a place that is near.</summary>
    public TileAhead Take(T* near)
    {
        if (taken >= strings)
        {
            return new TileAhead((byte*)near, (byte*)near, 0);
        }

        TileAhead ahead = new(String(taken), String(Math.Min(taken + 1, strings - 1)), (nint)part.ColumnStep * sizeof(T));
        taken += 2;
        return ahead;
    }

    private readonly byte* String(int number) => (byte*)part.From(Math.Min(rows - 1, part.RowStep == 1 ? number * RowsOfLine : number), 0).Start;
}

/// <summary>Two places of memory that a tile asks for at each step, and how far it moves them.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Step">From a step to the next, in bytes.</param>
internal readonly unsafe struct TileAhead(byte* First, byte* Second, nint Step)
{
    /// <summary>The one.</summary>
    public byte* First { get; } = First;

    /// <summary>The other.</summary>
    public byte* Second { get; } = Second;

    /// <summary>From a step to the next, in bytes.</summary>
    public nint Step { get; } = Step;
}
