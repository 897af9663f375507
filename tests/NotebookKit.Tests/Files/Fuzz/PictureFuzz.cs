using System.Buffers.Binary;
using NotebookKit.Files;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Files.Fuzz;

public class JpegFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds => [.. new[] { "optimised", "tiny 3x2", "grey", "restart", "inks" }.Select(name => GoldenBytes.Of(GoldenBytes.Jpeg, name))];

    protected override void Read(byte[] file) => Jpeg.Decode(file);
}

public class ProgressiveJpegFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds => [.. new[] { "grey progressive", "many scans", "progressive 1x1", "progressive restart" }.Select(name => GoldenBytes.Of(GoldenBytes.Jpeg, name))];

    protected override void Read(byte[] file) => Jpeg.Decode(file);
}

public class PngFuzz(ITestOutputHelper output) : FormatFuzz(output)
{
    protected override byte[][] Seeds =>
    [
        Png.Encode(Enumerable.Range(0, 300).Select(i => (byte)(i * 7)).ToArray(), 10, 10, 3),
        new PngBuilder().Chunk("IHDR", PngBuilder.Header(5, 3, 4, 3)).Chunk("PLTE", new byte[30]).Chunk("tRNS", 0, 9).Chunk("IDAT", Stored(new byte[12])).End(),
        new PngBuilder().Chunk("IHDR", PngBuilder.Header(9, 9, 16, 6, 1)).Chunk("IDAT", Stored(new byte[667])).End(),
        new PngBuilder().Chunk("IHDR", PngBuilder.Header(7, 3, 1, 0)).Chunk("tRNS", 0, 1).Chunk("IDAT", Stored([0, 1, 4, 2, 3, 9])).End(),
    ];

    // Deflate makes 1032 bytes of one, and each of those may be eight pixels of four bytes.
    protected override long BytesFor(byte[] file) => 1_000_000 + (40_000L * file.Length);

    protected override void Read(byte[] file) => Png.Decode(file);

    // Three cases of four get right checksums, half of those around pixels that were stored rather than packed.
    protected override byte[] Seal(byte[] file, int number)
    {
        if (number % 4 == 3)
        {
            return file;
        }

        PngBuilder sealedFile = new();
        for (int at = 8; file.Length - at >= 12;)
        {
            int length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at)), (uint)(file.Length - at - 12));
            string type = System.Text.Encoding.Latin1.GetString(file, at + 4, 4);
            byte[] data = file.AsSpan(at + 8, length).ToArray();
            sealedFile.Chunk(type.Any(letter => letter > 127) ? "abcd" : type, type == "IDAT" && number % 2 == 1 && length > 11 ? Stored(data[7..^4]) : data);
            at += 12 + length;
        }

        return sealedFile.Bytes;
    }

    // A zlib stream of one stored block.
    private static byte[] Stored(byte[] raw)
    {
        uint a = 1, b = 0;
        foreach (byte value in raw)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        byte[] file = [0x78, 1, 1, (byte)raw.Length, (byte)(raw.Length >> 8), (byte)~raw.Length, (byte)(~raw.Length >> 8), .. raw, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(file.Length - 4), (b << 16) | a);
        return file;
    }
}
