using NotebookKit.Charts;
using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>Precision, recall and F1 of each class as a table, with the means below.</summary>
public sealed class ClassReportFormatterSource : FormatterSource<ClassReport>
{
    private static readonly string[] Columns = ["class", "precision", "recall", "F1", "examples"];

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ClassReport, string> Write)> Forms =>
    [
        ("text/html", report => Html.Table(report.ToString(), Columns, Rows(report))),
        ("text/plain", report => $"{report}\n{Html.PlainTable(Columns, Rows(report))}"),
    ];

    private static IEnumerable<IReadOnlyList<string>> Rows(ClassReport report) => report.Classes.Concat([report.Macro, report.Micro, report.Weighted])
        .Select(one => (IReadOnlyList<string>)[one.Name, $"{one.Precision:F3}", $"{one.Recall:F3}", $"{one.F1:F3}", $"{one.Support:N0}"]);
}

/// <summary>The average precision of each class as a table.</summary>
public sealed class DetectionScoresFormatterSource : FormatterSource<DetectionScores>
{
    private static readonly string[] Columns = ["class", "average precision"];

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<DetectionScores, string> Write)> Forms =>
    [
        ("text/html", scores => Html.Table(scores.ToString(), Columns, Rows(scores))),
        ("text/plain", scores => $"{scores}\n{Html.PlainTable(Columns, Rows(scores))}"),
    ];

    private static IEnumerable<IReadOnlyList<string>> Rows(DetectionScores scores) => scores.OfClass.Select(one => (IReadOnlyList<string>)[$"{one.Key}", $"{one.Value:F4}"]);
}

/// <summary>A ROC curve beside the line of chance.</summary>
public sealed class RocCurveFormatterSource : FormatterSource<RocCurve>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<RocCurve, string> Write)> Forms =>
    [
        ("text/html", curve => Html.Picture(Draw(curve).ToSvg())),
        ("text/plain", curve => curve.ToString()),
    ];

    /// <summary>The picture.</summary>
    public static Figure Draw(RocCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return new(new Plot(
            [
                new LineSeries(Numbers.From(curve.FalsePositiveRates), Numbers.From(curve.TruePositiveRates)) { Name = "classifier" },
                new LineSeries(Numbers.From([0, 1]), Numbers.From([0, 1])) { Name = "chance", Dash = 1 },
            ])
        {
            X = new Axis { Label = "false positive rate", Min = 0, Max = 1 },
            Y = new Axis { Label = "true positive rate", Min = 0, Max = 1 },
        })
        { Title = curve.ToString(), Width = 420, Height = 380 };
    }
}

/// <summary>A precision-recall curve as steps, as it is averaged.</summary>
public sealed class PrecisionRecallCurveFormatterSource : FormatterSource<PrecisionRecallCurve>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<PrecisionRecallCurve, string> Write)> Forms =>
    [
        ("text/html", curve => Html.Picture(Draw(curve).ToSvg())),
        ("text/plain", curve => curve.ToString()),
    ];

    /// <summary>The picture.</summary>
    public static Figure Draw(PrecisionRecallCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        double[] x = [0, .. curve.Recalls.SelectMany((recall, i) => i + 1 < curve.Recalls.Count ? new[] { recall, recall } : [recall])];
        double[] y = [.. curve.Precisions.SelectMany((precision, i) => new[] { precision, precision })];
        return new(new Plot([new LineSeries(Numbers.From(x), Numbers.From(y))])
        {
            X = new Axis { Label = "recall", Min = 0, Max = 1 },
            Y = new Axis { Label = "precision", Min = 0, Max = 1 },
        })
        { Title = FormattableString.Invariant($"Average precision {curve.AveragePrecision:F4}"), Width = 420, Height = 380 };
    }
}
