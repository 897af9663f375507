using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A line through points in their order; NaN and infinity leave gaps.</summary>
public sealed record LineSeries : Series
{
    private static readonly string[] Dashes = ["", "7 4", "2 4", "9 4 2 4"];

    private static readonly string[] PlotlyDashes = ["solid", "dash", "dot", "dashdot"];

    /// <summary>A line at y over 0, 1, 2, ….</summary>
    public LineSeries(Numbers y)
        : this(Numbers.Range(y.Count), y)
    {
    }

    /// <summary>A line through the points (x, y).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public LineSeries(Numbers x, Numbers y)
    {
        SameLength(x, y, "LineSeries");
        (X, Y) = (x, y);
    }

    /// <summary>Where the points are on the x axis.</summary>
    public Numbers X { get; }

    /// <summary>Where the points are on the y axis.</summary>
    public Numbers Y { get; }

    /// <summary>
    /// Above 0, draws the exponential moving average sₜ = β sₜ₋₁ + (1 − β) yₜ, corrected for its start, over a pale line
    /// of the data; β below 1, as 0.98 for the loss of every update.
    /// </summary>
    public double Smoothing { get; init; }

    /// <summary>0 solid, 1 dashed, 2 dotted, 3 dash and dot.</summary>
    public int Dash { get; init; }

    /// <summary>Each value holds until the next point, as a learning rate does between two changes.</summary>
    public bool Step { get; init; }

    /// <summary>A dot on every point; null: where there are at most 12.</summary>
    public bool? Dots { get; init; }

    /// <summary>Draws the line thin and pale, as one of many alike: draws from a posterior, runs from many starts.</summary>
    public bool Faint { get; init; }

    internal override string Kind => "Line chart";

    internal override bool HasEnd => true;

    internal override bool WholeX => AllWhole(X);

    internal override double EndValue
    {
        get
        {
            var y = Shown();
            for (int i = y.Length - 1; i >= 0; i--)
            {
                if (double.IsFinite(y[i]) && double.IsFinite(X[i]))
                {
                    return y[i];
                }
            }

            return double.NaN;
        }
    }

    internal override void Measure(Extent extent)
    {
        for (int i = 0; i < Y.Count; i++)
        {
            extent.Include(X[i], Y[i]);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        var xs = frame.Xs(X.Span);
        if (Smoothing > 0)
        {
            canvas.Path(PathData.Line(xs, frame.Ys(Y.Span)), $"class=\"f\" stroke=\"{color.Hex}\"");
        }

        var ys = frame.Ys(Shown());
        canvas.Path(Step ? PathData.Steps(xs, ys) : PathData.Line(xs, ys), $"class=\"{(Faint ? "f" : "s")}\" stroke=\"{color.Hex}\"{DashAttribute}");
        if (Dots ?? (Y.Count <= 12 && Smoothing == 0))
        {
            canvas.Path(Markers.Path(xs, ys, 0, 3), $"class=\"p\" stroke=\"{color.Hex}\" stroke-width=\"6\"");
        }
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Path(PathData.Line([x, x + 18], [y, y]), $"class=\"s\" stroke=\"{color.Hex}\"{DashAttribute}");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        if (Smoothing > 0)
        {
            Trace(Y.Span, null, 0.25, 1);
        }

        Trace(Shown(), Name, Faint ? 0.35 : 1, Faint ? 1 : 2);

        void Trace(ReadOnlySpan<double> y, string? name, double opacity, double width)
        {
            var (xs, ys) = Thinning.Line(X.Span, y);
            traces.Add("scatter", name, new JsonObject
            {
                ["mode"] = Dots ?? (Y.Count <= 12 && Smoothing == 0) ? "lines+markers" : "lines",
                ["x"] = PlotlyJson.Numbers(xs),
                ["y"] = PlotlyJson.Numbers(ys),
                ["opacity"] = opacity,
                ["line"] = new JsonObject { ["color"] = color.Hex, ["width"] = width, ["dash"] = PlotlyDashes[Dash % 4], ["shape"] = Step ? "hv" : "linear" },
            });
        }
    }

    internal override string Describe(Plot plot)
    {
        string subject = Name ?? plot.Y.Label ?? "the line";
        var seen = Shown().Where(double.IsFinite).ToArray();
        if (seen.Length == 0)
        {
            return $"{subject} has no data";
        }

        double first = seen[0], last = seen[^1], low = seen.Min(), high = seen.Max();
        if (seen.Length == 1)
        {
            return $"{subject} is one point at {NumberText.Short(first)}";
        }

        double range = high - low;
        string way = range == 0 ? $"stays at {NumberText.Short(first)}"
            : Math.Abs(last - first) < 0.02 * range ? $"goes from {NumberText.Short(first)} to {NumberText.Short(last)}"
            : $"{(last < first ? "falls" : "rises")} from {NumberText.Short(first)} to {NumberText.Short(last)}";
        string extremes = (low < Math.Min(first, last) - (0.05 * range) ? $", at least {NumberText.Short(low)}" : "")
            + (high > Math.Max(first, last) + (0.05 * range) ? $", at most {NumberText.Short(high)}" : "");
        return $"{subject} {way} over {NumberText.Short(seen.Length, 9)} {Points(plot)}{extremes}";
    }

    internal override string? Sketch() => Sparkline.Of(Shown());

    private string DashAttribute => Dash % Dashes.Length == 0 ? "" : $" stroke-dasharray=\"{Dashes[Dash % Dashes.Length]}\"";

    // "4,690 updates" where the axis says what is counted, "4,690 points" elsewhere.
    private string Points(Plot plot) => plot.X.Label is { } label && !label.Contains(' ') && WholeX && X.Count == X.Distinct().Count()
        ? label.EndsWith('s') ? label : label + "s"
        : "points";

    private double[] Shown() => Smoothing is > 0 and < 1 ? Drawing.Smoothing.Exponential(Y.Span, Smoothing) : Y.Span.ToArray();
}
