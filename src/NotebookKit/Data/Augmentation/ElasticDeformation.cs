using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Bends an image as if it were printed on rubber, and its label with it.</summary>
/// <remarks>
/// Random displacements, normal, on a coarse grid over the image, and smooth curves (cubic) between them. With masks a small set
/// of images is enough to learn segmentation. Ronneberger, Fischer and Brox 2015 (U-Net: a grid of 3 by 3, 10 pixels); Simard et al. 2003; lecture S2 L8.
/// </remarks>
public sealed class ElasticDeformation : GeometricAugmentation
{
    /// <summary>The standard deviation of a displacement in pixels; 0 bends nothing.</summary>
    public double Deviation { get; init; } = 10;

    /// <summary>Displacements along each side.</summary>
    public int Grid { get; init; } = 3;

    internal override (int Height, int Width) ResultSize(int height, int width)
    {
        Require(Deviation >= 0 && double.IsFinite(Deviation) && Grid is >= 2 and <= 64, "the deviation is 0 or more and the grid 2 to 64");
        return (height, width);
    }

    internal override void Places(ref Draws draws, (int Height, int Width) from, (int Height, int Width) to, Span<double> rows, Span<double> columns)
    {
        double[] down = new double[Grid * Grid], across = new double[Grid * Grid];
        for (int i = 0; i < down.Length; i++)
        {
            (down[i], across[i]) = (Deviation * draws.Normal(), Deviation * draws.Normal());
        }

        double stepY = (Grid - 1) / Math.Max(1.0, to.Height - 1), stepX = (Grid - 1) / Math.Max(1.0, to.Width - 1);
        for (int i = 0; i < rows.Length; i++)
        {
            (int row, int column) = (i / to.Width, i % to.Width);
            rows[i] = row + Between(down, row * stepY, column * stepX);
            columns[i] = column + Between(across, row * stepY, column * stepX);
        }
    }

    // Catmull and Rom's cubic through the four points around along each axis; the points of the rim count on beyond it.
    private double Between(double[] grid, double y, double x)
    {
        int top = Math.Min((int)y, Grid - 2), left = Math.Min((int)x, Grid - 2);
        Span<double> ofRows = stackalloc double[4], shares = stackalloc double[4];
        Shares(y - top, ofRows);
        Shares(x - left, shares);
        double sum = 0;
        for (int i = 0; i < 4; i++)
        {
            int row = Math.Clamp(top - 1 + i, 0, Grid - 1) * Grid;
            for (int j = 0; j < 4; j++)
            {
                sum += ofRows[i] * shares[j] * grid[row + Math.Clamp(left - 1 + j, 0, Grid - 1)];
            }
        }

        return sum;
    }

    private static void Shares(double t, Span<double> shares)
    {
        shares[0] = ((((-0.5 * t) + 1) * t) - 0.5) * t;
        shares[1] = (((1.5 * t) - 2.5) * t * t) + 1;
        shares[2] = ((((-1.5 * t) + 2) * t) + 0.5) * t;
        shares[3] = ((0.5 * t) - 0.5) * t * t;
    }
}
