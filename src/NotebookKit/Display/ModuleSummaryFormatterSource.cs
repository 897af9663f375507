using NotebookKit.Layers;

namespace NotebookKit.Display;

/// <summary>A summary of a model: the table of its layers with output shapes, parameters and work, and the totals below.</summary>
public sealed class ModuleSummaryFormatterSource : FormatterSource<ModuleSummary>
{
    private const int Most = 200;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<ModuleSummary, string> Write)> Forms => [("text/html", Page), ("text/plain", Words)];

    /// <summary>The summary as HTML.</summary>
    internal static string Page(ModuleSummary summary)
    {
        string[] columns = Columns(summary);
        return Html.Table(Title(summary), columns, Rows(summary, columns.Length), Foot(summary, columns.Length)) + string.Concat(Notes(summary).Select(Html.Note));
    }

    /// <summary>The summary as text.</summary>
    internal static string Words(ModuleSummary summary)
    {
        string[] columns = Columns(summary);
        return $"{Title(summary)}\n{Html.PlainTable(columns, Rows(summary, columns.Length).Append(Foot(summary, columns.Length)))}{string.Concat(Notes(summary).Select(note => "\n" + note))}";
    }

    private static string Title(ModuleSummary summary) =>
        $"{summary.Title}, {summary.Parameters:N0} parameters, {NumberWords.Bytes(summary.Bytes)}{(summary.Input is { } input ? $", input {input}" : string.Empty)}";

    // Without shapes there are no columns for them either.
    private static string[] Columns(ModuleSummary summary) =>
        summary.Input is null ? ["name", "layer", "parameters"] : ["name", "layer", "output", "parameters", "FLOPs"];

    private static IEnumerable<IReadOnlyList<string>> Rows(ModuleSummary summary, int columns) => summary.Layers.Take(Most).Select(layer =>
        Cells(columns, layer.Name.Length == 0 ? "(itself)" : layer.Name, layer.Layer, layer.Output is { } output ? $"{output}" : string.Empty, $"{layer.Parameters:N0}", layer.Flops is { } flops ? NumberWords.Count(flops) : string.Empty));

    private static IReadOnlyList<string> Foot(ModuleSummary summary, int columns) => Cells(
        columns, "total", $"{summary.Layers.Count:N0} layer{(summary.Layers.Count == 1 ? string.Empty : "s")}", string.Empty, $"{summary.Parameters:N0}", summary.Flops is { } flops ? NumberWords.Count(flops) : string.Empty);

    private static IReadOnlyList<string> Cells(int columns, string name, string layer, string output, string parameters, string flops) =>
        columns == 3 ? [name, layer, parameters] : [name, layer, output, parameters, flops];

    private static IEnumerable<string> Notes(ModuleSummary summary)
    {
        if (summary.Layers.Count > Most)
        {
            yield return $"and {summary.Layers.Count - Most:N0} more layers";
        }

        if (summary.Note.Length > 0)
        {
            yield return summary.Note;
        }
    }
}
