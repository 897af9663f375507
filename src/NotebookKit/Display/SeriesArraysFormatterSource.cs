using NotebookKit.Charts;
using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>Measurements over time: a curve of the first column, and the range of each.</summary>
public sealed class SeriesArraysFormatterSource : FormatterSource<SeriesArrays>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<SeriesArrays, string> Write)> Forms =>
    [
        ("text/html", series => (series.Steps > 1 && series.Columns > 0 ? Html.Picture(Draw(series).ToSvg()) : string.Empty) + Html.Table(Words(series), Columns, Rows(series))),
        ("text/plain", series => $"{Words(series)}\n{Html.PlainTable(Columns, Rows(series))}"),
    ];

    private static readonly string[] Columns = ["column", "smallest", "largest", "mean", "missing"];

    private static string Words(SeriesArrays series) => series.Steps == 0 ? series.ToString() : $"{series}; {series.Dates[0]:yyyy-MM-dd} to {series.Dates[^1]:yyyy-MM-dd}";

    private static double[] Column(SeriesArrays series, int column) => [.. Enumerable.Range(0, series.Steps).Select(step => series.Values[(step * series.Columns) + column])];

    private static Figure Draw(SeriesArrays series) => Chart.Line(
        Numbers.From(series.Dates.Select(date => date.Year + ((date.DayOfYear - 1) / 365.25))), Column(series, 0), series.ColumnNames[0], new PlotOptions { XLabel = "year" });

    private static IEnumerable<IReadOnlyList<string>> Rows(SeriesArrays series) => Enumerable.Range(0, Math.Min(30, series.Columns)).Select(column =>
    {
        double[] all = Column(series, column);
        double[] known = [.. all.Where(double.IsFinite)];
        return (IReadOnlyList<string>)(known.Length == 0
            ? [series.ColumnNames[column], "NaN", "NaN", "NaN", $"{all.Length:N0}"]
            : [series.ColumnNames[column], NumberWords.Short(known.Min()), NumberWords.Short(known.Max()), NumberWords.Short(known.Average()), $"{all.Length - known.Length:N0}"]);
    });
}
