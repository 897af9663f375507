using System.Text;

namespace NotebookKit.Host.Documents;

/// <summary>Writes a file beside its target and moves it into place: a reader, or a crash, never meets half a file.</summary>
internal static class AtomicFile
{
    public static void WriteText(string path, string text) =>
        WriteBytes(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));

    public static void WriteBytes(string path, byte[] bytes)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
