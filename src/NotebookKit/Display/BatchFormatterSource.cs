using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A batch: its shapes, and the first examples with their labels.</summary>
public sealed class BatchFormatterSource : FormatterSource<Batch>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Batch, string> Write)> Forms =>
    [
        ("text/html", batch => Html.Heading(batch.ToString()) + (IsShown(batch) ? DatasetFormatterSource.Examples(batch.Inputs, batch.Labels, null) : string.Empty)),
        ("text/plain", batch => batch.ToString()),
    ];

    private static bool IsShown(Batch batch) =>
        batch.Inputs is { Rank: > 1, Count: > 0 } inputs && !inputs.IsGone && !batch.Labels.IsGone && batch.Labels is { Rank: > 0, Count: > 0 } && batch.Labels.Shape[0] == inputs.Shape[0];
}
