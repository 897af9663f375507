namespace NotebookKit.Charts.Drawing;

/// <summary>A curve in one line of text: ▇▆▄▃▂▁▁.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>At most <paramref name="width"/> characters, each the mean of its part; a space where nothing is finite.</summary>
    public static string Of(ReadOnlySpan<double> values, int width = 48)
    {
        int count = Math.Min(width, values.Length);
        var means = new double[count];
        for (int i = 0; i < count; i++)
        {
            var part = values[(int)((long)i * values.Length / count)..(int)((i + 1L) * values.Length / count)].ToArray();
            means[i] = part.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        }

        var finite = means.Where(double.IsFinite).ToArray();
        double low = finite.DefaultIfEmpty().Min(), range = finite.DefaultIfEmpty().Max() - low;
        return string.Concat(means.Select(m =>
            !double.IsFinite(m) ? ' ' : Bars[range > 0 ? (int)Math.Round((m - low) / range * (Bars.Length - 1)) : 3]));
    }
}
