using System.Buffers.Binary;
using System.Globalization;

namespace NotebookKit.Files;

/// <summary>Reads the idx format of MNIST: a four-byte magic, one big-endian size per dimension, then the bytes.</summary>
/// <remarks>
/// The magic is 00 00 08 d: two zeros, the type (08 = unsigned byte), the number of dimensions d. So 00 00 08 01 starts
/// a file of labels and 00 00 08 03 a file of images. LeCun, Cortes and Burges 1998.
/// Nothing is allocated on the word of the header alone: it is held against the content first.
/// </remarks>
public static class IdxFile
{
    /// <summary>The most values read when the caller sets no limit: 1 GiB.</summary>
    public const long DefaultMaximum = 1L << 30;

    private const byte UnsignedByte = 0x08;
    private const int MaximumDimensions = 4;

    /// <summary>Reads an idx file, plain or gzip-compressed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumValues">The most values that it may hold.</param>
    /// <exception cref="InvalidDataException">
    /// Not an idx file of bytes, cut short, longer than its header says, or larger than the limit; the message names
    /// the file, the offset, what was expected and what was found.
    /// </exception>
    public static IdxData Read(string path, long maximumValues = DefaultMaximum)
    {
        using var stream = GzipFile.OpenRead(path);
        return Read(stream, path, maximumValues);
    }

    /// <summary>Reads idx data from memory.</summary>
    /// <param name="content">The plain bytes of a whole file.</param>
    /// <param name="name">The name used in messages.</param>
    /// <exception cref="InvalidDataException">As for the other overload.</exception>
    public static IdxData Read(byte[] content, string name)
    {
        using var stream = new MemoryStream(content, writable: false);
        return Read(stream, name, content.LongLength);
    }

    /// <summary>Reads idx data from a stream of plain bytes, to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">The name used in messages.</param>
    /// <param name="maximumValues">The most values that it may hold.</param>
    /// <exception cref="InvalidDataException">As for the other overload.</exception>
    public static IdxData Read(Stream stream, string name, long maximumValues = DefaultMaximum)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var dimensions = ReadHeader(stream, name);
        var headerLength = 4 + (4 * dimensions.Length);
        var count = CountValues(dimensions, name, Math.Min(maximumValues, Array.MaxLength));

        if (stream.CanSeek && stream.Length != headerLength + count)
        {
            throw WrongLength(name, dimensions, headerLength + count, stream.Length.ToString("N0"));
        }

        var values = GzipFile.ReadUpTo(stream, name, count);
        if (values.Length < count)
        {
            throw WrongLength(name, dimensions, headerLength + count, (headerLength + values.Length).ToString("N0"));
        }

        if (GzipFile.Read(stream, stackalloc byte[1], name) != 0)
        {
            throw WrongLength(name, dimensions, headerLength + count, "more: trailing bytes from that offset on");
        }

        return new IdxData(dimensions, values);
    }

    private static int[] ReadHeader(Stream stream, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        Fill(stream, magic, 0, name);
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw new InvalidDataException(
                $"{name}: not an idx file: expected 00 00 at offset 0, found {magic[0]:X2} {magic[1]:X2}");
        }

        if (magic[2] != UnsignedByte)
        {
            throw new InvalidDataException(
                $"{name}: expected type 08 (unsigned byte) at offset 2, found {magic[2]:X2}");
        }

        if (magic[3] is 0 or > MaximumDimensions)
        {
            throw new InvalidDataException(
                $"{name}: expected 1 to {MaximumDimensions} dimensions at offset 3, found {magic[3]}");
        }

        var dimensions = new int[magic[3]];
        Span<byte> size = stackalloc byte[4];
        for (var i = 0; i < dimensions.Length; i++)
        {
            var offset = 4 + (4 * i);
            Fill(stream, size, offset, name);
            var value = BinaryPrimitives.ReadUInt32BigEndian(size);
            if (value is 0 or > int.MaxValue)
            {
                throw new InvalidDataException(
                    $"{name}: expected a size from 1 to {int.MaxValue:N0} at offset {offset}, found {value:N0}");
            }

            dimensions[i] = (int)value;
        }

        return dimensions;
    }

    private static int CountValues(int[] dimensions, string name, long maximum)
    {
        var count = 1L;
        foreach (var size in dimensions)
        {
            // Each factor fits in 31 bits and the product so far is within the limit, so a long cannot overflow.
            count *= size;
            if (count > maximum)
            {
                throw new InvalidDataException(
                    $"{name}: the header claims {Describe(dimensions)} values, expected at most {maximum:N0}");
            }
        }

        return (int)count;
    }

    private static void Fill(Stream stream, Span<byte> part, int offset, string name)
    {
        for (var done = 0; done < part.Length;)
        {
            var count = GzipFile.Read(stream, part[done..], name);
            if (count == 0)
            {
                throw new InvalidDataException(
                    $"{name}: cut short in the header: expected {part.Length} bytes at offset {offset}, found {done}");
            }

            done += count;
        }
    }

    private static InvalidDataException WrongLength(string name, int[] dimensions, long expected, string found) =>
        new($"{name}: the header says {Describe(dimensions)}: expected {expected:N0} bytes, found {found}");

    private static string Describe(int[] dimensions) =>
        string.Join(" x ", dimensions.Select(size => size.ToString(CultureInfo.InvariantCulture)));
}
