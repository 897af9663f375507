using NotebookKit.Charts;
using NotebookKit.Learners;

namespace NotebookKit.Display;

/// <summary>Clusters in a notebook: the points with the way of the centres, the fall of the inertia, and a row for each cluster.</summary>
public sealed class KMeansResultFormatterSource : FormatterSource<KMeansResult>
{
    private const int MostCoordinates = 6, MostRows = 30;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<KMeansResult, string> Write)> Forms =>
    [
        ("text/html", result => Html.Picture(Draw(result).ToSvg()) + Html.Table(result.ToString(), Columns, Rows(result))),
        ("text/plain", result => $"{result}\n{Html.PlainTable(Columns, Rows(result))}"),
    ];

    private static readonly string[] Columns = ["cluster", "points", "centre"];

    private static Figure Draw(KMeansResult result)
    {
        Figure fall = Chart.Line(Numbers.From(result.Inertias), "inertia", new() { XLabel = "round" });
        return result.Centres.Shape[1] < 2 ? fall : Figure.Beside(result.Draw() with { Title = "clusters" }, fall);
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(KMeansResult result) => result.Centres.ToJagged<double>().Take(MostRows).Select((centre, c) =>
        (IReadOnlyList<string>)[$"{c}", $"{result.Sizes[c]:N0}", Points.Text(centre.Take(MostCoordinates)) + (centre.Length > MostCoordinates ? " ..." : string.Empty)]);
}
