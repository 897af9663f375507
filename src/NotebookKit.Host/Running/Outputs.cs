using System.Text.Json.Nodes;

namespace NotebookKit.Host.Running;

/// <summary>Makes the outputs that the host itself writes.</summary>
internal static class Outputs
{
    public static JsonObject Error(string name, string message, IEnumerable<string> traceback) => new()
    {
        ["output_type"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => (JsonNode)line)]),
    };
}
