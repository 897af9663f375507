using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Conversion;

/// <summary>What a form cannot hold of a notebook, each thing once with the cells it concerns.</summary>
internal sealed class Losses
{
    private const int MostNamed = 8;
    private readonly Dictionary<string, List<int>> found = [];

    /// <summary>Notes something of the whole notebook.</summary>
    public void Add(string what) => _ = Of(what);

    /// <summary>Notes something of a cell, counted from 1.</summary>
    public void Add(string what, int cell)
    {
        if (Of(what) is var cells && !cells.Contains(cell))
        {
            cells.Add(cell);
        }
    }

    /// <summary>Notes what no plain text form of a notebook keeps: outputs, numbers, names and metadata of cells.</summary>
    public void AddUsual(NotebookCell cell, int number)
    {
        if (cell.Outputs.Count > 0)
        {
            Add("outputs", number);
        }

        if (cell.ExecutionCount is not null)
        {
            Add("numbers of executed cells", number);
        }

        if (cell.Json["attachments"] is JsonObject { Count: > 0 })
        {
            Add("attached pictures", number);
        }

        Add("the ids of the cells");
        foreach (var (name, _) in cell.Metadata.Where(entry => entry.Key is not ("polyglot_notebook" or "dotnet_interactive" or "vscode")))
        {
            Add(name == "tags" ? "tags" : $"the cells' metadata `{name}`", number);
        }
    }

    /// <summary>One line for each thing.</summary>
    public IReadOnlyList<string> Lines(string form) =>
        [.. found.Select(entry => $"{form} cannot hold {entry.Key}{Where(entry.Value)}")];

    private static string Where(List<int> cells) => cells.Count switch
    {
        0 => "",
        1 => $": cell {cells[0]}",
        > MostNamed => $": cells {string.Join(", ", cells.Take(MostNamed))} and {cells.Count - MostNamed} more",
        _ => $": cells {string.Join(", ", cells)}",
    };

    private List<int> Of(string what) => found.TryGetValue(what, out var cells) ? cells : found[what] = [];
}
