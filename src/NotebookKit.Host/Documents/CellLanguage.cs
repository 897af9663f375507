using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>Which language a code cell is written in.</summary>
public static class CellLanguage
{
    /// <summary>The language, in lower case, from the cell's metadata or else the document's; C# when neither says.</summary>
    /// <remarks>The order is that of VS Code's Polyglot Notebooks: polyglot_notebook.kernelName, dotnet_interactive.language, then the document.</remarks>
    public static string Of(NotebookDocument document, NotebookCell cell)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(cell);
        var named = Text(cell.Metadata, "polyglot_notebook", "kernelName")
            ?? Text(cell.Metadata, "dotnet_interactive", "language")
            ?? Text(document.Metadata, "polyglot_notebook", "kernelInfo", "defaultKernelName")
            ?? Text(document.Metadata, "kernelspec", "language")
            ?? Text(document.Metadata, "language_info", "name");
        return Normalise(named ?? "csharp");
    }

    /// <summary>True when the host's session can run the language.</summary>
    public static bool IsCSharp(string language) => language == "csharp";

    private static string Normalise(string name) => name.ToLowerInvariant() switch
    {
        "c#" or "cs" or "csharp" or ".net-csharp" or "polyglot-notebook" => "csharp",
        var other => other,
    };

    private static string? Text(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
    }
}
