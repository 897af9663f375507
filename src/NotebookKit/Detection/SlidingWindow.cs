namespace NotebookKit.Detection;

/// <summary>Brute force: a window of every size and shape at every place, and the count of what a classifier would have to look at.</summary>
/// <remarks>Lectures S2 L8 'Detection as Classification', L11 'Traditional method'.</remarks>
public sealed record SlidingWindow
{
    /// <summary>Sides of the squares, in pixels.</summary>
    public IReadOnlyList<double> Scales { get; init; } = [16, 24, 32];

    /// <summary>Height over width.</summary>
    public IReadOnlyList<double> Ratios { get; init; } = [1];

    /// <summary>Pixels from one place to the next.</summary>
    public double Stride { get; init; } = 4;

    /// <summary>All windows that lie on a picture, size by size, in reading order.</summary>
    /// <param name="picture">Its height and width.</param>
    public IEnumerable<Box> Boxes(Pair picture)
    {
        foreach (Box shape in Shapes())
        {
            (int rows, int columns) = Places(shape, picture);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    yield return new Box(column * Stride, row * Stride, (column * Stride) + shape.Width, (row * Stride) + shape.Height);
                }
            }
        }
    }

    /// <summary>How many there are, without making them.</summary>
    /// <param name="picture">Its height and width.</param>
    public long Count(Pair picture) => Shapes().Select(shape => Places(shape, picture)).Sum(places => (long)places.Rows * places.Columns);

    private IReadOnlyList<Box> Shapes() => Stride > 0
        ? Anchors.At(0, 0, Scales, Ratios)
        : throw new ArgumentException($"SlidingWindow: the stride is above 0, and this is {Stride}.");

    private (int Rows, int Columns) Places(Box shape, Pair picture) => (Along(picture.Height, shape.Height), Along(picture.Width, shape.Width));

    private int Along(double whole, double part) => part > whole ? 0 : 1 + (int)((whole - part) / Stride);
}
