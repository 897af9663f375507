using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>What a model said about a set: loss, accuracy and metrics, and for classes the confusion matrix with the recall of each.</summary>
public sealed class EvaluationFormatterSource : FormatterSource<Evaluation>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Evaluation, string> Write)> Forms =>
    [
        ("text/html", evaluation => Html.Heading(evaluation.ToString()) + (evaluation.HasClasses ? ConfusionMatrixFormatterSource.Page(evaluation.Confusion) : string.Empty)),
        ("text/plain", evaluation => evaluation.ToString()),
    ];
}
