using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>The height of a surface over the plane, as lines of equal height or as bands of colour between them.</summary>
public sealed record ContourSeries : Series
{
    /// <summary>Heights over a grid: <paramref name="z"/>[i, j] stands at (x[j], y[i]). A value that is not finite leaves a hole.</summary>
    /// <exception cref="ArgumentException">There is not one x for each column and one y for each row.</exception>
    public ContourSeries(Numbers x, Numbers y, NumberGrid z)
    {
        if (x.Count != z.Columns || y.Count != z.Rows)
        {
            throw new ArgumentException($"ContourSeries: {z.Rows} rows x {z.Columns} columns of heights need {z.Columns} x values and {z.Rows} y values, but got {x.Count} and {y.Count}.", nameof(z));
        }

        (X, Y, Z) = (x, y, z);
    }

    /// <summary>The place of each column.</summary>
    public Numbers X { get; }

    /// <summary>The place of each row.</summary>
    public Numbers Y { get; }

    /// <summary>The heights.</summary>
    public NumberGrid Z { get; }

    /// <summary>Bands of colour with a bar that explains them; otherwise lines only.</summary>
    public bool Filled { get; init; } = true;

    /// <summary>Heights written on the lines.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>The heights of the lines; null: about ten round ones.</summary>
    public Numbers? Levels { get; init; }

    /// <summary>The colours; a diverging scale has its middle at zero.</summary>
    public ColorScale Scale { get; init; } = ColorScale.Sequential;

    internal override string Kind => Filled ? "Filled contour plot" : "Contour plot";

    internal override bool WholeX => false;

    internal override bool TakesColor => false;

    internal override ColorRange? Bar => HasData ? ColorRange.Of(Z.Span, Scale) : null;

    private bool HasData => Z.Rows > 1 && Z.Columns > 1 && Z.Span.ToArray().Any(double.IsFinite);

    internal override void Measure(Extent extent)
    {
        if (HasData)
        {
            extent.TightY = true;
            extent.Include(X.Min(), Y.Min());
            extent.Include(X.Max(), Y.Max());
        }
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        if (HasData)
        {
            ContourDrawing.Draw(this, canvas, frame, Heights());
        }
    }

    /// <summary>The heights at which lines are drawn.</summary>
    internal double[] Heights()
    {
        var finite = Z.Span.ToArray().Where(double.IsFinite).ToArray();
        return Levels is { } own ? [.. own.Where(double.IsFinite).Order()] : finite.Length == 0 ? [] : [.. Ticks.Linear(finite.Min(), finite.Max(), 11).Select(tick => tick.Value)];
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Path(PathData.Line([x, x + 18], [y, y]), $"class=\"s\" stroke=\"{Scale.At(0.5).Hex}\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        double[] heights = Heights();
        var contours = new JsonObject { ["coloring"] = Filled ? "fill" : "lines", ["showlabels"] = Labels };
        if (heights.Length > 1)
        {
            contours["start"] = PlotlyJson.Number(heights[0]);
            contours["end"] = PlotlyJson.Number(heights[^1]);
            contours["size"] = PlotlyJson.Number((heights[^1] - heights[0]) / (heights.Length - 1));
        }

        traces.Add("contour", Name, new JsonObject
        {
            ["x"] = PlotlyJson.Numbers(X),
            ["y"] = PlotlyJson.Numbers(Y),
            ["z"] = PlotlyJson.Rows(Z),
            ["colorscale"] = PlotlyJson.Scale(Scale),
            ["autocontour"] = heights.Length < 2,
            ["contours"] = contours,
        });
    }

    internal override string Describe(Plot plot)
    {
        string subject = Name ?? "the height";
        if (!HasData)
        {
            return $"{subject} has no data";
        }

        var cells = Enumerable.Range(0, Z.Span.Length).Where(i => double.IsFinite(Z.Span[i])).ToArray();
        int low = cells.MinBy(i => Z.Span[i]), high = cells.MaxBy(i => Z.Span[i]);
        return $"{subject} is lowest, {NumberText.Short(Z.Span[low])}, at {Place(low)} and highest, {NumberText.Short(Z.Span[high])}, at {Place(high)}";

        string Place(int i) => $"({NumberText.Short(X[i % Z.Columns])}, {NumberText.Short(Y[i / Z.Columns])})";
    }
}
