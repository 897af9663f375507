using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>The colour types of a PNG, with the file's own numbers.</summary>
internal enum PngColor
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>The IHDR chunk: what the pixels look like.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColor Color, bool Interlaced)
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Samples in a pixel.</summary>
    public int Channels => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GreyAlpha => 2,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Whole bytes that a filter looks back for the pixel on the left; 1 where pixels share a byte.</summary>
    public int FilterDistance => Math.Max(1, Channels * Depth / 8);

    /// <summary>Bytes of a packed row of so many pixels, without its filter byte.</summary>
    public long RowBytes(int pixels) => (((long)pixels * Channels * Depth) + 7) / 8;

    /// <summary>Reads and checks the thirteen bytes at <paramref name="offset"/> of the file.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data, int offset, int maxPixels)
    {
        if (data.Length != 13)
        {
            throw PngDecoder.Damaged(offset, $"the header has {data.Length} bytes instead of 13");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > (ulong)maxPixels)
        {
            throw PngDecoder.Damaged(offset, $"a picture of {width} x {height} pixels, where 1 to {maxPixels} pixels are accepted");
        }

        int depth = data[8];
        var color = (PngColor)data[9];
        bool known = color switch
        {
            PngColor.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GreyAlpha or PngColor.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!known || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw PngDecoder.Damaged(offset + 8, $"colour type {data[9]} with {depth} bits, compression {data[10]}, filter {data[11]}, interlace {data[12]} is not PNG");
        }

        return new((int)width, (int)height, depth, color, data[12] == 1);
    }
}
