using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>Reads JPEG files and trusts nothing in them: each marker is checked before it is used.</summary>
internal ref struct JpegDecoder(ReadOnlySpan<byte> file, int maxPixels)
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;
    private readonly ReadOnlySpan<byte> file = file;
    private readonly JpegHuffman?[] dcTables = new JpegHuffman?[4];
    private readonly JpegHuffman?[] acTables = new JpegHuffman?[4];
    private readonly int[]?[] steps = new int[]?[4];
    private JpegFrame? frame;
    private int restartInterval;
    private int adobe = -1;
    private bool jfif;
    private byte[] plain = [];

    public static InvalidDataException Damaged(int offset, string what) => new($"JPEG, byte {offset}: {what}.");

    public Picture Decode()
    {
        if (file.Length < 3 || file[0] != 0xFF || file[1] != StartOfImage)
        {
            throw Damaged(0, "not a JPEG file, its signature is missing");
        }

        int offset = 2;
        while (true)
        {
            byte marker = NextMarker(ref offset);
            if (marker == EndOfImage)
            {
                return Finish(offset - 2);
            }

            int start = offset + 2;
            ReadOnlySpan<byte> data = Segment(ref offset);
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    frame = frame is null
                        ? JpegFrame.Parse(data, start, maxPixels, progressive: marker == 0xC2)
                        : throw Damaged(start, "a second frame");
                    break;
                case 0xC4:
                    HuffmanTables(data, start);
                    break;
                case 0xDB:
                    Quantizers(data, start);
                    break;
                case 0xDD:
                    restartInterval = data.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : throw Damaged(start, "a restart interval that is no number");
                    break;
                case StartOfScan:
                    offset = Scan(data, start, offset);
                    break;
                case 0xE0:
                    jfif |= data.StartsWith("JFIF\0"u8);
                    break;
                case 0xEE:
                    adobe = data.Length >= 12 && data.StartsWith("Adobe"u8) ? data[11] : adobe;
                    break;
                case (>= 0xE1 and <= 0xEF) or 0xFE:
                    // Notes of cameras and programs.
                    break;
                default:
                    throw Damaged(start - 4, Unread(marker));
            }
        }
    }

    private static string Unread(byte marker) => marker switch
    {
        0xC3 or 0xC7 or 0xCB or 0xCF => "a lossless JPEG is not read",
        0xC5 or 0xC6 or 0xCD or 0xCE or 0xDE or 0xDF => "a hierarchical JPEG is not read",
        0xC9 or 0xCA or 0xCC => "a JPEG with arithmetic codes is not read",
        0xDC => "a JPEG that says its height at the end (DNL) is not read",
        StartOfImage => "a second picture begins inside the first",
        >= 0xD0 and <= 0xD7 => "a restart marker outside of coded data",
        _ => $"marker FF {marker:X2} is unknown",
    };

    private readonly byte NextMarker(ref int offset)
    {
        int start = offset;
        if (offset < file.Length && file[offset] != 0xFF)
        {
            throw Damaged(offset, $"expected a marker, found {file[offset]:X2}");
        }

        // Any number of FF may stand before the marker's own byte.
        while (offset < file.Length && file[offset] == 0xFF)
        {
            offset++;
        }

        return offset < file.Length ? file[offset++] : throw Damaged(start, "the file is cut short, its end is missing");
    }

    private readonly ReadOnlySpan<byte> Segment(ref int offset)
    {
        int left = file.Length - offset;
        int length = left >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(file[offset..]) : 2;
        if (length < 2 || length > left)
        {
            throw Damaged(offset, $"a segment of {length} bytes, but {left} are left: the file is cut short or damaged");
        }

        var data = file.Slice(offset + 2, length - 2);
        offset += length;
        return data;
    }

    private readonly void HuffmanTables(scoped ReadOnlySpan<byte> data, int start)
    {
        int length = data.Length;
        while (data.Length > 0)
        {
            int offset = start + length - data.Length;
            byte place = data[0];
            if ((place >> 4) > 1 || (place & 15) > 3)
            {
                throw Damaged(offset, $"Huffman table {place:X2} does not exist");
            }

            data = data[1..];
            bool forDc = place >> 4 == 0;
            (forDc ? dcTables : acTables)[place & 15] = JpegHuffman.Parse(ref data, forDc, offset);
        }
    }

    private readonly void Quantizers(scoped ReadOnlySpan<byte> data, int start)
    {
        int length = data.Length;
        while (data.Length > 0)
        {
            int offset = start + length - data.Length, wide = data[0] >> 4, size = 1 + (64 * (1 + wide));
            if (wide > 1 || (data[0] & 15) > 3 || data.Length < size)
            {
                throw Damaged(offset, $"quantisation table {data[0]:X2} does not exist or is cut short");
            }

            var table = new int[64];
            for (int k = 0; k < 64; k++)
            {
                table[JpegTables.Zigzag[k]] = wide == 0 ? data[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + (2 * k))..]);
            }

            steps[data[0] & 15] = table;
            data = data[size..];
        }
    }

    private int Scan(scoped ReadOnlySpan<byte> data, int start, int offset)
    {
        if (frame is null)
        {
            throw Damaged(start, "a scan before the frame");
        }

        // A block takes a bit at least: a small file that claims a large picture is refused before memory is taken.
        if (frame.Components[0].Samples.Length == 0)
        {
            if (frame.Blocks > 8L * (file.Length - offset))
            {
                throw Damaged(offset, $"{file.Length - offset} bytes of coded data cannot hold {frame.Width} x {frame.Height} pixels");
            }

            foreach (JpegComponent component in frame.Components)
            {
                component.Samples = new byte[component.Stride * component.BlocksHigh * 8];
                component.Coefficients = frame.Progressive ? new short[component.Samples.Length] : [];
            }
        }

        JpegScan scan = JpegScan.Parse(data, start, frame, dcTables, acTables);
        foreach (JpegScanPart part in scan.Parts)
        {
            part.Component.Steps ??= steps[part.Component.QuantizerIndex]
                ?? throw Damaged(start, $"plane {part.Component.Id} uses a quantisation table that the file has not given");
        }

        JpegEntropy entropy = new(file, offset, frame, scan, restartInterval, plain);
        offset = entropy.Decode();
        plain = entropy.Buffer;
        return offset;
    }

    private readonly Picture Finish(int offset)
    {
        if (frame is null || frame.Components.Any(component => component.Steps is null))
        {
            throw Damaged(offset, frame is null ? "the file ends without a picture" : "the file ends before every plane has come");
        }

        if (frame.Progressive)
        {
            foreach (JpegComponent component in frame.Components)
            {
                JpegDct.InverseAll(component);
            }
        }

        return JpegColor.Join(frame, ColorOf(frame));
    }

    // Adobe's marker says it; else JFIF is YCbCr; else the planes' names may be R, G and B.
    private readonly JpegColorSpace ColorOf(JpegFrame of) => of.Components.Length switch
    {
        1 => JpegColorSpace.Grey,
        4 => adobe == 2 ? JpegColorSpace.Ycck : adobe >= 0 ? JpegColorSpace.White : JpegColorSpace.Inks,
        _ when jfif => JpegColorSpace.YCbCr,
        _ when adobe >= 0 => adobe == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
        _ => of.Components.Select(component => (char)component.Id).SequenceEqual("RGB") ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
    };
}
