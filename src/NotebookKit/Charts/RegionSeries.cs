using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;
using NotebookKit.Files;

namespace NotebookKit.Charts;

/// <summary>What a classifier says everywhere in a rectangle: a pale colour for each class, and the boundaries between.</summary>
public sealed record RegionSeries : Series
{
    private readonly int[] classes;

    /// <summary>Classes at places that are spread evenly over a rectangle, both ends included.</summary>
    /// <param name="x">Left and right end.</param>
    /// <param name="y">Lower and upper end.</param>
    /// <param name="classes">[rows, columns] with the lowest row first; the class at each place, counted from 0, negative for none.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows or columns, or an end is not finite.</exception>
    public RegionSeries((double From, double To) x, (double From, double To) y, int[,] classes)
    {
        (Rows, Columns) = (classes.GetLength(0), classes.GetLength(1));
        if (Rows < 2 || Columns < 2 || !(x.From < x.To) || !(y.From < y.To) || !double.IsFinite(x.To - x.From) || !double.IsFinite(y.To - y.From))
        {
            throw new ArgumentException($"RegionSeries: needs at least 2 x 2 places in a rectangle from less to more, but got {Rows} x {Columns} in x {x.From} to {x.To}, y {y.From} to {y.To}.", nameof(classes));
        }

        (X, Y, this.classes) = (x, y, [.. classes.Cast<int>()]);
    }

    /// <summary>Left and right end.</summary>
    public (double From, double To) X { get; }

    /// <summary>Lower and upper end.</summary>
    public (double From, double To) Y { get; }

    /// <summary>Places from bottom to top.</summary>
    public int Rows { get; }

    /// <summary>Places from left to right.</summary>
    public int Columns { get; }

    internal override string Kind => "Decision regions";

    internal override bool WholeX => false;

    internal override bool TakesColor => false;

    internal override void Measure(Extent extent)
    {
        extent.TightY = true;
        extent.Include(X.From, Y.From);
        extent.Include(X.To, Y.To);
    }

    internal override void Draw(SvgCanvas canvas, Frame frame, Color color)
    {
        var pixels = new byte[Rows * Columns * 4];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                // The picture's first row is the highest.
                int at = 4 * (((Rows - 1 - row) * Columns) + column), c = ClassAt(row, column);
                var paint = c < 0 ? default : Palette.At(c);
                (pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]) = (paint.R, paint.G, paint.B, (byte)(c < 0 ? 0 : 64));
            }
        }

        double left = frame.X.At(X.From), right = frame.X.At(X.To), top = frame.Y.At(Y.To), bottom = frame.Y.At(Y.From);
        // A place is the middle of its pixel, so the picture reaches out by half a pixel.
        double wide = (right - left) / (Columns - 1) / 2, high = (bottom - top) / (Rows - 1) / 2;
        canvas.OpenClipped(frame.Box);
        canvas.Image(new(left - wide, top - high, right + wide, bottom + high), Png.Encode(pixels, Columns, Rows, 4));
        foreach (int c in classes.Distinct().Order().Skip(1))
        {
            var inside = NumberGrid.Of(Softened([.. classes.Select(other => other >= c ? 1.0 : 0)]), Rows, Columns);
            string path = string.Concat(MarchingSquares.Lines(inside, 0.5).Select(line => PathData.Line(
                [.. line.Select(p => left + (p.Column * 2 * wide))], [.. line.Select(p => bottom - (p.Row * 2 * high))])));
            canvas.Path(path, "class=\"r\"");
        }

        canvas.Close("g");
    }

    internal override void DrawKey(SvgCanvas canvas, double x, double y, Color color) =>
        canvas.Rect(new(x + 2, y - 5, x + 16, y + 5), $"fill=\"{Palette.At(0).Hex}\" fill-opacity=\".25\"");

    internal override void WritePlotly(PlotlyTraces traces, Color color)
    {
        int last = Math.Max(1, classes.Max());
        var steps = new JsonArray();
        for (int c = 0; c <= last; c++)
        {
            steps.Add(new JsonArray((double)c / (last + 1), Palette.At(c).Hex));
            steps.Add(new JsonArray((c + 1.0) / (last + 1), Palette.At(c).Hex));
        }

        traces.Add("heatmap", Name, new JsonObject
        {
            ["x"] = PlotlyJson.Numbers(Enumerable.Range(0, Columns).Select(i => X.From + ((X.To - X.From) * i / (Columns - 1)))),
            ["y"] = PlotlyJson.Numbers(Enumerable.Range(0, Rows).Select(i => Y.From + ((Y.To - Y.From) * i / (Rows - 1)))),
            ["z"] = PlotlyJson.Rows(NumberGrid.Of([.. classes.Select(c => c < 0 ? double.NaN : c)], Rows, Columns)),
            ["zmin"] = -0.5,
            ["zmax"] = last + 0.5,
            ["colorscale"] = steps,
            ["showscale"] = false,
            ["opacity"] = 0.25,
            ["hovertemplate"] = "class %{z}<extra></extra>",
        });
    }

    internal override string Describe(Plot plot)
    {
        var shares = classes.Where(c => c >= 0).GroupBy(c => c).OrderByDescending(group => group.Count()).ToArray();
        return shares.Length == 0 ? "no class anywhere" : "of the area " + string.Join(", ", shares.Take(6).Select(group => $"{100.0 * group.Count() / classes.Length:0} % belongs to class {group.Key}"));
    }

    // Each place takes part in its neighbours, 1 : 2 : 1 along both axes, twice: the stairs of a slanted boundary become a line.
    private double[] Softened(double[] values)
    {
        foreach (bool along in (ReadOnlySpan<bool>)[true, false, true, false])
        {
            double[] before = values;
            values = [.. before.Select((value, i) =>
            {
                int at = along ? i % Columns : i / Columns, last = (along ? Columns : Rows) - 1, step = along ? 1 : Columns;
                return ((2 * value) + before[at > 0 ? i - step : i] + before[at < last ? i + step : i]) / 4;
            })];
        }

        return values;
    }

    private int ClassAt(int row, int column) => classes[(row * Columns) + column];
}
