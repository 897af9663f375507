using NotebookKit.Charts.Drawing;
using NotebookKit.Charts.Plotly;

namespace NotebookKit.Charts;

/// <summary>Lines, points and bars on common axes.</summary>
/// <param name="Series">The layers, the last on top.</param>
public sealed record Plot(IReadOnlyList<Series> Series) : FigureContent
{
    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init; } = new();

    internal override string Kind => Series.Count == 0 ? "Chart" : string.Join(" and ", Series.Select(s => s.Kind).Distinct().Select((k, i) => i == 0 ? k : k.ToLowerInvariant()));

    internal override void Draw(SvgCanvas canvas, Box box) => PlotDrawing.Draw(this, canvas, box);

    internal override IEnumerable<string> Describe() => Series.Count == 0 ? ["no data"] : Series.Select(series => series.Describe(this));

    internal override IEnumerable<string> Sketch()
    {
        int width = Series.Select(s => s.Name?.Length ?? 0).DefaultIfEmpty().Max();
        return Series.Select(s => (s.Name, Line: s.Sketch())).Where(s => s.Line is not null).Select(s => $"{(s.Name ?? "").PadRight(width)} {s.Line}".TrimStart());
    }

    internal override void WritePlotly(PlotlyFigure figure, Box part)
    {
        var traces = figure.AddAxes(PlotlyJson.Axis(X), PlotlyJson.Axis(Y), part);
        for (int i = 0; i < Series.Count; i++)
        {
            Series[i].WritePlotly(traces, ColorOf(i));
        }
    }

    /// <summary>The colour of a layer: its own, or its place in the palette.</summary>
    internal Color ColorOf(int index) => Series[index].Color ?? Palette.At(Series.Take(index).Count(series => series.TakesColor));
}
