using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>A tile of four by four result pixels, and where in the source its six by six pixels begin.</summary>
internal readonly record struct WinogradTile(int Image, int Row, int Column, int SourceRow, int SourceColumn, int Rows, int Columns)
{
    /// <summary>Whether all sixteen result pixels exist.</summary>
    public bool IsWhole => Rows == WinogradTiles.Side && Columns == WinogradTiles.Side;

    /// <summary>Whether all 36 source pixels lie in an image of so many rows and columns.</summary>
    public bool LiesInside(int height, int width) =>
        SourceRow >= 0 && SourceColumn >= 0 && SourceRow + WinogradTiles.SourceSide <= height && SourceColumn + WinogradTiles.SourceSide <= width;
}

/// <summary>The result of a 3x3 convolution of stride 1, cut into tiles of four by four pixels.</summary>
internal readonly struct WinogradTiles(ConvolutionPhase phase, int images)
{
    /// <summary>Result pixels of a side of a tile.</summary>
    public const int Side = 4;

    /// <summary>Source pixels of a side of a tile.</summary>
    public const int SourceSide = 6;

    /// <summary>Products of a tile, source channel and result channel.</summary>
    public const int Points = SourceSide * SourceSide;

    // Fewer channels than this do not carry the transforms.
    private const int FewestChannels = 16;

    // Fewer tiles than this do not carry the transform of the filters.
    private const int FewestTiles = 32;

    // 64 MB of transformed filters in single precision.
    private const long MostWeights = 16 * 1024 * 1024;

    // Numbers of the transformed source and result of a block: about half of the second-level cache.
    private const int BlockLimit = 160 * 1024;

    private readonly int across = (phase.Columns + Side - 1) / Side;
    private readonly int down = (phase.Rows + Side - 1) / Side;
    private readonly int firstY = phase.FirstY;
    private readonly int firstX = phase.FirstX;

    /// <summary>How many tiles.</summary>
    public int Count => images * down * across;

    /// <summary>A tile by its number.</summary>
    public WinogradTile this[int number]
    {
        get
        {
            int row = number / across % down * Side;
            int column = number % across * Side;
            return new WinogradTile(
                number / (down * across), row, column, row + firstY, column + firstX, Math.Min(Side, phase.Rows - row), Math.Min(Side, phase.Columns - column));
        }
    }

    /// <summary>Whether Winograd's way is the faster one here: single precision, 3x3, stride 1, no groups, channels, pixels and tiles enough.</summary>
    /// <remarks>Doubles stay direct: who asks for them asks for their digits.</remarks>
    public static bool Pay<T>(in ConvolutionSides sides, ConvolutionPhase phase)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != typeof(float) || sides.Groups != 1 || Math.Min(sides.SourceInGroup, sides.ResultInGroup) < FewestChannels || !IsThreeByThree(phase))
        {
            return false;
        }

        // 36 products a tile against nine a pixel, and the transforms: tiles that hang over the edge by more than half lose.
        int tiles = new WinogradTiles(phase, 1).Count;
        return (long)sides.Images * tiles >= FewestTiles
            && (long)phase.Rows * phase.Columns >= 6L * tiles
            && (long)Points * sides.SourceInGroup * sides.ResultInGroup <= MostWeights;
    }

    /// <summary>How many tiles are worked on together, a multiple of <paramref name="multiple"/>.</summary>
    /// <param name="numbers">Numbers of a tile at each point, of source and result.</param>
    /// <param name="multiple">Rows of the product's tile.</param>
    public static int InBlock(int numbers, int multiple) => Math.Clamp(BlockLimit / (Points * numbers), 24, 64) / multiple * multiple;

    private static bool IsThreeByThree(ConvolutionPhase phase) =>
        phase.SpanY == 2 && phase.SpanX == 2 && phase.IsRectangle
        && phase.SourceStepY == 1 && phase.SourceStepX == 1 && phase.TargetStepY == 1 && phase.TargetStepX == 1;
}
