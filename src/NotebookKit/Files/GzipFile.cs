using System.IO.Compression;

namespace NotebookKit.Files;

/// <summary>Reads a file that may be gzip-compressed, with a limit on what it may grow to.</summary>
/// <remarks>
/// Whether a file is compressed is decided by its first two bytes (1F 8B), not by its name: browsers like to unpack a
/// download and keep the ".gz". A small gzip file can hold a thousand times its size, so every read names a limit.
/// </remarks>
public static class GzipFile
{
    private const int ChunkSize = 1 << 16;

    /// <summary>Opens a file and unpacks it while reading, if it is gzip-compressed.</summary>
    /// <param name="path">The file, compressed or plain.</param>
    /// <returns>A stream of the plain bytes; it knows its length only when the file was not compressed.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Stream OpenRead(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, ChunkSize, FileOptions.SequentialScan);
        try
        {
            return Unpack(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Unpacks a stream while reading, if it is gzip-compressed.</summary>
    /// <param name="stream">The bytes; it must be able to seek, and is closed with the result.</param>
    public static Stream Unpack(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var start = stream.Position;
        var isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = start;
        return isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    /// <summary>Reads a whole file, unpacked.</summary>
    /// <param name="path">The file, compressed or plain.</param>
    /// <param name="maximumBytes">The most plain bytes that the file may hold.</param>
    /// <exception cref="InvalidDataException">The file holds more, or its compressed data is damaged.</exception>
    public static byte[] ReadAllBytes(string path, long maximumBytes)
    {
        using var stream = OpenRead(path);
        return ReadAllBytes(stream, path, maximumBytes);
    }

    /// <summary>Reads a whole stream, plain or as <see cref="Unpack"/> gave it.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="maximumBytes">The most plain bytes that it may hold.</param>
    /// <exception cref="InvalidDataException">It holds more, or its compressed data is damaged.</exception>
    public static byte[] ReadAllBytes(Stream stream, string name, long maximumBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek && stream.Length > maximumBytes)
        {
            throw TooLarge(name, maximumBytes);
        }

        var content = ReadUpTo(stream, name, (int)Math.Min(maximumBytes, Array.MaxLength));
        return Read(stream, stackalloc byte[1], name) == 0 ? content : throw TooLarge(name, maximumBytes);
    }

    /// <summary>
    /// Reads at most so many bytes, fewer if the stream ends. The buffer is never more than four times what has really
    /// arrived, so that no promise of a hostile file makes it large.
    /// </summary>
    internal static byte[] ReadUpTo(Stream stream, string name, int maximumBytes)
    {
        var start = stream.CanSeek ? stream.Length - stream.Position : ChunkSize;
        var buffer = new byte[Math.Min(maximumBytes, start)];
        var length = 0;
        while (length < maximumBytes)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(maximumBytes, 4L * Math.Max(length, ChunkSize)));
            }

            var count = Read(stream, buffer.AsSpan(length), name);
            if (count == 0)
            {
                break;
            }

            length += count;
        }

        Array.Resize(ref buffer, length);
        return buffer;
    }

    /// <summary>One read whose complaint about damaged compression names the file.</summary>
    internal static int Read(Stream stream, Span<byte> buffer, string name)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{name}: the gzip data is damaged or cut short ({damage.Message})", damage);
        }
    }

    private static InvalidDataException TooLarge(string name, long maximumBytes) =>
        new($"{name}: expected at most {maximumBytes:N0} bytes when unpacked, found more");
}
