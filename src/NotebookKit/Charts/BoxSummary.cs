namespace NotebookKit.Charts;

/// <summary>A distribution in five numbers and its outliers, after Tukey 1977.</summary>
/// <param name="Count">How many values are finite.</param>
/// <param name="Low">The least value within 1.5 times the box's height below the box.</param>
/// <param name="Q1">A quarter of the values is less.</param>
/// <param name="Median">Half of the values is less.</param>
/// <param name="Q3">A quarter of the values is greater.</param>
/// <param name="High">The greatest value within 1.5 times the box's height above the box.</param>
/// <param name="Outliers">The values beyond low and high, ascending.</param>
public sealed record BoxSummary(int Count, double Low, double Q1, double Median, double Q3, double High, Numbers Outliers)
{
    /// <summary>Sums values up; those that are not finite are left out, and without any all numbers are NaN.</summary>
    /// <remarks>Quartiles are interpolated linearly between the two nearest values, as NumPy and R do by default.</remarks>
    public static BoxSummary Of(Numbers values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return new(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, []);
        }

        double q1 = Quantile(sorted, 0.25), q3 = Quantile(sorted, 0.75), reach = 1.5 * (q3 - q1);
        double low = sorted.First(value => value >= q1 - reach), high = sorted.Last(value => value <= q3 + reach);
        return new(sorted.Length, Math.Min(low, q1), q1, Quantile(sorted, 0.5), q3, Math.Max(high, q3), Numbers.From(sorted.Where(value => value < low || value > high)));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
