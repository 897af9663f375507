using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace NotebookKit.Files;

/// <summary>One file inside a zip file.</summary>
/// <param name="Name">Its path inside, which never climbs out.</param>
/// <param name="Offset">Where its local header begins.</param>
/// <param name="Packed">Its bytes in the zip file.</param>
/// <param name="Size">Its bytes once unpacked.</param>
/// <param name="Deflated">Whether it is compressed.</param>
/// <param name="Checksum">The CRC-32 of its content.</param>
internal sealed record ZipPart(string Name, long Offset, long Packed, long Size, bool Deflated, uint Checksum);

/// <summary>Reads zip files and trusts nothing in them: sizes, names, places and checksums are checked, bombs are refused.</summary>
/// <remarks>PKWARE APPNOTE 6.3; stored and deflated files, with the fields for 64 bits. The directory at the end counts.</remarks>
internal sealed class ZipContainer
{
    private const int EndSize = 22;
    private const int EntrySize = 46;

    // Deflate cannot expand a byte into more than 1032.
    private const long MaxExpansion = 1032;
    private readonly Stream file;
    private readonly string name;
    private readonly long directoryOffset;
    private readonly Dictionary<string, ZipPart> parts = new(StringComparer.Ordinal);

    /// <summary>Reads the directory.</summary>
    /// <param name="file">The zip file; it must be able to seek and stay open.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">The most bytes of all parts unpacked.</param>
    public ZipContainer(Stream file, string name, FileLimits limits)
    {
        (this.file, this.name) = (file, name);
        (directoryOffset, long directorySize) = FindDirectory();
        byte[] directory = Take(directoryOffset, directorySize, "the directory");
        long total = 0;
        for (int at = 0; at < directory.Length;)
        {
            long place = directoryOffset + at;
            ZipPart part = Entry(directory, ref at);
            if (part.Name.EndsWith('/') && part.Size == 0)
            {
                continue;
            }

            total += part.Size;
            if (total > limits.MaxBytes)
            {
                throw Damaged(place, $"the parts would unpack to more than {limits.MaxBytes:N0} bytes, the limit (FileLimits.MaxBytes)");
            }

            if (!parts.TryAdd(part.Name, part))
            {
                throw Damaged(place, $"two parts are called '{part.Name}'");
            }
        }

        CheckOverlap();
    }

    /// <summary>The parts in the order of the directory.</summary>
    public IReadOnlyCollection<ZipPart> Parts => parts.Values;

    /// <summary>A part by its name; null when there is none.</summary>
    public ZipPart? Find(string part) => parts.GetValueOrDefault(part);

    /// <summary>The unpacked content of a part.</summary>
    public byte[] Read(ZipPart part)
    {
        byte[] header = Take(part.Offset, 30, part.Name);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x04034B50)
        {
            throw Damaged(part.Offset, $"the header of '{part.Name}' is missing");
        }

        long start = part.Offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        if (start + part.Packed > directoryOffset)
        {
            throw Damaged(part.Offset, $"'{part.Name}' reaches into the directory");
        }

        byte[] content = Take(start, part.Packed, part.Name);
        if (part.Deflated)
        {
            content = Inflate(content, part, start);
        }

