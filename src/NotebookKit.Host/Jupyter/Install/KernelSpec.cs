using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Jupyter.Install;

/// <summary>The folder by which Jupyter knows a kernel: how to start it, and what it is called.</summary>
internal static class KernelSpec
{
    private const string FileName = "kernel.json";
    private const string Mark = "notebookkit";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = new PlainTextEncoder() };

    /// <summary>Writes one; another of the same name that the kit wrote is replaced.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="title">What readers call it.</param>
    /// <param name="kernel">How to start this nbkit.</param>
    public static void Write(string folder, string title, CellServerCommand kernel)
    {
        var environment = new JsonObject();
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            // Jupyter may be started where the variable is not set, and nbkit would not find its runtime.
            environment["DOTNET_ROOT"] = root;
        }

        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([kernel.Program, .. kernel.Arguments.Select(argument => (JsonNode)argument), "jupyter", "start", "{connection_file}"]),
            ["display_name"] = title,
            ["language"] = KernelMetadata.Language,
            ["interrupt_mode"] = "message",
            ["env"] = environment,
            ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = true },
        };
        AtomicFile.WriteText(Path.Combine(folder, FileName), spec.ToJsonString(Indented) + "\n");
    }

    /// <summary>Whether a folder holds a kernel, whoever wrote it.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Whether the kit wrote the kernel in a folder.</summary>
    public static bool IsOurs(string folder)
    {
        try
        {
            return IsIn(folder) && JsonNode.Parse(File.ReadAllText(Path.Combine(folder, FileName)))?["metadata"]?[Mark]?.GetValue<bool>() == true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Somebody else's, and broken.
            return false;
        }
    }

    /// <summary>Removes what <see cref="Write"/> wrote; files that others have put beside it stay.</summary>
    public static void Remove(string folder)
    {
        File.Delete(Path.Combine(folder, FileName));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }
}
