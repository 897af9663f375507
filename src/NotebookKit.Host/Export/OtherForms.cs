using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Host.Export;

/// <summary>What a still page says of outputs that live elsewhere only: figures of plotly.js, scripts, data.</summary>
internal static class OtherForms
{
    /// <summary>The form of plotly.js.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    private const int MostTraces = 6;
    private static readonly string[] Scripts = ["application/javascript", "text/javascript"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = new PlainTextEncoder() };

    /// <summary>The script of an output that is one; null for others.</summary>
    public static string? Script(JsonObject data) => Scripts.FirstOrDefault(data.ContainsKey) is { } form ? MultilineText.Join(data[form]) : null;

    /// <summary>The output in words; empty when there is nothing to say.</summary>
    public static string Words(JsonObject data)
    {
        if (data[Plotly] is JsonObject figure)
        {
            return Figure(figure);
        }

        if (Script(data) is { } script)
        {
            return $"A script of {script.Count(letter => letter == '\n') + 1:N0} lines for a notebook that is open; it is not run here.";
        }

        return data["application/json"] is { } json ? json.ToJsonString(Indented)
            : data.Count == 0 ? ""
            : $"An output that can be shown in a notebook only ({string.Join(", ", data.Select(form => form.Key))}).";
    }

    // What the maker of the figure says of it, else its title and what it is made of.
    private static string Figure(JsonObject figure)
    {
        var layout = figure["layout"] as JsonObject;
        var words = Text((layout?["meta"] as JsonObject)?["description"]);
        if (words.Length == 0)
        {
            var title = Text(layout?["title"] is JsonObject parts ? parts["text"] : layout?["title"]);
            var traces = (figure["data"] as JsonArray ?? []).OfType<JsonObject>().ToArray();
            words = $"A figure{(title.Length == 0 ? "" : $" \"{title}\"")} of {string.Join(", ", traces.Take(MostTraces).Select(Trace))}{(traces.Length > MostTraces ? $" and {traces.Length - MostTraces:N0} more" : "")}{(traces.Length == 0 ? "no data" : "")}.";
        }

        return $"{words} It is interactive, drawn by plotly.js in a notebook that is open.";
    }

    private static string Trace(JsonObject trace)
    {
        var name = Text(trace["name"]);
        var type = Text(trace["type"]);
        var points = trace["y"] as JsonArray ?? trace["x"] as JsonArray;
        return $"{(type.Length == 0 ? "scatter" : type)}{(name.Length == 0 ? "" : $" \"{name}\"")}{(points is null ? "" : $" with {points.Count:N0} values")}";
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text.Length > 500 ? text[..500] + "…" : text : "";
}
