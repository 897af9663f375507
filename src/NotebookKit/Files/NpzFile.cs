using System.IO.Compression;

namespace NotebookKit.Files;

/// <summary>Reads and writes NumPy's .npz format: several named arrays in a zip file.</summary>
public static class NpzFile
{
    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The most bytes of all arrays, and whether NaN is refused.</param>
    /// <exception cref="InvalidDataException">It is no zip file, too large, or holds something that is no array; the message names file, entry and offset.</exception>
    public static NamedArrays Read(string path, FileLimits? limits = null)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path, limits);
    }

    /// <summary>Reads all arrays from a stream.</summary>
    /// <param name="stream">The bytes; read into memory first if they cannot be read from the end.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">As for a path.</param>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    public static NamedArrays Read(Stream stream, string name = "npz stream", FileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= FileLimits.Default;
        ZipContainer archive = new(stream.CanSeek ? stream : new MemoryStream(NamedFile.Content(stream, name, limits)), name, limits);
        NamedArrays arrays = new(limits);
        foreach (ZipPart part in archive.Parts)
        {
            string where = $"{name}, {part.Name}";
            NpyArray array = NpyFile.Read(archive.Read(part), where);
            NamedFile.Naming(where, () =>
            {
                arrays.Add(part.Name.EndsWith(".npy", StringComparison.Ordinal) ? part.Name[..^4] : part.Name, array);
                return array;
            });
        }

        return arrays;
    }

    /// <summary>Writes arrays to a file, beside it first and then moved into place.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        using NamedFile.Beside beside = new(path);
        Write(beside.Stream, arrays);
        beside.Finish();
    }

    /// <summary>Writes arrays to a stream.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, NpyArray array) in arrays)
        {
            using Stream entry = archive.CreateEntry(name + ".npy", CompressionLevel.Optimal).Open();
            entry.Write(NpyFile.Write(array));
        }
    }
}
