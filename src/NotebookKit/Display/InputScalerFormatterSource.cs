using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A scaler: the statistics of each feature that it was fitted on.</summary>
public sealed class InputScalerFormatterSource : FormatterSource<InputScaler>
{
    private const int Most = 20;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<InputScaler, string> Write)> Forms =>
    [
        ("text/html", scaler => Html.Table(scaler.ToString(), Columns(scaler), Rows(scaler)) + (scaler.Features > Most ? Html.Note($"and {scaler.Features - Most:N0} more features") : string.Empty)),
        ("text/plain", scaler => $"{scaler}\n{Html.PlainTable(Columns(scaler), Rows(scaler))}"),
    ];

    // One number a feature; a matrix of a whitener says nothing feature by feature.
    private static (string Name, Tensor Values)[] Statistics(InputScaler scaler) =>
        [.. scaler.Statistics.Where(named => named.Value.Rank == 1 && named.Value.Count == scaler.Features).Select(named => (named.Key[(named.Key.IndexOf('.') + 1)..], named.Value))];

    private static string[] Columns(InputScaler scaler) => ["feature", .. Statistics(scaler).Select(named => named.Name)];

    private static IEnumerable<IReadOnlyList<string>> Rows(InputScaler scaler)
    {
        (string Name, Tensor Values)[] statistics = Statistics(scaler);
        return Enumerable.Range(0, Math.Min(Most, scaler.Features)).Select(feature =>
            (IReadOnlyList<string>)[$"{feature}", .. statistics.Select(named => NumberWords.Short(TensorWalk.At(named.Values, feature)))]);
    }
}
