namespace NotebookKit.Charts.Drawing;

/// <summary>Chooses the points of large data that an interactive figure needs: as many as a wide screen can tell apart.</summary>
internal static class Thinning
{
    private const double Screen = 1200;

    /// <summary>The points of a line with all extremes, at most four a column of the screen; NaN stands between the runs.</summary>
    public static (List<double> X, List<double> Y) Line(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (keptX, keptY) = (new List<double>(), new List<double>());
        foreach (var run in PathData.Runs(OnScreen(x), OnScreen(y)))
        {
            if (keptX.Count > 0)
            {
                keptX.Add(double.NaN);
                keptY.Add(double.NaN);
            }

            foreach (int i in run)
            {
                keptX.Add(x[i]);
                keptY.Add(y[i]);
            }
        }

        return (keptX, keptY);
    }

    /// <summary>The positions of the points of a scatter plot that are kept.</summary>
    public static List<int> Points(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int most = 5_000) => Markers.Kept(OnScreen(x), OnScreen(y), most);

    private static double[] OnScreen(ReadOnlySpan<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        // Halves first: the range of two huge numbers may not be one.
        double half = (high / 2) - (low / 2);
        var places = new double[values.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = half > 0 ? ((values[i] / 2) - (low / 2)) / half * Screen : double.IsFinite(values[i]) ? 0 : double.NaN;
        }

        return places;
    }
}
