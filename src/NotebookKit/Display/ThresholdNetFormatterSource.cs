using NotebookKit.Learners;

namespace NotebookKit.Display;

/// <summary>A net of threshold units in a notebook: the formula of each unit, and for up to four inputs what every unit says to each row of bits.</summary>
public sealed class ThresholdNetFormatterSource : FormatterSource<ThresholdNet>
{
    private const int MostUnits = 24;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ThresholdNet, string> Write)> Forms => [("text/html", Page), ("text/plain", Words)];

    private static string Page(ThresholdNet net) => Html.Table(net.ToString(), ["unit", "formula"], Units(net))
        + (HasTable(net) ? Html.Table("Truth table", Columns(net), Rows(net)) : string.Empty);

    private static string Words(ThresholdNet net) => $"{net}\n{Html.PlainTable(["unit", "formula"], Units(net))}"
        + (HasTable(net) ? $"\n{Html.PlainTable(Columns(net), Rows(net))}" : string.Empty);

    private static bool HasTable(ThresholdNet net) => net.Inputs <= 4 && net.UnitCount <= MostUnits;

    private static IEnumerable<IReadOnlyList<string>> Units(ThresholdNet net) => net.Layers
        .SelectMany((layer, l) => layer.Select((unit, i) => (IReadOnlyList<string>)[Name(net, l, i), Formula(net, l, unit)])).Take(MostUnits);

    // Inputs are called x, the results of a layer z, the output out.
    private static string Name(ThresholdNet net, int layer, int unit) =>
        layer == net.Depth - 1 ? (net.Layers[layer].Count == 1 ? "out" : $"out{unit + 1}") : net.Depth == 2 ? $"z{unit + 1}" : $"z{layer + 1},{unit + 1}";

    private static string Formula(ThresholdNet net, int layer, ThresholdUnit unit) =>
        layer == 0 ? unit.ToString() : unit.ToString().Replace("x", net.Depth == 2 ? "z" : $"z{layer},", StringComparison.Ordinal);

    private static string[] Columns(ThresholdNet net) =>
        [.. Enumerable.Range(1, net.Inputs).Select(i => $"x{i}"), .. net.Layers.SelectMany((layer, l) => layer.Select((_, i) => Name(net, l, i)))];

    private static IEnumerable<IReadOnlyList<string>> Rows(ThresholdNet net) => BooleanFunction.Rows(net.Inputs)
        .Select(row => (IReadOnlyList<string>)[.. row.Select(bit => $"{bit}"), .. net.Values(row).SelectMany(layer => layer).Select(value => $"{value}")]);
}
