using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Points that are not joined.</summary>
public sealed record ScatterSeries : Series
{
    private static readonly string[] Symbols = ["circle", "square", "triangle-up", "diamond", "x"];

    /// <summary>Points at (x, y).</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ScatterSeries(Numbers x, Numbers y)
    {
        SameLength(x, y, "ScatterSeries");
        (X, Y) = (x, y);
    }

    /// <summary>Where the points are on the x axis.</summary>
    public Numbers X { get; }

    /// <summary>Where the points are on the y axis.</summary>
    public Numbers Y { get; }

    /// <summary>0 disc, 1 square, 2 triangle, 3 diamond, 4 cross: shapes tell classes apart where colours do not.</summary>
    public int Shape { get; init; }

    /// <summary>Half the size of a point in pixels; null: 3.5, smaller where there are many.</summary>
    public double? Radius { get; init; }

    internal override string Kind => "Scatter plot";

    internal override bool WholeX => AllWhole(X);

    private double Size => Radius ?? Math.Clamp(12 / Math.Pow(Math.Max(1, Y.Count), 0.25), 1.2, 3.5);

    internal override void Measure(Extent extent)
    {
        extent.PadX = true;
        for (int i = 0; i < Y.Count; i++)
        {
            extent.Include(X[i], Y[i]);
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color) =>
        canvas.Path(Markers.Path(frame.Xs(X.Span), frame.Ys(Y.Span), Shape, Size), Look(color, Size, Y.Count > 30 ? 0.75 : 1));

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Path(Markers.Path([x + 9], [y], Shape, 3.5), Look(color, 3.5, 1));

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        var kept = Thinning.Points(X.Span, Y.Span);
        traces.Add("scatter", Name, new JsonObject
        {
            ["mode"] = "markers",
            ["x"] = PlotlyJson.Numbers(kept.Select(i => X[i])),
            ["y"] = PlotlyJson.Numbers(kept.Select(i => Y[i])),
            ["marker"] = new JsonObject { ["color"] = color.Hex, ["size"] = PlotlyJson.Number(2 * Size), ["symbol"] = Symbols[Shape % 5] },
        });
    }

    internal override string Describe(Plot plot)
    {
        var points = Enumerable.Range(0, Y.Count).Where(i => double.IsFinite(X[i]) && double.IsFinite(Y[i])).ToArray();
        string subject = Name is null ? "" : $" of {Name}";
        return points.Length == 0
            ? $"no points{subject}"
            : $"{NumberText.Short(points.Length, 9)} point{(points.Length == 1 ? "" : "s")}{subject}, {plot.X.Label ?? "x"} {Range(points.Select(i => X[i]))}, {plot.Y.Label ?? "y"} {Range(points.Select(i => Y[i]))}";
    }

    private static string Range(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return $"{NumberText.Short(all.Min())} to {NumberText.Short(all.Max())}";
    }

    private string Look(Color color, double size, double opacity)
    {
        string paint = Markers.IsStroke(Shape)
            ? $"class=\"p\" stroke=\"{color.Hex}\" stroke-width=\"{NumberText.Coordinate(Shape % 5 == 0 ? 2 * size : 1.8)}\""
            : $"fill=\"{color.Hex}\"";
        return opacity < 1 ? $"{paint} opacity=\"{opacity}\"" : paint;
    }
}
