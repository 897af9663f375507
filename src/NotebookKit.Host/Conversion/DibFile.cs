using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Conversion;

/// <summary>Reads and writes .dib: cells as plain text, each below a line <c>#!language</c>.</summary>
/// <remarks>
/// The document's metadata stands as JSON below <c>#!meta</c>, in the shape of Polyglot Notebooks (<c>kernelInfo</c>)
/// with whatever else the notebook has beside it. An unknown <c>#!x</c> stays in its cell: it is a magic command.
/// </remarks>
public static class DibFile
{
    private const string Meta = "meta";
    private const string Markdown = "markdown";
    private static readonly JsonSerializerOptions Compact = new() { Encoder = new PlainTextEncoder() };

    /// <summary>The languages whose line starts a cell; a host of the kit runs the C# ones.</summary>
    private static readonly string[] Languages =
        ["csharp", "fsharp", "pwsh", "html", "javascript", "mermaid", "sql", "kql", "http", "value"];

    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["c#"] = "csharp",
        ["cs"] = "csharp",
        ["f#"] = "fsharp",
        ["powershell"] = "pwsh",
        ["js"] = "javascript",
        ["md"] = Markdown,
    };

    /// <summary>Reads a notebook from the text of a .dib file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The file named in an error.</param>
    /// <exception cref="InvalidDataException">The metadata is no JSON object.</exception>
    public static NotebookDocument Read(string text, string name = "file.dib")
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = NotebookDocument.Empty();
        var language = "csharp";
        var lines = new List<string>();
        var hasMeta = false;
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Append("#!csharp"))
        {
            if (LanguageOf(line, hasMeta || document.Cells.Count > 0) is not { } next)
            {
                lines.Add(line);
                continue;
            }

            var source = string.Join('\n', Trimmed(lines));
            if (language == Meta)
            {
                AddMetadata(document, source, name);
                hasMeta = true;
            }
            else if (source.Length > 0)
            {
                document.Add(CellOf(language, source));
            }

            lines.Clear();
            language = next;
        }

        return document;
    }

    /// <summary>Writes a notebook as the text of a .dib file.</summary>
    /// <returns>The text, and a line for each thing that it cannot hold.</returns>
    public static (string Text, IReadOnlyList<string> Losses) Write(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var losses = new Losses();
        var text = new StringBuilder("#!meta\n\n").Append(Metadata(document).ToJsonString(Compact)).Append("\n\n");
        for (var i = 0; i < document.Cells.Count; i++)
        {
            var cell = document.Cells[i];
            losses.AddUsual(cell, i + 1);
            var lines = cell.Source.ReplaceLineEndings("\n").Split('\n');
            var kept = Trimmed(lines).ToArray();
            if (kept.Length == 0)
            {
                losses.Add("cells without text", i + 1);
                continue;
            }

            if (kept.Length < lines.Length)
            {
                losses.Add("blank lines at the edge of a cell", i + 1);
            }

            if (kept.Any(line => LanguageOf(line, hasStarted: true) is not null))
            {
                losses.Add("a line that names a language within a cell (it starts a new one)", i + 1);
            }

            if (cell.Kind == CellKind.Raw)
            {
                losses.Add("raw cells (they become markdown)", i + 1);
            }

            var language = cell.Kind == CellKind.Code ? CellLanguage.Of(document, cell) : Markdown;
            if (LanguageOf($"#!{language}", hasStarted: true) is null)
            {
                losses.Add($"cells in {language} (they become C# cells with a magic command)", i + 1);
            }

            text.Append("#!").Append(language).Append("\n\n").Append(string.Join('\n', kept)).Append("\n\n");
        }

        return (text.ToString().TrimEnd('\n') + "\n", losses.Lines("a .dib file"));
    }

    private static string? LanguageOf(string line, bool hasStarted)
    {
        if (!line.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        var name = line[2..].TrimEnd();
        name = OtherNames.GetValueOrDefault(name, name);
        return name == Markdown || Languages.Contains(name) || (name == Meta && !hasStarted) ? name : null;
    }

    private static IEnumerable<string> Trimmed(IEnumerable<string> lines) =>
        lines.SkipWhile(string.IsNullOrWhiteSpace).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse();

    private static NotebookCell CellOf(string language, string source)
    {
        if (language == Markdown)
        {
            return NotebookCell.Markdown(source);
        }

        var cell = NotebookCell.Code(source);
        if (language != "csharp")
        {
            cell.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = language };
            cell.Metadata["dotnet_interactive"] = new JsonObject { ["language"] = language };
        }

        return cell;
    }

    private static JsonObject Metadata(NotebookDocument document)
    {
        var meta = new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["name"] = "csharp" }),
            },
        };
        foreach (var (name, value) in document.Metadata)
        {
            meta[name] = value?.DeepClone();
        }

        return meta;
    }

    private static void AddMetadata(NotebookDocument document, string json, string name)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject meta)
            {
                throw new InvalidDataException($"{name}: below #!meta must stand one JSON object.");
            }

            foreach (var (key, value) in meta.Where(entry => entry.Key != "kernelInfo"))
            {
                document.Metadata[key] = value?.DeepClone();
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{name}: below #!meta must stand one JSON object: {exception.Message}", exception);
        }
    }
}
