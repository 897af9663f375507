using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A set to learn from above the one kept aside.</summary>
public sealed class TrainTestFormatterSource : FormatterSource<TrainTest>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<TrainTest, string> Write)> Forms =>
    [
        ("text/html", sets => DatasetFormatterSource.Page(sets.Train) + Html.Heading($"Kept aside: {sets.Test}")),
        ("text/plain", sets => sets.ToString()),
    ];
}
