using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>The area between two curves: mean ± deviation, a range, or an area above zero.</summary>
public sealed record BandSeries : Series
{
    /// <summary>The area from low to high.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BandSeries(Numbers x, Numbers low, Numbers high)
    {
        SameLength(x, low, "BandSeries");
        SameLength(x, high, "BandSeries");
        (X, Low, High) = (x, low, high);
    }

    /// <summary>Where the edges are on the x axis.</summary>
    public Numbers X { get; }

    /// <summary>The lower edge.</summary>
    public Numbers Low { get; }

    /// <summary>The upper edge.</summary>
    public Numbers High { get; }

    internal override string Kind => "Band";

    internal override bool WholeX => AllWhole(X);

    internal override void Measure(Extent extent)
    {
        for (int i = 0; i < X.Count; i++)
        {
            extent.Include(X[i], Low[i]);
            extent.Include(X[i], High[i]);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        double[] xs = frame.Xs(X.Span), lows = frame.Ys(Low.Span), highs = frame.Ys(High.Span);
        // One gap in either edge is a gap of the band.
        for (int i = 0; i < xs.Length; i++)
        {
            lows[i] += 0 * highs[i];
            highs[i] += 0 * lows[i];
        }

        var (below, above) = (PathData.Runs(xs, lows), PathData.Runs(xs, highs));
        for (int run = 0; run < above.Count; run++)
        {
            var around = above[run].Select(i => (X: xs[i], Y: highs[i])).Concat(below[run].AsEnumerable().Reverse().Select(i => (X: xs[i], Y: lows[i]))).ToArray();
            canvas.Path("M" + string.Join(' ', around.Select(p => $"{NumberText.Coordinate(p.X)} {NumberText.Coordinate(p.Y)}")) + "z", Look(color));
        }
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) => canvas.Rect(new(x, y - 5, x + 18, y + 5), Look(color));

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        var (lowX, lowY) = Thinning.Line(X.Span, Low.Span);
        var (highX, highY) = Thinning.Line(X.Span, High.Span);
        traces.Add("scatter", null, Edge(lowX, lowY, null));
        traces.Add("scatter", Name, Edge(highX, highY, PlotlyJson.Pale(color, 0.25)));

        static JsonObject Edge(List<double> x, List<double> y, string? fill)
        {
            var edge = new JsonObject
            {
                ["mode"] = "lines",
                ["x"] = PlotlyJson.Numbers(x),
                ["y"] = PlotlyJson.Numbers(y),
                ["hoverinfo"] = "skip",
                ["line"] = new JsonObject { ["width"] = 0 },
                ["fill"] = fill is null ? "none" : "tonexty",
            };
            if (fill is not null)
            {
                edge["fillcolor"] = fill;
            }

            return edge;
        }
    }

    internal override string Describe(Plot plot)
    {
        var widths = Enumerable.Range(0, X.Count).Select(i => High[i] - Low[i]).Where(double.IsFinite).ToArray();
        return widths.Length == 0
            ? $"{Name ?? "the band"} has no data"
            : $"{Name ?? "a band"} between {NumberText.Short(widths.Min())} and {NumberText.Short(widths.Max())} wide";
    }

    private static string Look(Color color) => $"fill=\"{color.Hex}\" fill-opacity=\".22\"";
}
