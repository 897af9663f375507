using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Moves, turns, scales and shears each image by random amounts, all in one look-up: <c>new RandomAffine { Rotation = 10, Translation = 0.1 }</c>.</summary>
/// <remarks>
/// About the image's middle. A pixel p of the result is looked up at middle + M^-1 (p - middle - t), where M is scale times rotation times
/// shear; amounts are spread evenly between minus and plus the strength. Lectures S2 L7, S4 (translate, slight rotation, rescale).
/// </remarks>
public sealed class RandomAffine : GeometricAugmentation
{
    /// <summary>The largest turn in degrees, either way.</summary>
    public double Rotation { get; init; }

    /// <summary>The farthest move, as a share of height and width.</summary>
    public double Translation { get; init; }

    /// <summary>The largest change of size: 0.1 for 0.9 to 1.1 times.</summary>
    public double Scale { get; init; }

    /// <summary>The largest slant of vertical lines, in degrees.</summary>
    public double Shear { get; init; }

    internal override (int Height, int Width) ResultSize(int height, int width)
    {
        Require(
            double.IsFinite(Rotation) && double.IsFinite(Translation) && Scale is >= 0 and < 1 && Math.Abs(Shear) < 90,
            "the scale's strength is 0 to less than 1, the shear's less than 90 degrees, and all are finite");
        return (height, width);
    }

    internal override void Places(ref Draws draws, (int Height, int Width) from, (int Height, int Width) to, Span<double> rows, Span<double> columns)
    {
        double angle = Amount(ref draws, Rotation) * Math.PI / 180, slant = Math.Tan(Amount(ref draws, Shear) * Math.PI / 180), size = 1 + Amount(ref draws, Scale);
        double down = Amount(ref draws, Translation) * from.Height, across = Amount(ref draws, Translation) * from.Width;

        // The inverse by hand: scale and turn back, then undo the slant. Rows grow downwards, so this turn is to the left.
        double cosine = Math.Cos(angle) / size, sine = Math.Sin(angle) / size;
        double middleRow = (from.Height - 1) / 2.0, middleColumn = (from.Width - 1) / 2.0;
        for (int row = 0; row < to.Height; row++)
        {
            for (int column = 0; column < to.Width; column++)
            {
                double y = row - middleRow - down, x = column - middleColumn - across;
                double turnedY = (cosine * y) + (sine * x), turnedX = (cosine * x) - (sine * y);
                rows[(row * to.Width) + column] = middleRow + turnedY;
                columns[(row * to.Width) + column] = middleColumn + turnedX + (slant * turnedY);
            }
        }
    }

    private static double Amount(ref Draws draws, double strength) => strength * ((2 * draws.Unit()) - 1);
}

/// <summary>Mirrors an image, left to right or upside down, with a probability. Twice is nothing.</summary>
/// <remarks>Only where the mirror image means the same: a flipped 6 is no 6. Lecture S2 L7.</remarks>
public sealed class RandomFlip : GeometricAugmentation
{
    /// <summary>The probability of each image to be mirrored.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>Upside down instead of left to right.</summary>
    public bool Vertical { get; init; }

    internal override (int Height, int Width) ResultSize(int height, int width)
    {
        Require(Probability is >= 0 and <= 1, "a probability is 0 to 1");
        return (height, width);
    }

    internal override void Places(ref Draws draws, (int Height, int Width) from, (int Height, int Width) to, Span<double> rows, Span<double> columns)
    {
        bool flips = draws.Unit() < Probability;
        for (int i = 0; i < rows.Length; i++)
        {
            (int row, int column) = (i / to.Width, i % to.Width);
            rows[i] = flips && Vertical ? to.Height - 1 - row : row;
            columns[i] = flips && !Vertical ? to.Width - 1 - column : column;
        }
    }
}
