using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public sealed class IdxFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    // Two pictures of 2 x 3 pixels.
    private static readonly byte[] Pictures =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_are_read_plain_and_compressed(bool compressed)
    {
        var path = folder.Write(compressed ? TempFolder.Gzip(Pictures) : Pictures, "pictures");

        var data = IdxFile.Read(path);

        Assert.Equal([2, 2, 3], data.Dimensions);
        Assert.Equal(Enumerable.Range(1, 12).Select(value => (byte)value), data.Values);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8 }, "cut short in the header: expected 4 bytes at offset 0, found 3")]
    [InlineData(new byte[] { 1, 2, 8, 1 }, "expected 00 00 at offset 0, found 01 02")]
    [InlineData(new byte[] { 0, 0, 13, 1 }, "expected type 08 (unsigned byte) at offset 2, found 0D")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "expected 1 to 4 dimensions at offset 3, found 0")]
    [InlineData(new byte[] { 0, 0, 8, 200 }, "expected 1 to 4 dimensions at offset 3, found 200")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 }, "expected 4 bytes at offset 8, found 1")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, "expected a size from 1 to 2,147,483,647 at offset 4, found 0")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, "at offset 4, found 4,294,967,295")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 1, 2 }, "the header says 3: expected 11 bytes, found 10")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "the header says 1: expected 9 bytes, found 10")]
    public void A_wrong_plain_file_is_named_with_what_was_expected_and_found(byte[] content, string complaint)
    {
        var path = folder.Write(content, "wrong");

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path));

        Assert.StartsWith(path, error.Message);
        Assert.Contains(complaint, error.Message);
    }

    [Fact]
    public void A_compressed_file_with_too_little_or_too_much_inside_is_refused()
    {
        var little = folder.Write(TempFolder.Gzip(Pictures[..^1]), "little.gz");
        var much = folder.Write(TempFolder.Gzip([.. Pictures, 0]), "much.gz");

        Assert.Contains("expected 28 bytes, found 27", Assert.Throws<InvalidDataException>(() => IdxFile.Read(little)).Message);
        Assert.Contains("trailing bytes", Assert.Throws<InvalidDataException>(() => IdxFile.Read(much)).Message);
    }

    [Fact]
    public void A_gzip_file_cut_at_any_length_is_refused_or_still_holds_every_byte()
    {
        var whole = TempFolder.Gzip(Pictures);
        var refused = 0;
        for (var length = 2; length < whole.Length; length++)
        {
            var path = folder.Write(whole[..length], "cut.gz");
            try
            {
                // The last bytes are a checksum and a length: without them nothing of the content is missing.
                Assert.Equal(Pictures[16..], IdxFile.Read(path).Values);
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.StartsWith(path, error.Message);
            }
        }

        Assert.InRange(refused, whole.Length - 12, whole.Length);
    }

    [Fact]
    public void A_header_that_claims_gigabytes_costs_no_memory()
    {
        byte[] hostile = [0, 0, 8, 3, 0, 0, 64, 0, 0, 0, 0, 255, 0, 0, 0, 255];
        var compressed = folder.Write(TempFolder.Gzip(hostile), "hostile.gz");
        var plain = folder.Write(hostile, "hostile");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => IdxFile.Read(compressed));
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(plain));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Five_hundred_mutated_files_are_read_or_refused_but_never_crash_or_swell()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 500; trial++)
        {
            var content = (byte[])Pictures.Clone();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                content[random.Next(16)] = (byte)random.Next(256);
            }

            content = content[..random.Next(content.Length + 1)];
            var path = folder.Write(trial % 2 == 0 ? content : TempFolder.Gzip(content), "mutant");
            var before = GC.GetAllocatedBytesForCurrentThread();

            var error = Record.Exception(() => IdxFile.Read(path));

            Assert.True(error is null or InvalidDataException, $"trial {trial}: {error}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }
}
