using NotebookKit.Charts;

namespace NotebookKit.Explain;

/// <summary>Distributions as hills one behind the other.</summary>
internal static class RidgePlot
{
    private const int Places = 140;
    private const double Height = 1.8;

    /// <summary>Each stands on the line of its epoch, the last at the back, and all are scaled to the same height.</summary>
    public static Figure Draw(IReadOnlyList<(int Epoch, IReadOnlyList<float> Values)> all, double low, double high, string title, string xLabel)
    {
        (low, high) = high > low ? (low, high) : (low - 0.5, low + 0.5);
        double[] x = [.. Enumerable.Range(0, Places).Select(i => low + ((high - low) * i / (Places - 1)))];
        List<Series> series = [];
        double step = all.Count < 2 ? 1 : Math.Max(1e-9, (all[^1].Epoch - all[0].Epoch) / (double)(all.Count - 1));
        for (int i = all.Count - 1; i >= 0; i--)
        {
            double ground = all[i].Epoch;
            double[] hill = Density(all[i].Values, x);
            double most = hill.Max();
            double[] top = [.. hill.Select(value => ground + (most > 0 ? Height * step * value / most : 0))];
            double shade = all.Count == 1 ? 1 : (double)i / (all.Count - 1);
            Color color = Color.FromOklch(0.66 - (0.1 * shade), 0.13, 250 - (215 * shade));
            series.Add(new BandSeries(x, Numbers.From(x.Select(_ => ground)), top) { Color = color });
            series.Add(new LineSeries(x, top) { Color = color });
        }

        return new(new Plot(series)
        {
            X = new() { Label = xLabel, Min = low, Max = high },
            Y = new() { Label = "epoch", Min = all[0].Epoch - (0.1 * step), Max = all[^1].Epoch + (1.05 * Height * step) },
        })
        { Title = title, Height = 380 };
    }

    // A sum of bells as wide as a fortieth of the axis, or less where the numbers lie close.
    private static double[] Density(IReadOnlyList<float> values, double[] x)
    {
        double mean = values.Count == 0 ? 0 : values.Average(v => (double)v), deviation = values.Count == 0 ? 0 : Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        double least = (x[1] - x[0]) * 0.8, width = Math.Clamp(0.9 * deviation * Math.Pow(Math.Max(1, values.Count), -0.2), least, Math.Max(least, (x[^1] - x[0]) / 40));
        return [.. x.Select(at => values.Sum(value => Math.Exp(-0.5 * ((at - value) / width) * ((at - value) / width))))];
    }
}
