using NotebookKit.Gradients;

namespace NotebookKit.Display;

/// <summary>A comparison of a gradient with differences: the verdict, and where the two lie furthest apart.</summary>
public sealed class GradientReportFormatterSource : FormatterSource<GradientReport>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<GradientReport, string> Write)> Forms =>
    [
        ("text/html", report => Html.Table(Verdict(report), ["", "value"], Rows(report))),
        ("text/plain", report => report.ToString()),
    ];

    private static string Verdict(GradientReport report) => report.IsRight
        ? "✓ The gradient is right"
        : "✗ The gradient is WRONG, or a kink lies within the step";

    private static IEnumerable<IReadOnlyList<string>> Rows(GradientReport report)
    {
        yield return ["largest error", $"{NumberWords.Short(report.Error)} (right is below 10⁻⁶)"];
        if (report.Place.Count > 0)
        {
            yield return ["where", $"input {report.Input}, place [{string.Join(", ", report.Place)}]"];
            yield return ["gradient there", $"{report.Gradient:G9}"];
            yield return ["slope by differences", $"{report.Difference:G9}"];
        }
    }
}
