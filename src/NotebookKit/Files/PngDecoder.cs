using System.Buffers.Binary;
using System.IO.Compression;

namespace NotebookKit.Files;

/// <summary>Reads PNG files and trusts nothing in them: lengths, checksums, order and sizes are checked first.</summary>
internal static class PngDecoder
{
    // Deflate cannot expand a byte into more than 1032: a small file that claims a large picture is refused unread.
    private const long MaxExpansion = 1032;

    public static InvalidDataException Damaged(int offset, string what) => new($"PNG, byte {offset}: {what}.");

    public static Picture Decode(ReadOnlySpan<byte> file, int maxPixels)
    {
        if (!file.StartsWith(PngHeader.Signature))
        {
            throw Damaged(0, "not a PNG file, its signature is missing");
        }

        PngHeader? header = null;
        var palette = PngPalette.None;
        using var compressed = new MemoryStream();
        int dataOffset = 0, offset = PngHeader.Signature.Length;
        bool dataEnded = false;
        while (true)
        {
            int start = offset;
            var type = NextChunk(file, ref offset, out var data);
            bool isData = type.SequenceEqual("IDAT"u8);
            if (header is null != type.SequenceEqual("IHDR"u8))
            {
                throw Damaged(start, header is null ? "the first chunk is not the header" : "a second header");
            }

            dataEnded |= dataOffset > 0 && !isData;
            if (header is null)
            {
                header = PngHeader.Parse(data, start + 8, maxPixels);
            }
            else if (isData)
            {
                if (dataEnded || (header.Value.Color == PngColor.Palette && palette.Colors.Length == 0))
                {
                    throw Damaged(start, dataEnded ? "the image data is in two places" : "image data before its palette");
                }

                dataOffset = dataOffset == 0 ? start : dataOffset;
                compressed.Write(data);
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                palette = dataOffset == 0 ? palette.WithColors(data, header.Value, start) : throw Damaged(start, "a palette after the image data");
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                palette = dataOffset == 0 ? palette.WithAlpha(data, header.Value, start) : throw Damaged(start, "transparency after the image data");
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return dataOffset > 0 && data.Length == 0
                    ? Pixels(header.Value, palette, compressed, dataOffset)
                    : throw Damaged(start, "the file ends without image data");
            }
            else if ((type[0] & 0x20) == 0)
            {
                // A capital first letter marks a chunk without which the picture cannot be shown.
                throw Damaged(start, "a critical chunk of unknown type");
            }
        }
    }

    private static ReadOnlySpan<byte> NextChunk(ReadOnlySpan<byte> file, ref int offset, out ReadOnlySpan<byte> data)
    {
        var rest = file[offset..];
        if (rest.Length < 12)
        {
            throw Damaged(offset, "the file is cut short, a chunk is missing");
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
        {
            throw Damaged(offset, $"a chunk of {length} bytes, but {rest.Length - 12} are left: the file is cut short");
        }

        var type = rest.Slice(4, 4);
        data = rest.Slice(8, (int)length);
        if (Crc32.Of(type, data) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
        {
            throw Damaged(offset, "the checksum of a chunk is wrong");
        }

        offset += 12 + (int)length;
        return type;
    }

    private static Picture Pixels(PngHeader header, PngPalette palette, MemoryStream compressed, int dataOffset)
    {
        long expected = PngPass.All(header).Sum(pass => pass.Height * (1 + header.RowBytes(pass.Width)));
        if (expected > compressed.Length * MaxExpansion || expected > Array.MaxLength)
        {
            throw Damaged(dataOffset, $"{compressed.Length} bytes of image data cannot hold {header.Width} x {header.Height} pixels");
        }

        var raw = new byte[expected];
        compressed.Position = 0;
        try
        {
            using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
            if (zlib.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false) < raw.Length)
            {
                throw Damaged(dataOffset, "the image data ends before the last row");
            }

            // Reading on to the end also makes the stream compare its checksum.
            if (zlib.ReadByte() >= 0)
            {
                throw Damaged(dataOffset, "there is more image data than the picture has rows");
            }
        }
        // The decompressor reports a preset dictionary, which PNG forbids, as a fault of input and output.
        catch (Exception broken) when (broken is IOException || (broken is InvalidDataException && !broken.Message.StartsWith("PNG", StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"PNG, byte {dataOffset}: the image data does not decompress ({broken.Message})", broken);
        }

        return PngPixels.Unpack(header, palette, raw, dataOffset);
    }
}
