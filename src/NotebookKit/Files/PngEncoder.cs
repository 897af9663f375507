using System.Buffers.Binary;
using System.IO.Compression;

namespace NotebookKit.Files;

/// <summary>Writes 8-bit PNG files: filter each row, compress, wrap in checked chunks.</summary>
internal static class PngEncoder
{
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        using var file = new MemoryStream();
        file.Write(PngHeader.Signature);

        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)(channels switch { 1 => PngColor.Grey, 3 => PngColor.Rgb, _ => PngColor.RgbAlpha });
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels, channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowBytes, int pixelBytes)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            ReadOnlySpan<byte> above = new byte[rowBytes];
            var candidate = new byte[rowBytes + 1];
            var best = new byte[rowBytes + 1];
            for (; pixels.Length > 0; pixels = pixels[rowBytes..])
            {
                var row = pixels[..rowBytes];
                long bestCost = long.MaxValue;
                for (int filter = 0; filter < PngFilters.Count; filter++)
                {
                    candidate[0] = (byte)filter;
                    PngFilters.Apply(filter, row, above, pixelBytes, candidate.AsSpan(1));
                    if (Cost(candidate.AsSpan(1)) is var cost && cost < bestCost)
                    {
                        bestCost = cost;
                        (best, candidate) = (candidate, best);
                    }
                }

                zlib.Write(best);
                above = row;
            }
        }

        return compressed.ToArray();
    }

    // The specification's heuristic: the smallest sum of absolute signed differences compresses best, as a rule.
    private static long Cost(ReadOnlySpan<byte> differences)
    {
        long sum = 0;
        foreach (byte difference in differences)
        {
            sum += Math.Abs((int)(sbyte)difference);
        }

        return sum;
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(type, data));
        file.Write(word);
    }
}
