namespace NotebookKit.Kernels;

/// <summary>A rectangle of a phase's result pixels in one image, or all of the phase's pixels in each of several.</summary>
internal readonly record struct ConvolutionBlock(int Image, int Images, int Row, int Rows, int Column, int Columns)
{
    /// <summary>How many pixels.</summary>
    public int Pixels => Images * Rows * Columns;
}

/// <summary>How the pixels of a phase are cut into rectangles whose source, margin included, stays in the second-level cache.</summary>
/// <remarks>Cut by sizes alone, never by the number of threads.</remarks>
internal readonly struct ConvolutionBlocks
{
    /// <summary>Most pixels in a block.</summary>
    public const int PixelLimit = 1024;

    // Numbers of source in a block, where its pixels are not too few.
    private const int SourceLimit = 80 * 1024;

    // Pixels of several images together, and into how many blocks these are shared out at least: a row of 15 pixels would leave half a tile empty in each image.
    private const int Together = 480;
    private const int FewestOfMany = 8;

    private readonly ConvolutionPhase phase;
    private readonly int images;
    private readonly int imagesInBlock;
    private readonly int rowsInBlock;
    private readonly int columnsInBlock;
    private readonly int rowBlocks;
    private readonly int columnBlocks;

    /// <summary>Cuts the pixels of a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="images">How many images.</param>
    /// <param name="pixelStep">Numbers of a source pixel.</param>
    /// <param name="pixelLimit">Most pixels in a block.</param>
    /// <param name="join">Whether a block may hold several images: where its source is not copied.</param>
    public ConvolutionBlocks(ConvolutionPhase phase, int images, int pixelStep, int pixelLimit = PixelLimit, bool join = false)
    {
        this.phase = phase;
        this.images = images;
        FirstY = phase.FirstY;
        FirstX = phase.FirstX;
        SpanY = phase.SpanY;
        SpanX = phase.SpanX;
        PixelStep = pixelStep;
        int columns = Math.Min(phase.Columns, pixelLimit / 2);
        while (columns > 24 && (long)(SpanY + 1) * SourceColumns(columns) * pixelStep > SourceLimit)
        {
            columns = (columns + 1) / 2;
        }

        int rows = Math.Max(1, Math.Min(phase.Rows, pixelLimit / Math.Max(1, columns)));
        while (rows > 1 && (long)SourceRows(rows) * SourceColumns(columns) * pixelStep > SourceLimit)
        {
            rows--;
        }

        // A few blocks at least, so that all cores have work.
        while (rows > 1 && rows * columns > 96 && images * Pieces(phase.Rows, rows) * Pieces(phase.Columns, columns) < 16)
        {
            rows = (rows + 1) / 2;
        }

        rowBlocks = Pieces(phase.Rows, rows);
        columnBlocks = Pieces(phase.Columns, columns);
        rowsInBlock = Pieces(phase.Rows, rowBlocks);
        columnsInBlock = Pieces(phase.Columns, columnBlocks);
        imagesInBlock = join && rowBlocks == 1 && columnBlocks == 1 ? Math.Max(1, Math.Min(Together / MostPixels, images / FewestOfMany)) : 1;
        Count = Pieces(images, imagesInBlock) * rowBlocks * columnBlocks;
        BlockColumns = SourceColumns(columnsInBlock);
        Room = checked(SourceRows(rowsInBlock) * BlockColumns * pixelStep);
    }

    /// <summary>How many blocks.</summary>
    public int Count { get; }

    /// <summary>The offset of the topmost tap.</summary>
    public int FirstY { get; }

    /// <summary>The offset of the leftmost tap.</summary>
    public int FirstX { get; }

    /// <summary>Numbers of a source pixel.</summary>
    public int PixelStep { get; }

    /// <summary>Columns of a block's source.</summary>
    public int BlockColumns { get; }

    /// <summary>Numbers in the source of the largest block.</summary>
    public int Room { get; }

    /// <summary>Pixels in the largest block.</summary>
    public int MostPixels => rowsInBlock * columnsInBlock;

    private int SpanY { get; }

    private int SpanX { get; }

    /// <summary>A block by its number; the last ones may be empty.</summary>
    public ConvolutionBlock this[int number]
    {
        get
        {
            int image = number / (rowBlocks * columnBlocks) * imagesInBlock;
            int row = number / columnBlocks % rowBlocks * rowsInBlock;
            int column = number % columnBlocks * columnsInBlock;
            return new ConvolutionBlock(
                image,
                Math.Min(imagesInBlock, images - image),
                row,
                Math.Clamp(phase.Rows - row, 0, rowsInBlock),
                column,
                Math.Clamp(phase.Columns - column, 0, columnsInBlock));
        }
    }

    /// <summary>Copies the source of a block with its margin.</summary>
    public unsafe void CopySource<T>(ConvolutionBlock block, ImageView<T> source, T* to)
        where T : unmanaged => source.Copy(
            block.Image,
            (block.Row * phase.SourceStepY) + FirstY,
            SourceRows(block.Rows),
            (block.Column * phase.SourceStepX) + FirstX,
            BlockColumns,
            to,
            PixelStep);

    private static int Pieces(int size, int piece) => piece == 0 ? 0 : (size + piece - 1) / piece;

    private int SourceRows(int rows) => ((rows - 1) * phase.SourceStepY) + SpanY + 1;

    private int SourceColumns(int columns) => ((columns - 1) * phase.SourceStepX) + SpanX + 1;
}
