using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>The height of a function over the plane, seen in space from one side.</summary>
public sealed record Surface : FigureContent
{
    /// <summary>Heights over a grid: <paramref name="z"/>[i, j] stands at (x[j], y[i]). A value that is not finite leaves a hole.</summary>
    /// <exception cref="ArgumentException">There is not one x for each column and one y for each row.</exception>
    public Surface(Numbers x, Numbers y, NumberGrid z)
    {
        if (x.Count != z.Columns || y.Count != z.Rows)
        {
            throw new ArgumentException($"Surface: {z.Rows} rows x {z.Columns} columns of heights need {z.Columns} x values and {z.Rows} y values, but got {x.Count} and {y.Count}.", nameof(z));
        }

        (X, Y, Z) = (x, y, z);
    }

    /// <summary>The place of each column.</summary>
    public Numbers X { get; }

    /// <summary>The place of each row.</summary>
    public Numbers Y { get; }

    /// <summary>The heights.</summary>
    public NumberGrid Z { get; }

    /// <summary>The axis towards the right.</summary>
    public Axis XAxis { get; init; } = new() { Label = "x" };

    /// <summary>The axis into the depth.</summary>
    public Axis YAxis { get; init; } = new() { Label = "y" };

    /// <summary>What the height is.</summary>
    public Axis ZAxis { get; init; } = new();

    /// <summary>The direction from which one looks, in degrees around the upright axis.</summary>
    public double Azimuth { get; init; } = -55;

    /// <summary>How far above the plane one looks from, in degrees: 0 level, 90 from the top.</summary>
    public double Elevation { get; init; } = 28;

    /// <summary>The colours; a diverging scale has its middle at zero.</summary>
    public ColorScale Scale { get; init; } = ColorScale.Sequential;

    internal override string Kind => "Surface";

    internal bool HasData => Z.Rows > 1 && Z.Columns > 1 && Z.Span.ToArray().Any(double.IsFinite)
        && X.All(double.IsFinite) && Y.All(double.IsFinite) && X.Max() > X.Min() && Y.Max() > Y.Min();

    internal override void Draw(SvgCanvas canvas, Box box) => SurfaceDrawing.Draw(this, canvas, box);

    internal override double NaturalHeight(double width) => Math.Round(Math.Min(width * 0.68, 520));

    internal override IEnumerable<string> Describe()
    {
        if (!HasData)
        {
            return ["no data"];
        }

        var cells = Enumerable.Range(0, Z.Span.Length).Where(i => double.IsFinite(Z.Span[i])).ToArray();
        int low = cells.MinBy(i => Z.Span[i]), high = cells.MaxBy(i => Z.Span[i]);
        return [$"{ZAxis.Label ?? "the height"} over {XAxis.Label ?? "x"} and {YAxis.Label ?? "y"} is lowest, {NumberText.Short(Z.Span[low])}, at {Place(low)} and highest, {NumberText.Short(Z.Span[high])}, at {Place(high)}"];

        string Place(int i) => $"({NumberText.Short(X[i % Z.Columns])}, {NumberText.Short(Y[i / Z.Columns])})";
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part)
    {
        double azimuth = Azimuth * Math.PI / 180, elevation = Elevation * Math.PI / 180;
        string scene = figure.AddScene(new JsonObject
        {
            ["xaxis"] = new JsonObject { ["title"] = PlotlyJson.Title(XAxis.Label) },
            ["yaxis"] = new JsonObject { ["title"] = PlotlyJson.Title(YAxis.Label) },
            ["zaxis"] = new JsonObject { ["title"] = PlotlyJson.Title(ZAxis.Label) },
            ["camera"] = new JsonObject
            {
                ["eye"] = new JsonObject
                {
                    ["x"] = PlotlyJson.Number(2 * Math.Cos(elevation) * Math.Cos(azimuth)),
                    ["y"] = PlotlyJson.Number(2 * Math.Cos(elevation) * Math.Sin(azimuth)),
                    ["z"] = PlotlyJson.Number(2 * Math.Sin(elevation)),
                },
            },
        }, part);
        var (rows, columns) = (SurfaceDrawing.Chosen(this, rows: true, 120), SurfaceDrawing.Chosen(this, rows: false, 120));
        var z = NumberGrid.Of([.. rows.SelectMany(row => columns.Select(column => Z[row, column]))], rows.Length, columns.Length);
        figure.Data.Add(new JsonObject
        {
            ["type"] = "surface",
            ["scene"] = scene,
            ["x"] = PlotlyJson.Numbers(columns.Select(i => X[i])),
            ["y"] = PlotlyJson.Numbers(rows.Select(i => Y[i])),
            ["z"] = PlotlyJson.Rows(z),
            ["colorscale"] = PlotlyJson.Scale(Scale),
        });
    }
}
