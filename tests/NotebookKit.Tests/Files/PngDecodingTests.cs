using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class PngDecodingTests
{
    [Theory]
    [InlineData("astronaut", 512, 512)]
    [InlineData("brick", 512, 512)]
    [InlineData("camera", 512, 512)]
    [InlineData("chelsea", 451, 300)]
    [InlineData("coffee", 600, 400)]
    [InlineData("coins", 384, 303)]
    [InlineData("grass", 512, 512)]
    [InlineData("gravel", 512, 512)]
    [InlineData("horse", 400, 328)]
    [InlineData("page", 384, 191)]
    public void Pictures_of_other_encoders_have_their_known_sizes(string name, int width, int height)
    {
        var image = Png.Read(Path.Combine(DataFolder(), "images", name + ".png"));

        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.True(image.Rgba.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(1, new byte[] { 0b1010_0000 }, new byte[] { 255, 0, 255 })]
    [InlineData(2, new byte[] { 0b1101_0000 }, new byte[] { 255, 85, 0 })]
    [InlineData(4, new byte[] { 0xF1, 0x00 }, new byte[] { 255, 17, 0 })]
    [InlineData(8, new byte[] { 255, 17, 0 }, new byte[] { 255, 17, 0 })]
    [InlineData(16, new byte[] { 0xFF, 0xFF, 0x80, 0x80, 0, 0x01 }, new byte[] { 255, 128, 0 })]
    public void Grey_of_any_depth_becomes_eight_bits(int depth, byte[] row, byte[] expected) =>
        Assert.Equal(expected, One(PngBuilder.Header(3, 1, depth, 0), row).ToGrey());

    [Fact]
    public void A_palette_gives_colours_and_its_transparency_gives_alpha()
    {
        var file = new PngBuilder().Chunk("IHDR", PngBuilder.Header(2, 1, 4, 3))
            .Chunk("PLTE", 1, 2, 3, 4, 5, 6).Chunk("tRNS", 9).Chunk("IDAT", PngBuilder.Zlib(0, 0x01)).End();

        Assert.Equal([1, 2, 3, 9, 4, 5, 6, 255], Png.Decode(file).Rgba);
    }

    [Fact]
    public void One_key_colour_is_transparent_at_full_depth()
    {
        var file = new PngBuilder().Chunk("IHDR", PngBuilder.Header(2, 1, 16, 0))
            .Chunk("tRNS", 0x12, 0x34).Chunk("IDAT", PngBuilder.Zlib(0, 0x12, 0x34, 0x12, 0x35)).End();

        Assert.Equal([18, 18, 18, 0, 18, 18, 18, 255], Png.Decode(file).Rgba);
    }

    [Fact]
    public void Grey_with_alpha_and_sixteen_bit_colours_are_read()
    {
        Assert.Equal([7, 7, 7, 200], One(PngBuilder.Header(1, 1, 8, 4), [7, 200]).Rgba);
        Assert.Equal([255, 0, 128, 255], One(PngBuilder.Header(1, 1, 16, 6), [255, 255, 0, 0, 128, 128, 255, 255]).Rgba);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 9)]
    [InlineData(8, 8)]
    [InlineData(17, 13)]
    public void Interlaced_pixels_land_where_they_belong(int width, int height)
    {
        // Adam7 written out as the specification's table: pass number of each pixel of an 8 x 8 tile.
        int[] pass = [.. "1646264677777777565656567777777736463646777777775656565677777777".Select(c => c - '0')];
        var raw = new List<byte>();
        for (int p = 1; p <= 7; p++)
        {
            for (int y = 0; y < height; y++)
            {
                var row = Enumerable.Range(0, width).Where(x => pass[(y % 8 * 8) + (x % 8)] == p).ToArray();
                if (row.Length > 0)
                {
                    raw.Add(0);
                    raw.AddRange(row.Select(x => (byte)((y * width) + x)));
                }
            }
        }

        var file = new PngBuilder().Chunk("IHDR", PngBuilder.Header(width, height, 8, 0, 1)).Chunk("IDAT", PngBuilder.Zlib([.. raw])).End();

        Assert.Equal(Enumerable.Range(0, width * height).Select(i => (byte)i), Png.Decode(file).ToGrey());
    }

    private static Picture One(byte[] header, byte[] row) =>
        Png.Decode(new PngBuilder().Chunk("IHDR", header).Chunk("IDAT", PngBuilder.Zlib([0, .. row])).End());

    private static string DataFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "NotebookKit.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new DirectoryNotFoundException("The tests run inside the repository."), "data");
    }
}
