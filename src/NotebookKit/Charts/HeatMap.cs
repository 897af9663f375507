using System.Text.Json.Nodes;
using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>A matrix as coloured cells.</summary>
/// <param name="Values">What the colours mean; a cell that is not finite stays empty.</param>
public sealed record HeatMap(NumberGrid Values) : FigureContent
{
    /// <summary>The numbers to print where they differ from those that colour: counts over shares. Same size as the values.</summary>
    public NumberGrid? Printed { get; init; }

    /// <summary>Words to print in the cells instead of numbers, row by row; as many as there are cells.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Names of the rows, from the top.</summary>
    public IReadOnlyList<string>? RowLabels { get; init; }

    /// <summary>Names of the columns, from the left.</summary>
    public IReadOnlyList<string>? ColumnLabels { get; init; }

    /// <summary>What the rows are, such as "true digit".</summary>
    public string? RowAxis { get; init; }

    /// <summary>What the columns are, such as "predicted digit".</summary>
    public string? ColumnAxis { get; init; }

    /// <summary>The colours; a diverging scale has its middle at zero.</summary>
    public ColorScale Scale { get; init; } = ColorScale.Sequential;

    /// <summary>Colours by the logarithm, so that small values beside large ones can be seen; zero takes the lowest colour.</summary>
    public bool Log { get; init; }

    /// <summary>The value of the lowest colour; null: the least value (with <see cref="Log"/>, the least positive one).</summary>
    public double? Min { get; init; }

    /// <summary>The value of the highest colour; null: the greatest value.</summary>
    public double? Max { get; init; }

    /// <summary>Whether a bar beside the cells explains the colours.</summary>
    public bool ColorBar { get; init; } = true;

    internal override string Kind => "Heat map";

    internal override void Draw(SvgCanvas canvas, Box box) => HeatMapDrawing.Draw(this, canvas, box);

    internal override double NaturalHeight(double width) =>
        Values.Span.IsEmpty ? 120 : HeatMapDrawing.NaturalHeight(this, width);

    internal override IEnumerable<string> Describe()
    {
        var values = Values;
        var cells = Enumerable.Range(0, values.Span.Length).Where(i => double.IsFinite(values.Span[i])).ToArray();
        yield return $"{values.Rows} row{(values.Rows == 1 ? "" : "s")}{(RowAxis is null ? "" : $" ({RowAxis})")} by {values.Columns} column{(values.Columns == 1 ? "" : "s")}{(ColumnAxis is null ? "" : $" ({ColumnAxis})")}";
        if (cells.Length == 0)
        {
            yield return "no data";
            yield break;
        }

        int low = cells.MinBy(i => values.Span[i]), high = cells.MaxBy(i => values.Span[i]);
        yield return $"values from {NumberText.Short(values.Span[low])} to {NumberText.Short(values.Span[high])}, highest at row {RowName(high / values.Columns)}, column {ColumnName(high % values.Columns)}";
        if (values.Rows == values.Columns && values.Rows > 2 && Strongest(cells.Where(i => i / values.Columns != i % values.Columns)) is { } off)
        {
            yield return $"highest off the diagonal at row {RowName(off / values.Columns)}, column {ColumnName(off % values.Columns)} with {NumberText.Short((Printed ?? values).Span[off])}";
        }
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part)
    {
        var range = ColorRange.Of(Values.Span, Scale, Log, Min, Max);
        // The first row stands at the top, as in the drawing.
        var rows = PlotlyJson.Axis(new() { Label = RowAxis, Categories = RowLabels });
        rows["autorange"] = "reversed";
        var traces = figure.AddAxes(PlotlyJson.Axis(new() { Label = ColumnAxis, Categories = ColumnLabels }), rows, part);
        var shown = Log ? NumberGrid.Of([.. Values.Span.ToArray().Select(value => value > 0 ? Math.Log10(value) : Math.Log10(range.Min))], Values.Rows, Values.Columns) : Values;
        var printed = Printed ?? Values;
        int decimals = NumberText.CommonDecimals(printed.Span);
        traces.Add("heatmap", null, new JsonObject
        {
            ["z"] = PlotlyJson.Rows(shown),
            ["zmin"] = PlotlyJson.Number(range.Log ? Math.Log10(range.Min) : range.Min),
            ["zmax"] = PlotlyJson.Number(range.Log ? Math.Log10(range.Max) : range.Max),
            ["colorscale"] = PlotlyJson.Scale(Scale),
            ["showscale"] = ColorBar && !Log,
            ["text"] = new JsonArray([.. Enumerable.Range(0, Values.Rows).Select(row => (JsonNode?)PlotlyJson.Texts(Enumerable.Range(0, Values.Columns).Select(column => Words?[(row * Values.Columns) + column] ?? NumberText.Fixed(printed[row, column], decimals))))]),
            ["hovertemplate"] = "row %{y}, column %{x}: %{text}<extra></extra>",
            ["texttemplate"] = Values.Span.Length <= 144 ? "%{text}" : "",
        });
    }

    internal string RowName(int row) => RowLabels is { } names && row < names.Count ? names[row] : row.ToString();

    internal string ColumnName(int column) => ColumnLabels is { } names && column < names.Count ? names[column] : column.ToString();

    private int? Strongest(IEnumerable<int> cells)
    {
        var values = Values;
        return cells.Cast<int?>().MaxBy(i => values.Span[i!.Value]);
    }
}
