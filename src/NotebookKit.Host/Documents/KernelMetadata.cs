using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>The kernelspec of C# notebooks, the one that Jupyter and VS Code look for.</summary>
internal static class KernelMetadata
{
    public static void AddIfMissing(JsonObject metadata)
    {
        metadata["kernelspec"] ??= new JsonObject
        {
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["name"] = ".net-csharp",
        };
        metadata["language_info"] ??= LanguageInfo();
    }

    /// <summary>What editors and highlighters need to know of the language.</summary>
    public static JsonObject LanguageInfo() => new()
    {
        ["file_extension"] = ".cs",
        ["mimetype"] = "text/x-csharp",
        ["name"] = "csharp",
        ["pygments_lexer"] = "csharp",
    };
}
