using NotebookKit.Charts;

namespace NotebookKit.Display;

/// <summary>A figure in a notebook: its drawing in the page, the drawing alone, or its words.</summary>
public sealed class FigureFormatterSource : FormatterSource<Figure>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Figure, string> Write)> Forms =>
    [
        ("text/html", figure => $"<div class=\"nk-figure\" style=\"overflow-x:auto\">{figure.ToSvg()}</div>"),
        ("image/svg+xml", figure => figure.ToSvg()),
        ("application/vnd.plotly.v1+json", figure => figure.ToPlotly()),
        ("text/plain", figure => figure.ToString()),
    ];
}
