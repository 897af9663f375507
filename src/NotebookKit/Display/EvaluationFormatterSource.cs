using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>What a model said about a set: loss and accuracy, the confusion matrix, and the recall of each class.</summary>
public sealed class EvaluationFormatterSource : FormatterSource<Evaluation>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Evaluation, string> Write)> Forms =>
    [
        ("text/html", evaluation => Html.Heading(evaluation.ToString()) + ConfusionMatrixFormatterSource.Page(evaluation.Confusion)),
        ("text/plain", evaluation => evaluation.ToString()),
    ];
}
