namespace NotebookKit.Files;

/// <summary>What the doors share: read no more than the limit, and put the file's name before what is wrong in it.</summary>
internal static class NamedFile
{
    /// <summary>Reads a file from disk and decodes it.</summary>
    public static T Read<T>(string path, FileLimits? limits, Func<byte[], FileLimits, T> decode)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path, limits, decode);
    }

    /// <summary>Reads a stream to its end and decodes it.</summary>
    public static T Read<T>(Stream stream, string name, FileLimits? limits, Func<byte[], FileLimits, T> decode)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= FileLimits.Default;
        byte[] content = Content(stream, name, limits);
        return Naming(name, () => decode(content, limits));
    }

    /// <summary>All bytes of a stream, if they are not more than the limit.</summary>
    public static byte[] Content(Stream stream, string name, FileLimits limits)
    {
        long most = Math.Min(limits.MaxBytes, Array.MaxLength);
        bool tooLong = stream.CanSeek && stream.Length - stream.Position > most;
        byte[] content = tooLong ? [] : GzipFile.ReadUpTo(stream, name, (int)most);
        return tooLong || (content.Length == most && stream.ReadByte() >= 0)
            ? throw new InvalidDataException($"{name}: the file has more than {most:N0} bytes, the limit (FileLimits.MaxBytes).")
            : content;
    }

    /// <summary>Runs a decoder; what it refuses is refused with the file's name.</summary>
    public static T Naming<T>(string name, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"{name}: {damaged.Message}", damaged);
        }
    }

    /// <summary>The same for a decoder of a part of the bytes.</summary>
    public static T Naming<T>(string name, ReadOnlySpan<byte> data, Func<ReadOnlySpan<byte>, T> decode)
    {
        try
        {
            return decode(data);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"{name}: {damaged.Message}", damaged);
        }
    }

    /// <summary>Writes a file beside its place first, then moves it there, so that no half-written file is ever seen.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using Beside beside = new(path);
        beside.Stream.Write(content);
        beside.Finish();
    }

    /// <summary>A file that takes its place when it is finished, and vanishes when it is not.</summary>
    internal sealed class Beside(string path) : IDisposable
    {
        private readonly string temporary = $"{path}.{Guid.NewGuid():N}.tmp";

        public FileStream Stream => field ??= File.Create(temporary);

        public void Finish()
        {
            Stream.Dispose();
            File.Move(temporary, path, overwrite: true);
        }

        public void Dispose()
        {
            Stream.Dispose();
            File.Delete(temporary);
        }
    }
}
