using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class JpegHostileTests
{
    private static byte[] Good => GoldenBytes.Of(GoldenBytes.Jpeg, "baseline 2x2");

    private static byte[] Progressive => GoldenBytes.Of(GoldenBytes.Jpeg, "progressive 2x2");

    [Fact]
    public void A_file_cut_short_anywhere_is_refused_with_the_offset()
    {
        foreach (byte[] file in new[] { Good, Progressive })
        {
            for (int length = 0; length < file.Length; length++)
            {
                Assert.StartsWith("JPEG, byte ", Assert.Throws<InvalidDataException>(() => Jpeg.Decode(file.AsSpan(0, length))).Message);
            }
        }
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC5, "hierarchical")]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xC8, "unknown")]
    [InlineData(0xD8, "second picture")]
    [InlineData(0xD0, "restart marker outside")]
    public void What_is_not_read_is_refused_by_name(byte marker, string why) => Refused(why, With(Good, Frame(Good) + 1, marker));

    [Theory]
    [InlineData(4, 12, "12 bits")]
    [InlineData(6, 0, "x 0 pixels")]
    [InlineData(9, 2, "frame header")]
    [InlineData(14, 0x31, "fractional")]
    [InlineData(11, 0x52, "sampling 5 x 2")]
    [InlineData(12, 3, "table that the file has not given")]
    public void A_damaged_frame_says_what_is_wrong(int place, byte value, string why) => Refused(why, With(Good, Frame(Good) + place, value));

    [Fact]
    public void A_small_file_that_claims_a_large_picture_is_refused_before_memory_is_taken()
    {
        byte[] file = With(With(Good, Frame(Good) + 5, 0x1F), Frame(Good) + 7, 0x1F);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("cannot hold", file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Contains("pixels are accepted", Assert.Throws<InvalidDataException>(() => Jpeg.Decode(Good, maxPixels: 10)).Message);
        Assert.Contains("FileLimits.MaxBytes", Assert.Throws<InvalidDataException>(() => Jpeg.Read(new MemoryStream(Good), "x.jpg", new FileLimits { MaxBytes = 100 })).Message);
        Assert.StartsWith("x.jpg: JPEG, byte", Assert.Throws<InvalidDataException>(() => Jpeg.Read(new MemoryStream(Good[..50]), "x.jpg")).Message);
    }

    [Fact]
    public void A_scan_that_comes_twice_is_refused_so_that_work_is_bounded()
    {
        // The last scan once more: no coefficient has a bit below the lowest.
        int scan = Progressive.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] twice = [.. Progressive[..^2], .. Progressive[scan..]];
        Refused("out of order or comes twice", twice);
    }

    [Fact]
    public void A_missing_restart_marker_is_found()
    {
        byte[] file = GoldenBytes.Of(GoldenBytes.Jpeg, "restart");
        int place = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD1]);
        Refused("expected restart marker 1", With(file, place + 1, 0xD4));
    }

    private static int Frame(byte[] file) => file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);

    private static byte[] With(byte[] file, int place, byte value)
    {
        byte[] changed = [.. file];
        changed[place] = value;
        return changed;
    }

    private static void Refused(string why, byte[] file) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Jpeg.Decode(file)).Message);
}
