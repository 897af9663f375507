using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NotebookKit.Files;

/// <summary>From filtered rows of packed samples to RGBA.</summary>
internal static class PngPixels
{
    private const uint Opaque = 0xFF000000;

    public static Picture Unpack(PngHeader header, PngPalette palette, byte[] raw, int dataOffset)
    {
        var rgba = new byte[header.Width * header.Height * 4];
        int position = 0;
        foreach (var pass in PngPass.All(header))
        {
            int rowBytes = (int)header.RowBytes(pass.Width);
            ReadOnlySpan<byte> above = new byte[rowBytes];
            for (int row = 0; row < pass.Height; row++)
            {
                int filter = raw[position];
                if (filter >= PngFilters.Count)
                {
                    throw PngDecoder.Damaged(dataOffset, $"row filter {filter} does not exist");
                }

                var samples = raw.AsSpan(position + 1, rowBytes);
                PngFilters.Undo(filter, samples, above, header.FilterDistance);
                above = samples;
                position += 1 + rowBytes;

                if (header is { Depth: 8, Interlaced: false } && palette.Key is null && header.Color != PngColor.Palette)
                {
                    Row(header.Color, samples, rgba.AsSpan(row * header.Width * 4, header.Width * 4));
                    continue;
                }

                int target = (((pass.Top + (row * pass.StepY)) * header.Width) + pass.Left) * 4;
                for (int x = 0; x < pass.Width; x++, target += pass.StepX * 4)
                {
                    Pixel(header, palette, samples, x, rgba.AsSpan(target, 4), dataOffset);
                }
            }
        }

        return new(header.Width, header.Height, rgba);
    }

    // The usual kinds, a row at a time.
    private static void Row(PngColor color, ReadOnlySpan<byte> samples, Span<byte> rgba)
    {
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        switch (color)
        {
            case PngColor.Grey:
                for (int x = 0; x < pixels.Length; x++)
                {
                    pixels[x] = Opaque | (samples[x] * 0x10101u);
                }

                break;
            case PngColor.GreyAlpha:
                for (int x = 0; x < pixels.Length; x++)
                {
                    pixels[x] = ((uint)samples[(2 * x) + 1] << 24) | (samples[2 * x] * 0x10101u);
                }

                break;
            case PngColor.Rgb:
                for (int x = 0; x < pixels.Length; x++, samples = samples[3..])
                {
                    pixels[x] = Opaque | samples[0] | ((uint)samples[1] << 8) | ((uint)samples[2] << 16);
                }

                break;
            default:
                samples.CopyTo(rgba);
                return;
        }

        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(pixels, pixels);
        }
    }

    private static void Pixel(PngHeader header, PngPalette palette, ReadOnlySpan<byte> row, int x, Span<byte> rgba, int dataOffset)
    {
        rgba[3] = 255;
        int first = x * header.Channels;
        switch (header.Color)
        {
            case PngColor.Palette:
                int index = Sample(row, first, header.Depth);
                if (index * 3 >= palette.Colors.Length)
                {
                    throw PngDecoder.Damaged(dataOffset, $"a pixel has colour {index} of a palette of {palette.Colors.Length / 3}");
                }

                palette.Colors.AsSpan(index * 3, 3).CopyTo(rgba);
                rgba[3] = index < palette.Alpha.Length ? palette.Alpha[index] : (byte)255;
                return;
            case PngColor.Grey or PngColor.GreyAlpha:
                rgba[..3].Fill(ToByte(Sample(row, first, header.Depth), header.Depth));
                break;
            default:
                for (int channel = 0; channel < 3; channel++)
                {
                    rgba[channel] = ToByte(Sample(row, first + channel, header.Depth), header.Depth);
                }

                break;
        }

        if (header.Color is PngColor.GreyAlpha or PngColor.RgbAlpha)
        {
            rgba[3] = ToByte(Sample(row, first + header.Channels - 1, header.Depth), header.Depth);
        }
        else if (palette.Key is { } key)
        {
            // The key is compared at full depth, so that 16-bit colours that only look alike stay opaque.
            bool transparent = true;
            for (int channel = 0; channel < key.Length; channel++)
            {
                transparent &= Sample(row, first + channel, header.Depth) == key[channel];
            }

            rgba[3] = transparent ? (byte)0 : (byte)255;
        }
    }

    private static int Sample(ReadOnlySpan<byte> row, int index, int depth)
    {
        if (depth == 8)
        {
            return row[index];
        }

        if (depth == 16)
        {
            return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        }

        int bit = index * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }

    // Full scale stays full scale: 1 of 1 bit, 3 of 2 bits and 65,535 of 16 bits all become 255.
    private static byte ToByte(int sample, int depth)
    {
        int most = (1 << depth) - 1;
        return depth == 8 ? (byte)sample : (byte)(((sample * 255L) + (most / 2)) / most);
    }
}
