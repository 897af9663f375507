using NotebookKit.Optimizers;

namespace NotebookKit.Display;

/// <summary>An optimiser: its constants and how far it has come.</summary>
public sealed class OptimizerFormatterSource : FormatterSource<Optimizer>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Optimizer, string> Write)> Forms =>
    [
        ("text/html", optimizer => Html.Table(optimizer.GetType().Name, ["constant", "value"], Rows(optimizer))
            + Html.Note($"{optimizer.Steps:N0} steps on {optimizer.Parameters.Count:N0} parameters of {optimizer.Parameters.Sum(p => (long)p.Count):N0} numbers")),
        ("text/plain", optimizer => optimizer.ToString()),
    ];

    private static IEnumerable<IReadOnlyList<string>> Rows(Optimizer optimizer) =>
        optimizer.Constants.Select(constant => (IReadOnlyList<string>)[constant.Name, constant.Value]);
}
