using NotebookKit.Charts;
using NotebookKit.Learners;

namespace NotebookKit.Display;

/// <summary>A self-organising map in a notebook: the distances between neighbouring units, and the fall of the quantisation error.</summary>
public sealed class SomMapFormatterSource : FormatterSource<SomMap>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<SomMap, string> Write)> Forms =>
    [
        ("text/html", map => Html.Heading(map.ToString()) + Html.Picture(Draw(map).ToSvg())),
        ("text/plain", map => $"{map}\n{Draw(map)}"),
    ];

    private static Figure Draw(SomMap map) => Figure.Beside(
        new Figure(new HeatMap(map.Distances())) { Title = "distance to the neighbours" },
        Chart.Line(Numbers.From(map.Errors), "quantisation error", new() { XLabel = "pass" }));
}
