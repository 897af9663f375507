using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public sealed class GzipFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Compression_is_told_by_content_not_by_name()
    {
        byte[] text = [65, 66, 67];

        Assert.Equal(text, GzipFile.ReadAllBytes(folder.Write(text, "unpacked-by-a-browser.gz"), 100));
        Assert.Equal(text, GzipFile.ReadAllBytes(folder.Write(TempFolder.Gzip(text), "no-ending"), 100));
    }

    [Fact]
    public void A_zip_bomb_stops_at_the_limit()
    {
        var path = folder.Write(TempFolder.Gzip(new byte[200_000_000]), "bomb.gz");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => GzipFile.ReadAllBytes(path, 1_000_000));

        Assert.Contains("expected at most 1,000,000 bytes", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void A_file_of_exactly_the_limit_is_read_and_one_more_byte_is_refused()
    {
        var path = folder.Write(new byte[1000], "plain");

        Assert.Equal(1000, GzipFile.ReadAllBytes(path, 1000).Length);
        Assert.Throws<InvalidDataException>(() => GzipFile.ReadAllBytes(path, 999));
    }

    [Fact]
    public void An_empty_file_is_empty() => Assert.Empty(GzipFile.ReadAllBytes(folder.Write([], "empty"), 10));

    [Fact]
    public void A_flipped_bit_in_compressed_data_is_never_accepted()
    {
        var content = new byte[5000];
        new Random(2).NextBytes(content);
        var whole = TempFolder.Gzip(content);
        var random = new Random(3);
        for (var trial = 0; trial < 100; trial++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(10, damaged.Length)] ^= (byte)(1 << random.Next(8));
            var path = folder.Write(damaged, "damaged.gz");

            Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => GzipFile.ReadAllBytes(path, 5000)).Message);
        }
    }
}
