namespace NotebookKit.Kernels;

/// <summary>How the result of <see cref="PlanarConvolution"/> is cut into bands of rows whose source, plane by plane and with its margin, stays in the second-level cache.</summary>
/// <remarks>All phases of a transposed convolution look at the same source, so that they share a band. Cut by sizes alone, never by the number of threads.</remarks>
internal readonly struct PlanarBands
{
    // Numbers of source in a band, where its rows are not too few.
    private const int SourceLimit = 96 * 1024;

    // Vectors of pixels in a band and phase.
    private const int VectorLimit = 2048;

    private readonly int bands;

    /// <summary>Cuts the rows of phases with the same steps.</summary>
    /// <param name="phases">The phases.</param>
    /// <param name="images">How many images.</param>
    /// <param name="channels">Channels of the source.</param>
    /// <param name="count">Numbers of a vector.</param>
    public PlanarBands(ConvolutionPhase[] phases, int images, int channels, int count)
    {
        StepY = phases[0].SourceStepY;
        int lastY = int.MinValue, lastX = int.MinValue, mostRows = 0, mostColumns = 0;
        (FirstY, FirstX) = (int.MaxValue, int.MaxValue);
        foreach (ConvolutionPhase phase in phases)
        {
            FirstY = Math.Min(FirstY, phase.FirstY);
            FirstX = Math.Min(FirstX, phase.FirstX);
            lastY = Math.Max(lastY, phase.FirstY + phase.SpanY);
            lastX = Math.Max(lastX, phase.FirstX + phase.SpanX);
            mostRows = Math.Max(mostRows, phase.Rows);
            mostColumns = Math.Max(mostColumns, phase.Columns);
        }

        SourceColumns = mostColumns + lastX - FirstX;
        int vectors = (mostColumns + count - 1) / count;
        int rows = Math.Max(1, Math.Min(mostRows, VectorLimit / Math.Max(1, vectors)));
        while (rows > 1 && (long)channels * SourceColumns * (((rows - 1) * StepY) + lastY - FirstY + 1) > SourceLimit)
        {
            rows--;
        }

        // A few bands at least, so that all cores have work.
        while (rows > 4 && images * ((mostRows + rows - 1) / rows) < 16)
        {
            rows = (rows + 1) / 2;
        }

        bands = (mostRows + rows - 1) / rows;
        Rows = bands == 0 ? 0 : (mostRows + bands - 1) / bands;
        Count = images * bands;
        SourceRows = ((Rows - 1) * StepY) + lastY - FirstY + 1;

        // Not a multiple of what separates lines that share a place in the cache.
        PlaneStep = checked((((SourceRows * SourceColumns) + 31) / 32 * 32) + 16);
        SourceRoom = checked((channels * PlaneStep) + count);
        Vectors = (Rows * vectors) + PlanarTile.MostVectors;
    }

    /// <summary>How many bands in all images.</summary>
    public int Count { get; }

    /// <summary>Rows of a phase in a band; the last may have fewer.</summary>
    public int Rows { get; }

    /// <summary>From the source of a row to that of the next.</summary>
    public int StepY { get; }

    /// <summary>The offset of the topmost tap of all phases.</summary>
    public int FirstY { get; }

    /// <summary>The offset of the leftmost tap of all phases.</summary>
    public int FirstX { get; }

    /// <summary>Rows of a band's source.</summary>
    public int SourceRows { get; }

    /// <summary>Columns of a band's source.</summary>
    public int SourceColumns { get; }

    /// <summary>From a channel of a band's source to the next.</summary>
    public int PlaneStep { get; }

    /// <summary>Numbers of a band's source, and of the vector that may be read past its end.</summary>
    public int SourceRoom { get; }

    /// <summary>Vectors of a phase's pixels in a band, with those that fill the last tile.</summary>
    public int Vectors { get; }

    /// <summary>The image of a band.</summary>
    public int Image(int number) => number / bands;

    /// <summary>The first row of a band in each phase.</summary>
    public int FirstRow(int number) => number % bands * Rows;
}
