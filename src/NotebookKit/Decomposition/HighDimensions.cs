using MathNet.Numerics;

namespace NotebookKit.Decomposition;

/// <summary>What many dimensions do to numbers that sound harmless: the curse of dimensionality, calculated.</summary>
/// <remarks>Lecture S2 L9; Bellman 1957 gave it its name.</remarks>
public static class HighDimensions
{
    /// <summary>How many observations it takes in d dimensions to have them as close as so many are on a line: n^d.</summary>
    public static double Observations(double onALine, int dimensions) => Math.Pow(onALine, Positive(dimensions));

    /// <summary>The share of a cube that a smaller cube covers when it covers a share of each side: s^d. Of the cells of a grid that are occupied, 10 % of a line, 1 % of a square.</summary>
    public static double Share(double ofSide, int dimensions) => Math.Pow(Fraction(ofSide), Positive(dimensions));

    /// <summary>The side of the cube that holds a share of the whole: r^(1 / d). To catch 1 % of the points in 100 dimensions it needs 95 % of each side.</summary>
    public static double SideFor(double share, int dimensions) => Math.Pow(Fraction(share), 1.0 / Positive(dimensions));

    /// <summary>The volume of the ball in a cube, over the cube's: pi^(d/2) / (2^d Gamma(d/2 + 1)), which is 0.52 for 3 dimensions and 1.5e-28 for 50.</summary>
    public static double BallInCube(int dimensions)
    {
        double half = Positive(dimensions) / 2.0;
        return Math.Exp((half * Math.Log(Math.PI)) - SpecialFunctions.GammaLn(half + 1) - (dimensions * Math.Log(2)));
    }

    /// <summary>The share of a ball's volume that lies in its peel: 1 - (1 - thickness)^d.</summary>
    /// <param name="thickness">Of the peel, as a share of the radius.</param>
    /// <param name="dimensions">d.</param>
    public static double Peel(double thickness, int dimensions) => 1 - Math.Pow(1 - Fraction(thickness), Positive(dimensions));

    /// <summary>The median distance from the middle of a ball of radius 1 to the nearest of n points that are spread evenly in it: (1 - 2^(-1/n))^(1/d).</summary>
    /// <remarks>It tends to 1: even the nearest point lies at the rim. The slide prints unit diameter; the formula is that of unit radius.</remarks>
    public static double NearestInBall(int points, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(points);
        return Math.Pow(-double.ExpM1(-Math.Log(2) / points), 1.0 / Positive(dimensions));
    }

    /// <summary>How much farther the farthest of some points is than the nearest, (max - min) / min, from each of them to all others; the mean. It falls towards 0 with the dimensions.</summary>
    /// <param name="points">[N, d], at least three.</param>
    public static double DistanceContrast(Tensor points)
    {
        MapQuality.Check(nameof(DistanceContrast), points);
        double[][] rows = points.Detach().To(DType.Float64).ToJagged<double>();
        double[] contrasts = new double[rows.Length];
        Parallel.For(0, rows.Length, i =>
        {
            (double least, double most) = (double.PositiveInfinity, 0);
            for (int j = 0; j < rows.Length; j++)
            {
                double squared = i == j ? double.NaN : Learners.Points.SquaredDistance(rows[i], rows[j]);
                (least, most) = i == j ? (least, most) : (Math.Min(least, squared), Math.Max(most, squared));
            }

            contrasts[i] = (Math.Sqrt(most) - Math.Sqrt(least)) / Math.Sqrt(least);
        });
        return contrasts.Average();
    }

    private static int Positive(int dimensions) =>
        dimensions > 0 ? dimensions : throw new ArgumentOutOfRangeException(nameof(dimensions), dimensions, "HighDimensions: there is at least one dimension.");

    private static double Fraction(double share) =>
        share is >= 0 and <= 1 ? share : throw new ArgumentOutOfRangeException(nameof(share), share, "HighDimensions: a share is between 0 and 1.");
}
