using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>Writes baseline JPEG files with the tables of T.81, annex K.</summary>
internal static class JpegEncoder
{
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, int quality, bool halveColour)
    {
        int factor = channels > 1 && halveColour ? 2 : 1;
        float[][] planes = Planes(pixels, width, height, channels, factor, out int stride, out int rows);
        byte[][] steps = [Scaled(JpegTables.Luminance, quality), Scaled(JpegTables.Chrominance, quality)];
        using MemoryStream file = new();
        Headers(file, width, height, planes.Length, factor, steps);
        JpegBitWriter bits = new(file);
        var previous = new int[planes.Length];
        for (int top = 0; top < rows; top += 8 * factor)
        {
            for (int left = 0; left < stride; left += 8 * factor)
            {
                for (int y = 0; y < factor; y++)
                {
                    for (int x = 0; x < factor; x++)
                    {
                        Block(bits, planes[0], stride, left + (8 * x), top + (8 * y), steps[0], ref previous[0], forColour: false);
                    }
                }

                for (int plane = 1; plane < planes.Length; plane++)
                {
                    Block(bits, planes[plane], stride / factor, left / factor, top / factor, steps[1], ref previous[plane], forColour: true);
                }
            }
        }

        bits.Finish();
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    // 50 gives the tables of annex K, 100 steps of 1; below 50 steps grow as 1 / quality.
    private static byte[] Scaled(ReadOnlySpan<byte> table, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        var scaled = new byte[64];
        for (int i = 0; i < 64; i++)
        {
            scaled[i] = (byte)Math.Clamp(((table[i] * percent) + 50) / 100, 1, 255);
        }

        return scaled;
    }

    // Brightness and colour, 128 taken off, in whole units; what lies beyond the picture repeats its last row and column.
    private static float[][] Planes(ReadOnlySpan<byte> pixels, int width, int height, int channels, int factor, out int stride, out int rows)
    {
        int unit = 8 * factor;
        stride = (width + unit - 1) / unit * unit;
        rows = (height + unit - 1) / unit * unit;
        float[][] planes = new float[channels == 1 ? 1 : 3][];
        planes[0] = new float[stride * rows];
        for (int i = 1; i < planes.Length; i++)
        {
            planes[i] = new float[stride / factor * (rows / factor)];
        }

        float share = 1f / (factor * factor);
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < stride; x++)
            {
                var pixel = pixels.Slice(((Math.Min(y, height - 1) * width) + Math.Min(x, width - 1)) * channels, channels);
                int at = (y * stride) + x;
                if (channels == 1)
                {
                    planes[0][at] = pixel[0] - 128f;
                    continue;
                }

                float red = pixel[0], green = pixel[1], blue = pixel[2];
                float light = (0.299f * red) + (0.587f * green) + (0.114f * blue);
                planes[0][at] = light - 128f;
                at = (y / factor * (stride / factor)) + (x / factor);
                planes[1][at] += share * (blue - light) / 1.772f;
                planes[2][at] += share * (red - light) / 1.402f;
            }
        }

        return planes;
    }

    private static void Headers(MemoryStream file, int width, int height, int planes, int factor, byte[][] steps)
    {
        file.Write([0xFF, 0xD8]);
        Segment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        for (int table = 0; table < Math.Min(2, planes); table++)
        {
            var inOrder = new byte[65];
            inOrder[0] = (byte)table;
            for (int k = 0; k < 64; k++)
            {
                inOrder[1 + k] = steps[table][JpegTables.Zigzag[k]];
            }

            Segment(file, 0xDB, inOrder);
        }

        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(size[2..], (ushort)width);
        byte sampling = (byte)((factor << 4) | factor);
        Segment(file, 0xC0, planes == 1 ? [8, .. size, 1, 1, 0x11, 0] : [8, .. size, 3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1]);
        Segment(file, 0xC4, [0x00, .. JpegTables.DcLuminance]);
        Segment(file, 0xC4, [0x10, .. JpegTables.AcLuminance]);
        if (planes > 1)
        {
            Segment(file, 0xC4, [0x01, .. JpegTables.DcChrominance]);
            Segment(file, 0xC4, [0x11, .. JpegTables.AcChrominance]);
        }

        Segment(file, 0xDA, planes == 1 ? [1, 1, 0x00, 0, 63, 0] : [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static void Segment(MemoryStream file, byte marker, ReadOnlySpan<byte> data)
    {
        file.Write([0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2)]);
        file.Write(data);
    }

    private static void Block(JpegBitWriter bits, float[] plane, int stride, int left, int top, byte[] steps, ref int previous, bool forColour)
    {
        Span<float> block = stackalloc float[64];
        for (int row = 0; row < 8; row++)
        {
            plane.AsSpan(((top + row) * stride) + left, 8).CopyTo(block[(row * 8)..]);
        }

        JpegDct.Forward(block);
        int first = (int)MathF.Round(block[0] / steps[0], MidpointRounding.AwayFromZero);
        bits.Coefficient(forColour, forDc: true, run: 0, first - previous);
        previous = first;
        int run = 0;
        for (int k = 1; k < 64; k++)
        {
            int place = JpegTables.Zigzag[k];
            int value = (int)MathF.Round(block[place] / steps[place], MidpointRounding.AwayFromZero);
            if (value == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
            {
                bits.Symbol(forColour, forDc: false, 0xF0);
            }

            bits.Coefficient(forColour, forDc: false, run, value);
            run = 0;
        }

        if (run > 0)
        {
            bits.Symbol(forColour, forDc: false, 0);
        }
    }
}