        return Crc32.Of([], content) == part.Checksum
            ? content
            : throw Damaged(start, $"the checksum of '{part.Name}' is wrong");
    }

    private byte[] Inflate(byte[] packed, ZipPart part, long start)
    {
        byte[] content = new byte[part.Size];
        try
        {
            using DeflateStream deflate = new(new MemoryStream(packed), CompressionMode.Decompress);
            if (deflate.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && deflate.ReadByte() < 0)
            {
                return content;
            }
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            throw new InvalidDataException($"{name}, zip byte {start}: '{part.Name}' does not decompress ({damage.Message})", damage);
        }

        throw Damaged(start, $"'{part.Name}' does not unpack to the {part.Size:N0} bytes that the directory says");
    }

    private (long Offset, long Size) FindDirectory()
    {
        long tailStart = Math.Max(0, file.Length - EndSize - ushort.MaxValue);
        byte[] tail = Take(tailStart, file.Length - tailStart, "the end");
        for (int at = tail.Length - EndSize; at >= 0; at--)
        {
            ReadOnlySpan<byte> end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06054B50 || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndSize)
            {
                continue;
            }

            long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (offset == uint.MaxValue || size == uint.MaxValue)
            {
                (offset, size) = FindWideDirectory(tailStart + at);
            }

            return offset <= tailStart + at && size <= tailStart + at - offset
                ? (offset, size)
                : throw Damaged(tailStart + at, $"a directory of {size} bytes at {offset} is not inside the file");
        }

        throw Damaged(file.Length, "not a zip file, or cut short: its directory is missing");
    }

    private (long Offset, long Size) FindWideDirectory(long end)
    {
        byte[] locator = Take(end - 20, 20, "the end");
        ulong place = BinaryPrimitives.ReadUInt64LittleEndian(locator.AsSpan(8));
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064B50 || place > (ulong)end)
        {
            throw Damaged(end - 20, "the place of the directory is missing");
        }

        byte[] record = Take((long)place, 56, "the end");
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(40)), offset = BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(48));
        return BinaryPrimitives.ReadUInt32LittleEndian(record) == 0x06064B50 && size <= long.MaxValue && offset <= long.MaxValue
            ? ((long)offset, (long)size)
            : throw Damaged((long)place, "the record of the directory is damaged");
    }

    private ZipPart Entry(byte[] directory, ref int at)
    {
        long place = directoryOffset + at;
        ReadOnlySpan<byte> entry = directory.AsSpan(at);
        if (entry.Length < EntrySize || BinaryPrimitives.ReadUInt32LittleEndian(entry) != 0x02014B50)
        {
            throw Damaged(place, "an entry of the directory is damaged");
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]);
        int length = EntrySize + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        if (length > entry.Length)
        {
            throw Damaged(place, "an entry of the directory is cut short");
        }

        string part = Encoding.UTF8.GetString(entry.Slice(EntrySize, nameLength));
        CheckName(part, place);
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        if ((flags & 1) != 0 || method is not (0 or 8))
        {
            throw Damaged(place, (flags & 1) != 0 ? $"'{part}' is encrypted" : $"'{part}' is packed by method {method}; stored and deflated files are read");
        }

        long packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), size = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        Widen(entry.Slice(EntrySize + nameLength, extraLength), ref size, ref packed, ref offset);
        if (size < 0 || packed < 0 || offset < 0 || size > Array.MaxLength || offset > directoryOffset || packed > directoryOffset - offset
            || (method == 0 ? size != packed : size > packed * MaxExpansion))
        {
            throw Damaged(place, $"'{part}' of {packed} bytes at {offset} cannot hold {size} bytes");
        }

        at += length;
        return new(part, offset, packed, size, method == 8, BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]));
    }

    // Sizes that 32 bits do not hold stand, in this order, in the extra field of type 1.
    private static void Widen(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            int type = BinaryPrimitives.ReadUInt16LittleEndian(extra), length = Math.Min(extra.Length - 4, BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            ReadOnlySpan<byte> field = extra.Slice(4, length);
            extra = extra[(4 + length)..];
            if (type == 1)
            {
                Next(ref field, ref size);
                Next(ref field, ref packed);
                Next(ref field, ref offset);
            }
        }

        static void Next(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value == uint.MaxValue && field.Length >= 8)
            {
                value = BinaryPrimitives.ReadInt64LittleEndian(field);
                field = field[8..];
            }
        }
    }

    private void CheckName(string part, long place)
    {
        bool climbs = part.Length == 0 || part[0] == '/' || (part.Length > 1 && part[1] == ':') || part.AsSpan().ContainsAny('\\', '\0') || part.Split('/').Contains("..");
        if (climbs)
        {
            throw Damaged(place, $"the name '{part}' leads out of the file's folder");
        }
    }

    // Many entries that share one stretch of packed data are how small files unpack to enormous ones.
    private void CheckOverlap()
    {
        long end = 0;
        foreach (ZipPart part in parts.Values.OrderBy(part => part.Offset))
        {
            if (part.Offset < end)
            {
                throw Damaged(part.Offset, $"'{part.Name}' lies in the bytes of another part");
            }

            end = part.Offset + 30 + part.Packed;
        }
    }

    private byte[] Take(long offset, long count, string what)
    {
        if (offset < 0 || count < 0 || count > Array.MaxLength || offset > file.Length - count)
        {
            throw Damaged(Math.Max(0, offset), $"{what} is cut short");
        }

        byte[] bytes = new byte[count];
        file.Position = offset;
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? bytes
            : throw Damaged(offset, $"{what} is cut short");
    }

    private InvalidDataException Damaged(long offset, string what) => new($"{name}, zip byte {offset}: {what}.");
}
