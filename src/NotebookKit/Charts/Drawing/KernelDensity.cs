namespace NotebookKit.Charts.Drawing;

/// <summary>How dense values lie, as a sum of bells: f(x) = Σ exp(−(x − xᵢ)² / 2h²), up to a factor.</summary>
internal static class KernelDensity
{
    // More values than this change the curve by less than a line is wide.
    private const int MostValues = 2_000;

    /// <summary>The density between the least and the greatest value, with Silverman's width h = 0.9 min(σ, IQR / 1.34) n^(−1/5).</summary>
    public static (double[] At, double[] Density) Of(ReadOnlySpan<double> values, int places)
    {
        double[] sorted = [.. values.ToArray().Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return ([], []);
        }

        double mean = sorted.Average(), deviation = Math.Sqrt(sorted.Average(v => (v - mean) * (v - mean)));
        double quartiles = (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / 1.34;
        double width = 0.9 * (quartiles > 0 ? Math.Min(deviation, quartiles) : deviation) * Math.Pow(sorted.Length, -0.2);
        width = width > 0 ? width : Math.Max(1e-9, Math.Abs(mean) * 1e-3);
        double[] sample = sorted.Length <= MostValues ? sorted : [.. Enumerable.Range(0, MostValues).Select(i => sorted[(long)i * (sorted.Length - 1) / (MostValues - 1)])];
        double[] at = [.. Enumerable.Range(0, places).Select(i => sorted[0] + ((sorted[^1] - sorted[0]) * i / (places - 1)))];
        return (at, [.. at.Select(x => sample.Sum(v => Math.Exp(-0.5 * ((x - v) / width) * ((x - v) / width))))]);
    }
}
