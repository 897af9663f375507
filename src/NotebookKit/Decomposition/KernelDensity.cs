namespace NotebookKit.Decomposition;

/// <summary>How dense points of one dimension lie, from the points alone: a little bell on each of them, added up.</summary>
/// <remarks>
/// f(x) = 1 / (N h) sum over n of phi((x - x_n) / h), phi the normal density; its integral is 1. Without a width h it is Silverman's rule, 0.9 min(s, IQR / 1.34)
/// N^(-1/5). Rosenblatt 1956, Parzen 1962, Silverman 1986; lecture S2 L9 names density estimation.
/// </remarks>
public sealed class KernelDensity
{
    private readonly double[] points;

    /// <summary>Remembers the points.</summary>
    /// <param name="points">At least one finite number.</param>
    /// <param name="width">h; Silverman's rule when null.</param>
    /// <exception cref="ArgumentException">There is none, one is not finite, the width is not above 0, or all are equal and no width is given.</exception>
    public KernelDensity(IEnumerable<double> points, double? width = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        this.points = [.. points.Order()];
        if (this.points.Length == 0 || !this.points.All(double.IsFinite))
        {
            throw new ArgumentException("KernelDensity: takes finite numbers, at least one; fill or drop missing ones.", nameof(points));
        }

        Width = width ?? Silverman(this.points);
        if (!(Width > 0))
        {
            throw new ArgumentException(width is null ? "KernelDensity: all points are equal, so there is no width to guess; give one." : $"KernelDensity: the width is above 0, and it is {width}.", nameof(width));
        }
    }

    /// <summary>h, the standard deviation of a bell.</summary>
    public double Width { get; }

    /// <summary>f(x).</summary>
    public double At(double x)
    {
        double sum = 0;
        foreach (double point in points)
        {
            double z = (x - point) / Width;
            sum += Math.Exp(-z * z / 2);
        }

        return sum / (points.Length * Width * Math.Sqrt(2 * Math.PI));
    }

    /// <summary>Its size, in a line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"a density from {points.Length:N0} points, bells of width {Width:G4}");

    /// <summary>The width by Silverman's rule.</summary>
    private static double Silverman(double[] sorted)
    {
        double mean = sorted.Average(), deviation = Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, sorted.Length - 1));
        double range = (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / 1.34;
        return 0.9 * (range > 0 ? Math.Min(deviation, range) : deviation) * Math.Pow(sorted.Length, -0.2);
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
