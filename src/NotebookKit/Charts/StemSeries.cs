using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Discrete values as dots on stems that stand on zero: filter taps, spectra, coefficients.</summary>
public sealed record StemSeries : Series
{
    /// <summary>Stems at x with their dots at y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public StemSeries(Numbers x, Numbers y)
    {
        SameLength(x, y, "StemSeries");
        (X, Y) = (x, y);
    }

    /// <summary>Where the stems stand.</summary>
    public Numbers X { get; }

    /// <summary>Where the dots are.</summary>
    public Numbers Y { get; }

    internal override string Kind => "Stem plot";

    internal override bool WholeX => AllWhole(X);

    internal override void Measure(Extent extent)
    {
        extent.PadX = true;
        extent.FromZeroY = true;
        for (int i = 0; i < X.Count; i++)
        {
            if (double.IsFinite(Y[i]))
            {
                extent.Include(X[i], 0);
                extent.Include(X[i], Y[i]);
            }
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        double[] xs = frame.Xs(X.Span), ys = frame.Ys(Y.Span);
        double zero = frame.Y.Log ? frame.Box.Bottom : frame.Y.At(0);
        var stems = new StringBuilder();
        foreach (int i in Markers.Kept(xs, ys, Markers.MostMarks))
        {
            stems.Append($"M{NumberText.Coordinate(xs[i])} {NumberText.Coordinate(zero)}V{NumberText.Coordinate(ys[i])}");
        }

        canvas.Path(stems.ToString(), $"fill=\"none\" stroke=\"{color.Hex}\" stroke-width=\"1.5\"");
        canvas.Path(Markers.Path(xs, ys, 0, 3.5), $"class=\"p\" stroke=\"{color.Hex}\" stroke-width=\"7\"");
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color)
    {
        canvas.Path($"M{NumberText.Coordinate(x + 9)} {NumberText.Coordinate(y + 6)}v-10", $"fill=\"none\" stroke=\"{color.Hex}\" stroke-width=\"1.5\"");
        canvas.Path(Markers.Path([x + 9], [y - 3], 0, 3), $"class=\"p\" stroke=\"{color.Hex}\" stroke-width=\"6\"");
    }

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        var kept = Thinning.Points(X.Span, Y.Span, Markers.MostMarks);
        // A gap after each stem keeps the stems apart.
        traces.Add("scatter", null, new JsonObject
        {
            ["mode"] = "lines",
            ["x"] = PlotlyJson.Numbers(kept.SelectMany(i => new[] { X[i], X[i], double.NaN })),
            ["y"] = PlotlyJson.Numbers(kept.SelectMany(i => new[] { 0, Y[i], double.NaN })),
            ["line"] = new JsonObject { ["color"] = color.Hex, ["width"] = 1.5 },
            ["hoverinfo"] = "skip",
        });
        new ScatterSeries(X, Y) { Name = Name }.WritePlotly(traces, color);
    }

    internal override string Describe(Plot plot)
    {
        var finite = Enumerable.Range(0, Y.Count).Where(i => double.IsFinite(Y[i])).ToArray();
        if (finite.Length == 0)
        {
            return $"{Name ?? "the stems"} have no data";
        }

        int low = finite.MinBy(i => Y[i]), high = finite.MaxBy(i => Y[i]);
        return $"{Name ?? plot.Y.Label ?? "values"} at {finite.Length} places, highest {NumberText.Short(Y[high])} at {NumberText.Short(X[high])}, lowest {NumberText.Short(Y[low])} at {NumberText.Short(X[low])}";
    }

    internal override string? Sketch() => Sparkline.Of(Y.Span);
}
