using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookKit.Files;

/// <summary>What the planes of a JPEG mean.</summary>
internal enum JpegColorSpace
{
    /// <summary>One plane of brightness.</summary>
    Grey,

    /// <summary>Brightness and two differences of colour.</summary>
    YCbCr,

    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Cyan, magenta, yellow and black ink.</summary>
    Inks,

    /// <summary>The same as Adobe's programs write it: what each ink leaves white.</summary>
    White,

    /// <summary>Adobe's, its first three planes turned into YCbCr as if they were red, green and blue inks.</summary>
    Ycck,
}

/// <summary>From planes to red, green, blue and alpha.</summary>
/// <remarks>R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb with Cb and Cr around 128 (JFIF), in 16 bits after the point.</remarks>
internal static class JpegColor
{
    private const int Step = 8;

    public static Picture Join(JpegFrame frame, JpegColorSpace space)
    {
        byte[] rgba = new byte[frame.Width * frame.Height * 4];

        // Rows are padded to whole vectors and pairs, and the last vector of a row may begin in its middle.
        int padded = (frame.Width + 2 + (2 * Step)) / Step * Step;
        byte[][] rows = [.. frame.Components.Select(_ => new byte[padded])];
        int[] sums = new int[padded];
        for (int y = 0; y < frame.Height; y++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                JpegUpsampling.Row(frame, frame.Components[i], y, rows[i], sums);
            }

            Span<byte> target = rgba.AsSpan(y * frame.Width * 4, frame.Width * 4);
            switch (space)
            {
                case JpegColorSpace.YCbCr:
                    FromYCbCr(rows, target);
                    break;
                case JpegColorSpace.Inks or JpegColorSpace.White or JpegColorSpace.Ycck:
                    FromInks(rows, target, space);
                    break;
                default:
                    Interleave(rows[0], rows[rows.Length / 2], rows[^1], target);
                    break;
            }
        }

        return new(frame.Width, frame.Height, rgba);
    }

    private static void FromYCbCr(byte[][] rows, Span<byte> target)
    {
        Span<int> pixels = MemoryMarshal.Cast<byte, int>(target);
        Span<int> rest = stackalloc int[Step];
        for (int x = 0; x < pixels.Length; x += Step)
        {
            Vector256<int> y = Load(rows[0], x), cb = Load(rows[1], x) - Vector256.Create(128), cr = Load(rows[2], x) - Vector256.Create(128);
            Vector256<int> half = Vector256.Create(1 << 15);
            Vector256<int> red = Clamp(y + (((cr * Vector256.Create(91881)) + half) >> 16));
            Vector256<int> green = Clamp(y + ((half - (cb * Vector256.Create(22554)) - (cr * Vector256.Create(46802))) >> 16));
            Vector256<int> blue = Clamp(y + (((cb * Vector256.Create(116130)) + half) >> 16));
            Vector256<int> pixel = red | (green << 8) | (blue << 16) | Vector256.Create(255 << 24);
            if (!BitConverter.IsLittleEndian)
            {
                pixel = Vector256.Shuffle(pixel.AsByte(), Vector256.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12, 19, 18, 17, 16, 23, 22, 21, 20, 27, 26, 25, 24, 31, 30, 29, 28)).AsInt32();
            }

            if (pixels.Length - x >= Step)
            {
                pixel.CopyTo(pixels[x..]);
            }
            else
            {
                pixel.CopyTo(rest);
                rest[..(pixels.Length - x)].CopyTo(pixels[x..]);
            }
        }
    }

    // The light that paper gives back: what the ink of its colour leaves white of it, times what black leaves.
    private static void FromInks(byte[][] rows, Span<byte> target, JpegColorSpace space)
    {
        if (space == JpegColorSpace.Ycck)
        {
            FromYCbCr(rows, target);
        }
        else
        {
            Interleave(rows[0], rows[1], rows[2], target);
        }

        int colour = space == JpegColorSpace.White ? 0 : 255, black = space == JpegColorSpace.Inks ? 255 : 0;
        for (int x = 0; x < target.Length / 4; x++)
        {
            // Against 255, exclusive-or is the complement.
            int left = rows[3][x] ^ black;
            foreach (ref byte channel in target.Slice(x * 4, 3))
            {
                channel = (byte)((((channel ^ colour) * left) + 127) / 255);
            }
        }
    }

    private static void Interleave(byte[] red, byte[] green, byte[] blue, Span<byte> target)
    {
        for (int x = 0; x < target.Length / 4; x++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target[(x * 4)..], red[x] | ((uint)green[x] << 8) | ((uint)blue[x] << 16) | 0xFF000000u);
        }
    }

    private static Vector256<int> Clamp(Vector256<int> value) =>
        Vector256.Min(Vector256.Max(value, Vector256<int>.Zero), Vector256.Create(255));

    private static Vector256<int> Load(byte[] row, int x)
    {
        Vector128<ushort> eight = Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(row.AsSpan(x))).AsByte());
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(eight);
        return Vector256.Create(low, high).AsInt32();
    }
}
