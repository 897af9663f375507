using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Arrows (u, v) at points (x, y): a vector field, gradients, the steps of an optimiser.</summary>
public sealed record QuiverSeries : Series
{
    /// <summary>An arrow for each point.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public QuiverSeries(Numbers x, Numbers y, Numbers u, Numbers v)
    {
        SameLength(x, y, "QuiverSeries");
        SameLength(x, u, "QuiverSeries");
        SameLength(x, v, "QuiverSeries");
        (X, Y, U, V) = (x, y, u, v);
    }

    /// <summary>Where the arrows begin.</summary>
    public Numbers X { get; }

    /// <summary>Where the arrows begin.</summary>
    public Numbers Y { get; }

    /// <summary>How far they go along x.</summary>
    public Numbers U { get; }

    /// <summary>How far they go along y.</summary>
    public Numbers V { get; }

    /// <summary>What (u, v) is multiplied by; 1 draws steps in the units of the axes. Null: so that arrows fill the room and do not cross.</summary>
    public double? Scale { get; init; }

    internal override string Kind => "Vector field";

    internal override bool WholeX => false;

    internal override void Measure(Extent extent)
    {
        extent.PadX = true;
        double scale = Factor();
        for (int i = 0; i < X.Count; i++)
        {
            extent.Include(X[i], Y[i]);
            if (double.IsFinite(U[i]) && double.IsFinite(V[i]))
            {
                extent.Include(X[i] + (scale * U[i]), Y[i] + (scale * V[i]));
            }
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        double[] xs = frame.Xs(X.Span), ys = frame.Ys(Y.Span);
        double scale = Factor();
        var shafts = new StringBuilder();
        foreach (int i in Kept(() => Markers.Kept(xs, ys, Markers.MostMarks)))
        {
            double toX = frame.X.At(X[i] + (scale * U[i])), toY = frame.Y.At(Y[i] + (scale * V[i]));
            double dx = toX - xs[i], dy = toY - ys[i], length = Math.Sqrt((dx * dx) + (dy * dy));
            if (!double.IsFinite(length) || length < 0.3)
            {
                continue;
            }

            double head = Math.Min(6, length * 0.45), cos = dx / length, sin = dy / length;
            shafts.Append($"M{C(xs[i])} {C(ys[i])}L{C(toX)} {C(toY)}");
            shafts.Append($"M{C(toX - (head * (cos - (0.5 * sin))))} {C(toY - (head * (sin + (0.5 * cos))))}L{C(toX)} {C(toY)} {C(toX - (head * (cos + (0.5 * sin))))} {C(toY - (head * (sin - (0.5 * cos))))}");
        }

        canvas.Path(shafts.ToString(), $"class=\"s\" style=\"stroke-width:1.4\" stroke=\"{color.Hex}\"");
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Path($"M{C(x)} {C(y)}h18m-5 -3l5 3l-5 3", $"class=\"s\" style=\"stroke-width:1.4\" stroke=\"{color.Hex}\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        double scale = Factor();
        IEnumerable<int> kept = [.. Kept(() => Thinning.Points(X.Span, Y.Span, Markers.MostMarks))];
        traces.Add("scatter", Name, new JsonObject
        {
            ["mode"] = "lines+markers",
            ["x"] = PlotlyJson.Numbers(kept.SelectMany(i => new[] { X[i], X[i] + (scale * U[i]), double.NaN })),
            ["y"] = PlotlyJson.Numbers(kept.SelectMany(i => new[] { Y[i], Y[i] + (scale * V[i]), double.NaN })),
            ["line"] = new JsonObject { ["color"] = color.Hex, ["width"] = 1.4 },
            ["marker"] = new JsonObject { ["symbol"] = "arrow", ["angleref"] = "previous", ["size"] = 8, ["color"] = color.Hex },
        });
    }

    internal override string Describe(Plot plot)
    {
        var finite = Enumerable.Range(0, X.Count).Where(i => double.IsFinite(X[i] + Y[i] + U[i] + V[i])).ToArray();
        if (finite.Length == 0)
        {
            return "no arrows";
        }

        int longest = finite.MaxBy(Length);
        return $"{finite.Length} arrow{(finite.Length == 1 ? "" : "s")}, the longest ({NumberText.Short(U[longest])}, {NumberText.Short(V[longest])}) at ({NumberText.Short(X[longest])}, {NumberText.Short(Y[longest])})";
    }

    private static string C(double value) => NumberText.Coordinate(value);

    // Arrows from one spot may go different ways, so that few are never thinned out.
    private IEnumerable<int> Kept(Func<IEnumerable<int>> thinned) => X.Count > Markers.MostMarks ? thinned() : Enumerable.Range(0, X.Count);

    private double Length(int i) => Math.Sqrt((U[i] * U[i]) + (V[i] * V[i]));

    // The longest arrow reaches to about the next point of a regular grid.
    private double Factor()
    {
        if (Scale is { } own)
        {
            return own;
        }

        var finite = Enumerable.Range(0, X.Count).Where(i => double.IsFinite(X[i] + Y[i] + U[i] + V[i])).ToArray();
        double longest = finite.Select(Length).DefaultIfEmpty().Max();
        if (longest == 0)
        {
            return 1;
        }

        double width = finite.Max(i => X[i]) - finite.Min(i => X[i]), height = finite.Max(i => Y[i]) - finite.Min(i => Y[i]);
        double across = finite.Max(i => Math.Abs(U[i])), up = finite.Max(i => Math.Abs(V[i])), cells = Math.Max(1, Math.Sqrt(finite.Length) - 1);
        double fits = Math.Min(across > 0 && width > 0 ? width / cells / across : double.PositiveInfinity, up > 0 && height > 0 ? height / cells / up : double.PositiveInfinity);
        return double.IsFinite(fits) ? 0.95 * fits : 1 / longest;
    }
}
