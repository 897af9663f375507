using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>Reads .ipynb files that may come from anyone: bounded in size and depth, checked before use.</summary>
internal static class NotebookReader
{
    private const long LargestFile = 256L * 1024 * 1024;

    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 100, AllowDuplicateProperties = false };

    public static NotebookDocument Load(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.Length > LargestFile)
        {
            throw new InvalidDataException($"{path}: {file.Length / 1048576} MB is too large for a notebook (the limit is {LargestFile / 1048576} MB).");
        }

        return Parse(File.ReadAllText(path), path);
    }

    public static NotebookDocument Parse(string text, string name)
    {
        try
        {
            var root = JsonNode.Parse(text, documentOptions: Limits) as JsonObject
                ?? throw new InvalidDataException($"{name}: not a notebook: the file must hold one JSON object.");
            EnsureStringsAreReadable(root);
            Check(root, name);
            return new NotebookDocument(root);
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $"line {line + 1}, byte {exception.BytePositionInLine + 1}: " : "";
            throw new InvalidDataException($"{name}: not a notebook: {place}{FirstSentence(exception.Message)}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // A string with half a surrogate pair is legal JSON, but no text.
            throw new InvalidDataException($"{name}: not a notebook: {exception.Message}", exception);
        }
    }

    private static void Check(JsonObject root, string name)
    {
        var major = Number(root["nbformat"])
            ?? throw new InvalidDataException($"{name}: not a notebook: `nbformat` is missing.");
        if (major != 4)
        {
            throw new InvalidDataException($"{name}: nbformat {major} is not supported; convert it to nbformat 4 (jupyter nbconvert --to notebook).");
        }

        if (root["cells"] is not JsonArray cells)
        {
            throw new InvalidDataException($"{name}: not a notebook: `cells` must be a list.");
        }

        EnsureObject(root, "metadata", name);
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Count; i++)
        {
            CheckCell(cells[i], used, $"{name}: cell {i + 1}");
        }

        root["nbformat"] = 4;
        root["nbformat_minor"] = Math.Max(5, Number(root["nbformat_minor"]) ?? 0);
    }

    private static void CheckCell(JsonNode? node, HashSet<string> used, string where)
    {
        if (node is not JsonObject cell)
        {
            throw new InvalidDataException($"{where}: must be an object.");
        }

        var type = cell["cell_type"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        if (type is not ("code" or "markdown" or "raw"))
        {
            throw new InvalidDataException($"{where}: `cell_type` must be code, markdown or raw.");
        }

        if (!MultilineText.IsText(cell["source"]))
        {
            throw new InvalidDataException($"{where}: `source` must be a string or a list of strings.");
        }

        EnsureObject(cell, "metadata", where);
        var id = cell["id"] is JsonValue idValue && idValue.TryGetValue(out string? idText) ? idText : null;
        if (!CellId.IsValid(id) || !used.Add(id!))
        {
            // Before 4.5 cells had no ids; copied cells repeat them. Either way a fresh one mends the file.
            cell["id"] = CellId.New();
            used.Add(cell["id"]!.GetValue<string>());
        }

        if (type == "code")
        {
            CheckCode(cell, where);
        }
    }

    private static void CheckCode(JsonObject cell, string where)
    {
        if (!cell.ContainsKey("execution_count"))
        {
            cell["execution_count"] = null;
        }

        cell["outputs"] ??= new JsonArray();
        if (cell["outputs"] is not JsonArray outputs || outputs.Any(output => output is not JsonObject))
        {
            throw new InvalidDataException($"{where}: `outputs` must be a list of objects.");
        }
    }

    private static void EnsureObject(JsonObject owner, string property, string where)
    {
        owner[property] ??= new JsonObject();
        if (owner[property] is not JsonObject)
        {
            throw new InvalidDataException($"{where}: `{property}` must be an object.");
        }
    }

    private static int? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out double number) && number is >= 0 and < 1000 ? (int)number : null;

    private static void EnsureStringsAreReadable(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject owner:
                foreach (var (_, child) in owner)
                {
                    EnsureStringsAreReadable(child);
                }

                break;
            case JsonArray list:
                foreach (var child in list)
                {
                    EnsureStringsAreReadable(child);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        end = end < 0 ? message.IndexOf(" LineNumber:", StringComparison.Ordinal) : end;
        return end < 0 ? message : message[..end];
    }
}
