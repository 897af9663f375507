using System.Text.Json.Nodes;

namespace NotebookKit.Host.Documents;

/// <summary>The kernelspec of C# notebooks, the one that Jupyter and VS Code look for.</summary>
internal static class KernelMetadata
{
    /// <summary>The kernel's name.</summary>
    public const string Name = ".net-csharp";

    /// <summary>What readers call it.</summary>
    public const string Title = ".NET (C#)";

    /// <summary>Its language.</summary>
    public const string Language = "C#";

    public static void AddIfMissing(JsonObject metadata)
    {
        metadata["kernelspec"] ??= new JsonObject
        {
            ["display_name"] = Title,
            ["language"] = Language,
            ["name"] = Name,
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
