using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>nbformat's text: a string, or a list of strings that are joined as they are.</summary>
public static class MultilineText
{
    /// <summary>The whole text; empty when the node is neither a string nor a list of strings.</summary>
    public static string Join(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonArray lines => string.Concat(lines.Select(Join)),
        _ => "",
    };

    /// <summary>The lines of a text, each with its own line end, as nbformat writes them.</summary>
    public static JsonArray Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>True when the node is a string or a list of strings.</summary>
    public static bool IsText(JsonNode? node) => node switch
    {
        JsonValue value => value.TryGetValue<string>(out _),
        JsonArray lines => lines.All(line => line is JsonValue value && value.TryGetValue<string>(out _)),
        _ => false,
    };
}
