namespace NotebookKit.Files;

/// <summary>Writes a file whole or not at all: beside its place first, to the disk, then moved into place.</summary>
internal static class AtomicFile
{
    private const string Ending = ".tmp";

    /// <summary>Writes a file; if the writing fails, or the process dies, what stood there before stands there still.</summary>
    public static void Write(string path, Action<FileStream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string temporary = $"{full}.{Guid.NewGuid():N}{Ending}";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes what a process that died while writing left beside files of a name such as <c>checkpoint-*</c>.</summary>
    public static void Sweep(string folder, string pattern)
    {
        foreach (string left in Directory.Exists(folder) ? Directory.GetFiles(folder, $"{pattern}.*{Ending}") : [])
        {
            File.Delete(left);
        }
    }
}
