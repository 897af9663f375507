using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NotebookKit.Host.Documents;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Host.Running;

/// <summary>The variant of the kernels that made a notebook's outputs, kept in its metadata as <c>notebookkit.kernel</c>.</summary>
/// <remarks>On one variant the library gives the same bits every time; between two only numbers that are close.</remarks>
internal static class KernelName
{
    private const string Owner = "notebookkit";
    private const string Property = "kernel";

    /// <summary>The variant of this machine: <c>x64-512</c>.</summary>
    public static string Current => $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-{(int)KernelVariant.Width}";

    /// <summary>Notes the variant that the notebook is run with.</summary>
    public static void Write(NotebookDocument document)
    {
        document.Metadata[Owner] ??= new JsonObject();
        if (document.Metadata[Owner] is JsonObject own)
        {
            own[Property] = Current;
        }
    }

    /// <summary>The variant that the outputs were made with; null where nobody noted it.</summary>
    public static string? Read(NotebookDocument document) =>
        (document.Metadata[Owner] as JsonObject)?[Property] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
}
