using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class PngHostileTests
{
    private static byte[] Good => Png.Encode(Enumerable.Range(0, 300).Select(i => (byte)(i * 7)).ToArray(), 10, 10, 3);

    [Fact]
    public void Damaged_files_only_ever_throw_InvalidDataException()
    {
        var random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 500; trial++)
        {
            var file = Good;
            for (int change = 0; change <= trial % 3; change++)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            refused += Refused(trial % 5 == 0 ? file[..random.Next(file.Length)] : file) ? 1 : 0;
        }

        // Checksums catch every change but a byte replaced by itself.
        Assert.InRange(refused, 490, 500);
    }

    [Fact]
    public void Damage_behind_correct_checksums_is_found_as_well()
    {
        var random = new Random(8);
        int refused = 0;
        for (int trial = 0; trial < 500; trial++)
        {
            var header = PngBuilder.Header(6, 6, 1 << random.Next(5), random.Next(7), random.Next(2));
            var raw = new byte[random.Next(1, 120)];
            random.NextBytes(raw);
            var data = PngBuilder.Zlib(raw);
            data[random.Next(data.Length)] ^= (byte)(random.Next(2) * random.Next(256));
            var colors = new byte[random.Next(30)];
            refused += Refused(new PngBuilder().Chunk("IHDR", header).Chunk("PLTE", colors).Chunk("tRNS", new byte[random.Next(4)]).Chunk("IDAT", data).End()) ? 1 : 0;
        }

        Assert.InRange(refused, 400, 500);
    }

    [Fact]
    public void A_small_file_that_claims_a_large_picture_is_refused_before_memory_is_taken()
    {
        var file = new PngBuilder().Chunk("IHDR", PngBuilder.Header(8000, 8000, 8, 6)).Chunk("IDAT", PngBuilder.Zlib(new byte[100])).End();

        long before = GC.GetAllocatedBytesForCurrentThread();
        var damage = Assert.Throws<InvalidDataException>(() => Png.Decode(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains("cannot hold 8000 x 8000", damage.Message);
        Assert.Contains("accepted", Assert.Throws<InvalidDataException>(() => Png.Decode(Good, maxPixels: 99)).Message);
    }

    [Fact]
    public void The_message_says_where_and_what()
    {
        Assert.Contains("byte 0: not a PNG", Assert.Throws<InvalidDataException>(() => Png.Decode("GIF89a"u8)).Message);
        Assert.Contains("byte 33: a chunk of", Assert.Throws<InvalidDataException>(() => Png.Decode(Good.AsSpan(0, 60))).Message);
        Assert.Contains("byte 8: the first chunk", Assert.Throws<InvalidDataException>(() => Png.Decode(new PngBuilder().End())).Message);
        var late = new PngBuilder().Chunk("IHDR", PngBuilder.Header(1, 1, 8, 0)).Chunk("IDAT", PngBuilder.Zlib(0, 1)).Chunk("tEXt").Chunk("IDAT", 1).End();
        Assert.Contains("two places", Assert.Throws<InvalidDataException>(() => Png.Decode(late)).Message);
        var unknown = new PngBuilder().Chunk("IHDR", PngBuilder.Header(1, 1, 8, 0)).Chunk("ABCD").End();
        Assert.Contains("critical", Assert.Throws<InvalidDataException>(() => Png.Decode(unknown)).Message);
        var dictionary = new PngBuilder().Chunk("IHDR", PngBuilder.Header(1, 1, 8, 0)).Chunk("IDAT", 0x78, 0xBB, 0, 0, 0, 0, 0, 0, 0, 0).End();
        Assert.Contains("does not decompress", Assert.Throws<InvalidDataException>(() => Png.Decode(dictionary)).Message);
        var surplus = new PngBuilder().Chunk("IHDR", PngBuilder.Header(1, 1, 8, 0)).Chunk("IDAT", PngBuilder.Zlib(0, 1, 2)).End();
        Assert.Contains("more image data", Assert.Throws<InvalidDataException>(() => Png.Decode(surplus)).Message);
    }

    private static bool Refused(byte[] file)
    {
        try
        {
            Png.Decode(file);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
