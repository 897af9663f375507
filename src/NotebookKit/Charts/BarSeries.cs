using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Bars that stand on zero (on the lower end of a logarithmic axis).</summary>
/// <remarks>
/// Bar i reaches from <see cref="Edges"/>[i] to <see cref="Edges"/>[i + 1] on the x axis: unit steps for named bars,
/// the limits of the bins for a histogram.
/// </remarks>
public sealed record BarSeries : Series
{
    /// <summary>Bars centred on 0, 1, 2, …, with gaps between.</summary>
    public BarSeries(Numbers heights)
        : this(Numbers.From(Enumerable.Range(0, heights.Count + 1).Select(i => i - 0.5)), heights) => Gap = 0.28;

    private BarSeries(Numbers edges, Numbers heights) => (Edges, Heights) = (edges, heights);

    /// <summary>The limits of the bars, one more than there are bars.</summary>
    public Numbers Edges { get; }

    /// <summary>How high the bars are.</summary>
    public Numbers Heights { get; }

    /// <summary>The part of each bar's room that stays free, 0 to 1.</summary>
    public double Gap { get; init; }

    internal bool IsHistogram { get; private init; }

    internal override string Kind => IsHistogram ? "Histogram" : "Bar chart";

    internal override bool WholeX => !IsHistogram;

    /// <summary>Counts values in bins of equal width.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="bins">How many bins; null: a round width near the rule of Freedman and Diaconis, 2 IQR / ∛n.</param>
    public static BarSeries Histogram(Numbers values, int? bins = null)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
        {
            return new([0], []) { IsHistogram = true };
        }

        double low = sorted[0], high = sorted[^1], width = Math.Max(high - low, 0);
        if (width <= 1e-12 * Math.Abs(high))
        {
            (low, width) = (low - 0.5, 1);
        }

        int count = bins ?? 0;
        if (bins is null)
        {
            double spread = sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4];
            double rule = spread > 0 ? width * Math.Cbrt(sorted.Length) / (2 * spread) : Math.Sqrt(sorted.Length);
            double step = Ticks.NiceStep(width, (int)Math.Clamp(rule * 1.3, 5, 80));
            double start = Math.Floor(low / step) * step;
            count = Math.Max(1, (int)Math.Floor(((high - start) / step) + 1e-9) + 1);
            (low, width) = (start, step * count);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(bins));
        var counts = new double[count];
        foreach (double value in sorted)
        {
            counts[Math.Clamp((int)((value - low) / width * count), 0, count - 1)]++;
        }

        return new(Numbers.From(Enumerable.Range(0, count + 1).Select(Edge)), counts) { IsHistogram = true, Gap = 0.06 };

        // A limit at zero shall read 0, not the dust of a sum.
        double Edge(int i) => Math.Abs(low + (width * i / count)) < 1e-9 * width ? 0 : low + (width * i / count);
    }

    internal override void Measure(Extent extent)
    {
        extent.FromZeroY = true;
        for (int i = 0; i < Heights.Count; i++)
        {
            if (double.IsFinite(Heights[i]))
            {
                extent.Include(Edges[i], 0);
                extent.Include(Edges[i], Heights[i]);
                extent.Include(Edges[i + 1], Heights[i]);
            }
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        for (int i = 0; i < Heights.Count; i++)
        {
            double top = frame.Y.At(Heights[i]), zero = frame.Y.Log ? frame.Box.Bottom : frame.Y.At(0);
            double left = frame.X.At(Edges[i]), right = frame.X.At(Edges[i + 1]), gap = (right - left) * Gap / 2;
            if (double.IsFinite(top) && double.IsFinite(Heights[i]))
            {
                canvas.Rect(new(left + gap, Math.Min(top, zero), right - gap, Math.Max(top, zero)), $"fill=\"{color.Hex}\"", Tooltip(i, frame));
            }
        }
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Rect(new(x + 4, y - 5, x + 14, y + 5), $"fill=\"{color.Hex}\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color) => traces.Add("bar", Name, new JsonObject
    {
        ["x"] = PlotlyJson.Numbers(Enumerable.Range(0, Heights.Count).Select(i => (Edges[i] + Edges[i + 1]) / 2)),
        ["y"] = PlotlyJson.Numbers(Heights),
        ["width"] = PlotlyJson.Numbers(Enumerable.Range(0, Heights.Count).Select(i => (Edges[i + 1] - Edges[i]) * (1 - Gap))),
        ["marker"] = new JsonObject { ["color"] = color.Hex },
    });

    internal override string Describe(Plot plot)
    {
        var finite = Enumerable.Range(0, Heights.Count).Where(i => double.IsFinite(Heights[i])).ToArray();
        if (finite.Length == 0)
        {
            return $"{Name ?? "the chart"} has no data";
        }

        int high = finite.MaxBy(i => Heights[i]), low = finite.MinBy(i => Heights[i]);
        string subject = Name is null ? "" : $"{Name}: ";
        return IsHistogram
            ? $"{subject}{NumberText.Short(Heights.Sum(), 9)} values from {NumberText.Short(Edges[0])} to {NumberText.Short(Edges[^1])}, most between {Between(high)}"
            : $"{subject}{finite.Length} bar{(finite.Length == 1 ? "" : "s")}, highest {Label(plot.X, high)} at {NumberText.Short(Heights[high])}, lowest {Label(plot.X, low)} at {NumberText.Short(Heights[low])}";
    }

    internal override string? Sketch() => Sparkline.Of(Heights.Span);

    private static string Label(Axis axis, int index) =>
        axis.Categories is { } names && index < names.Count ? names[index] : index.ToString();

    private string Between(int bin) => $"{NumberText.Short(Edges[bin])} and {NumberText.Short(Edges[bin + 1])}";

    private string Tooltip(int i, Frame frame) =>
        IsHistogram ? $"{Between(i)}: {NumberText.Short(Heights[i], 6)}" : $"{Label(frame.Axis, i)}: {NumberText.Short(Heights[i], 4)}";
}
