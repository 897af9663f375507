using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>Writes nbformat's own layout (sorted keys, one space of indent, text as lists of lines), so that diffs stay small.</summary>
internal static class NotebookWriter
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = new PlainTextEncoder(),
        MaxDepth = 200,
    };

    public static string Write(JsonObject root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            Node(writer, Normalised(root));
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static JsonObject Normalised(JsonObject root)
    {
        var copy = (JsonObject)root.DeepClone();
        foreach (var cell in copy["cells"]!.AsArray().OfType<JsonObject>())
        {
            SplitLines(cell, "source");
            foreach (var output in (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>())
            {
                output.Remove("transient");
                SplitLines(output, "text");
                if (output["data"] is JsonObject data)
                {
                    foreach (var mime in data.Select(entry => entry.Key).Where(IsSplitMime).ToArray())
                    {
                        SplitLines(data, mime);
                    }
                }
            }
        }

        return copy;
    }

    private static bool IsSplitMime(string mime) =>
        mime.StartsWith("text/", StringComparison.Ordinal) || mime is "image/svg+xml" or "application/javascript";

    private static void SplitLines(JsonObject owner, string property)
    {
        if (MultilineText.IsText(owner[property]))
        {
            owner[property] = MultilineText.Split(MultilineText.Join(owner[property]));
        }
    }

    private static void Node(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject owner:
                writer.WriteStartObject();
                foreach (var (key, child) in owner.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Node(writer, child);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var child in list)
                {
                    Node(writer, child);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue(out string? text):
                writer.WriteStringValue(text);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
