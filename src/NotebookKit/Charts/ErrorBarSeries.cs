using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Points with a bar that says how sure each is: y ± error.</summary>
public sealed record ErrorBarSeries : Series
{
    private const double Cap = 4;

    /// <summary>Points at (x, y) with the same error up and down.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ErrorBarSeries(Numbers x, Numbers y, Numbers error)
        : this(x, y, error, error)
    {
    }

    /// <summary>Points at (x, y), from y − below to y + above.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ErrorBarSeries(Numbers x, Numbers y, Numbers below, Numbers above)
    {
        SameLength(x, y, "ErrorBarSeries");
        SameLength(x, below, "ErrorBarSeries");
        SameLength(x, above, "ErrorBarSeries");
        (X, Y, Below, Above) = (x, y, below, above);
    }

    /// <summary>Where the points are on the x axis.</summary>
    public Numbers X { get; }

    /// <summary>Where the points are on the y axis.</summary>
    public Numbers Y { get; }

    /// <summary>How far the bars reach down.</summary>
    public Numbers Below { get; }

    /// <summary>How far the bars reach up.</summary>
    public Numbers Above { get; }

    internal override string Kind => "Error bars";

    internal override bool WholeX => AllWhole(X);

    internal override void Measure(Extent extent)
    {
        extent.PadX = true;
        for (int i = 0; i < X.Count; i++)
        {
            extent.Include(X[i], Y[i]);
            extent.Include(X[i], Y[i] - Below[i]);
            extent.Include(X[i], Y[i] + Above[i]);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        double[] xs = frame.Xs(X.Span), ys = frame.Ys(Y.Span);
        var bars = new StringBuilder();
        foreach (int i in Markers.Kept(xs, ys, Markers.MostMarks))
        {
            double low = frame.Y.At(Y[i] - Below[i]), high = frame.Y.At(Y[i] + Above[i]);
            // Below zero on a logarithmic axis the bar runs to the axis.
            low = double.IsNaN(low) && double.IsFinite(Below[i]) ? frame.Box.Bottom : low;
            if (double.IsFinite(low) && double.IsFinite(high))
            {
                bars.Append(Capped(xs[i], low, high));
            }
        }

        canvas.Path(bars.ToString(), Look(color));
        canvas.Path(Markers.Path(xs, ys, 0, 3.5), $"class=\"p\" stroke=\"{color.Hex}\" stroke-width=\"7\"");
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Path(Capped(x + 9, y - 6, y + 6) + $"M{NumberText.Coordinate(x + 6)} {NumberText.Coordinate(y)}h6", Look(color));

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        var kept = Thinning.Points(X.Span, Y.Span, Markers.MostMarks);
        traces.Add("scatter", Name, new JsonObject
        {
            ["mode"] = "markers",
            ["x"] = PlotlyJson.Numbers(kept.Select(i => X[i])),
            ["y"] = PlotlyJson.Numbers(kept.Select(i => Y[i])),
            ["marker"] = new JsonObject { ["color"] = color.Hex },
            ["error_y"] = new JsonObject
            {
                ["type"] = "data",
                ["symmetric"] = false,
                ["array"] = PlotlyJson.Numbers(kept.Select(i => Above[i])),
                ["arrayminus"] = PlotlyJson.Numbers(kept.Select(i => Below[i])),
            },
        });
    }

    internal override string Describe(Plot plot)
    {
        var points = Enumerable.Range(0, Y.Count).Where(i => double.IsFinite(X[i]) && double.IsFinite(Y[i])).ToArray();
        return points.Length == 0
            ? $"{Name ?? "error bars"}: no data"
            : $"{Name ?? plot.Y.Label ?? "values"} from {NumberText.Short(points.Min(i => Y[i]))} to {NumberText.Short(points.Max(i => Y[i]))} at {points.Length} points, errors up to {NumberText.Short(points.Max(i => Math.Max(Below[i], Above[i])))}";
    }

    internal override string? Sketch() => Sparkline.Of(Y.Span);

    private static string Look(Color color) => $"fill=\"none\" stroke=\"{color.Hex}\" stroke-width=\"1.4\"";

    private static string Capped(double x, double low, double high)
    {
        string left = NumberText.Coordinate(x - Cap), cap = $"h{NumberText.Coordinate(2 * Cap)}";
        return $"M{NumberText.Coordinate(x)} {NumberText.Coordinate(low)}V{NumberText.Coordinate(high)}M{left} {NumberText.Coordinate(low)}{cap}M{left} {NumberText.Coordinate(high)}{cap}";
    }
}
