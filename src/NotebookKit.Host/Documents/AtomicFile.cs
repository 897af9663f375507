using System.Text;

namespace NotebookKit.Host.Documents;

/// <summary>Writes a file beside its target and moves it into place: a reader, or a crash, never meets half a file.</summary>
internal static class AtomicFile
{
    public static void WriteText(string path, string text)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
