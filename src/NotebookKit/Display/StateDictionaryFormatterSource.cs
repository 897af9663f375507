using NotebookKit.Layers;

namespace NotebookKit.Display;

/// <summary>A model's state: a table of its tensors with shapes and what their numbers are like.</summary>
public sealed class StateDictionaryFormatterSource : FormatterSource<StateDictionary>
{
    private const int Most = 60;
    private static readonly string[] Columns = ["name", "shape", "kind", "numbers", "min", "max", "mean"];

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<StateDictionary, string> Write)> Forms =>
    [
        ("text/html", state => Html.Table(Title(state), Columns, Rows(state)) + More(state)),
        ("text/plain", state => $"{Title(state)}\n{Html.PlainTable(Columns, Rows(state))}"),
    ];

    private static string Title(StateDictionary state) => char.ToUpperInvariant(state.ToString()[0]) + state.ToString()[1..];

    private static string More(StateDictionary state) => state.Count > Most ? Html.Note($"and {state.Count - Most:N0} more") : string.Empty;

    private static IEnumerable<IReadOnlyList<string>> Rows(StateDictionary state) => state.Take(Most).Select(named =>
    {
        Tensor tensor = named.Value;
        if (tensor.IsGone || tensor.Count == 0)
        {
            return (IReadOnlyList<string>)[named.Key, $"{tensor.Shape}", $"{tensor.DType}", $"{tensor.Count:N0}", tensor.Count == 0 ? "empty" : "given back", string.Empty, string.Empty];
        }

        TensorStatistics statistics = TensorStatistics.Of(tensor);
        return [named.Key, $"{tensor.Shape}", $"{tensor.DType}", $"{tensor.Count:N0}", NumberWords.Short(statistics.Smallest), NumberWords.Short(statistics.Largest), NumberWords.Short(statistics.Mean)];
    });
}
