using System.Buffers.Binary;
using System.IO.Compression;
using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class ZipContainerTests
{
    [Fact]
    public void What_other_programs_packed_is_unpacked()
    {
        byte[] content = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i / 50))];
        ZipContainer zip = Open(Zip(("a", content), ("folder/b", [])));
        Assert.Equal(["a", "folder/b"], zip.Parts.Select(part => part.Name));
        Assert.Equal(content, zip.Read(zip.Find("a")!));
        Assert.Empty(zip.Read(zip.Find("folder/b")!));
        Assert.Null(zip.Find("c"));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("x/../../a")]
    [InlineData("C:a")]
    [InlineData("..\\a")]
    public void A_name_that_climbs_out_is_refused(string name) => Refused("leads out of the file's folder", Zip((name, [1])));

    [Fact]
    public void A_bomb_is_refused_before_memory_is_taken()
    {
        byte[] bomb = Zip(("zeros", new byte[50_000_000]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("FileLimits.MaxBytes", Assert.Throws<InvalidDataException>(() => new ZipContainer(new MemoryStream(bomb), "z", new FileLimits { MaxBytes = 40_000_000 })).Message);

        // A size that the packed bytes cannot hold.
        int entry = bomb.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(entry + 24), 2_000_000_000);
        Refused("cannot hold 2000000000 bytes", bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Parts_that_share_bytes_or_names_are_refused()
    {
        byte[] zip = Zip(("a", new byte[500]), ("b", new byte[500]));
        int second = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        byte[] shared = [.. zip];
        shared.AsSpan(second + 42, 4).Clear();
        Refused("bytes of another part", shared);
        byte[] same = [.. zip];
        same[second + 46] = (byte)'a';
        Refused("two parts are called 'a'", same);
    }

    [Fact]
    public void Damaged_content_is_found_by_its_checksum()
    {
        byte[] zip = Zip(("a", [.. Enumerable.Range(0, 90).Select(i => (byte)i)]));
        zip[40] ^= 1;
        ZipContainer open = Open(zip);
        Assert.Throws<InvalidDataException>(() => open.Read(open.Find("a")!));
    }

    [Fact]
    public void Other_packing_and_encryption_are_refused_by_name()
    {
        byte[] zip = Zip(("a", new byte[500]));
        int entry = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        byte[] other = [.. zip];
        other[entry + 10] = 12;
        Refused("method 12", other);
        other = [.. zip];
        other[entry + 8] |= 1;
        Refused("encrypted", other);
        Refused("directory is missing", zip[..^1]);
    }

    internal static byte[] Zip(params (string Name, byte[] Content)[] parts)
    {
        using MemoryStream target = new();
        using (ZipArchive archive = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream part = archive.CreateEntry(name).Open();
                part.Write(content);
            }
        }

        return target.ToArray();
    }

    private static ZipContainer Open(byte[] zip) => new(new MemoryStream(zip), "z", FileLimits.Default);

    private static void Refused(string why, byte[] zip) =>
        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => Open(zip)).Message);
}
