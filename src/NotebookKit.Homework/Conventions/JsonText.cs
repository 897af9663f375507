using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotebookKit.Homework.Conventions;

/// <summary>How the files of this project write JSON.</summary>
internal static class JsonText
{
    /// <summary>Letters of all languages as they are; the files are read as UTF-8 and never pasted into a page.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same, to be read by people.</summary>
    public static JsonSerializerOptions Indented { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };
}
