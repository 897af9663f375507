using NotebookKit.Segmentation;

namespace NotebookKit.Display;

/// <summary>The IoU, recall and precision of each class of pixels as a table, with the means above.</summary>
public sealed class SegmentationScoresFormatterSource : FormatterSource<SegmentationScores>
{
    private static readonly string[] Columns = ["class", "IoU", "recall", "precision", "true pixels"];

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<SegmentationScores, string> Write)> Forms =>
    [
        ("text/html", scores => Html.Table(scores.ToString(), Columns, Rows(scores))),
        ("text/plain", scores => $"{scores}\n{Html.PlainTable(Columns, Rows(scores))}"),
    ];

    private static IEnumerable<IReadOnlyList<string>> Rows(SegmentationScores scores) => scores.Pixels.ClassNames.Select((name, one) =>
        (IReadOnlyList<string>)[name, Share(scores.IoU[one]), Share(scores.Pixels.Recall(one)), Share(scores.Pixels.Precision(one)), $"{scores.Pixels.RowSum(one):N0}"]);

    private static string Share(double share) => double.IsNaN(share) ? "–" : FormattableString.Invariant($"{share:F4}");
}
