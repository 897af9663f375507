using System.IO.Compression;

namespace NotebookKit.Files;

/// <summary>Reads and writes NumPy's .npz format: several named arrays in a zip file.</summary>
public static class NpzFile
{
    private const long LargestArray = 1L << 31;

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no zip file, or holds something that is no array; the message names file and entry.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{path}: not an .npz file: {damage.Message}", damage);
        }

        using (archive)
        {
            Dictionary<string, NpyArray> arrays = new(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string where = $"{path}, {entry.FullName}";
                if (entry.Length > LargestArray)
                {
                    throw new InvalidDataException($"{where}: {entry.Length:N0} bytes are more than one array may have here ({LargestArray:N0}).");
                }

                using Stream content = entry.Open();
                byte[] bytes = GzipFile.ReadUpTo(content, where, (int)Math.Min(entry.Length, Array.MaxLength));
                string name = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
                arrays[name] = NpyFile.Read(bytes, where);
            }

            return arrays;
        }
    }

    /// <summary>Writes arrays to a file, beside it first and then moved into place.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (ZipArchive archive = ZipFile.Open(temporary, ZipArchiveMode.Create))
            {
                foreach ((string name, NpyArray array) in arrays)
                {
                    using Stream entry = archive.CreateEntry(name + ".npy", CompressionLevel.Optimal).Open();
                    entry.Write(NpyFile.Write(array));
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
