using System.Security.Cryptography;
using NotebookKit.Files;
using NotebookKit.Tests.Architecture;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Files;

public class JpegTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds =>
        [.. GoldenBytes.Jpeg.Keys.Where(key => GoldenBytes.Jpeg.ContainsKey(key + "/rgb"))];

    public static TheoryData<string> Photographs =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "data", "images"), "*.jpg").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_usual_kind_gives_the_pixels_of_libjpeg(string kind)
    {
        NpyArray expected = GoldenBytes.Jpeg[kind + "/rgb"];
        Picture picture = Jpeg.Decode(GoldenBytes.Of(GoldenBytes.Jpeg, kind));
        Assert.Equal(expected.Sizes, new[] { picture.Height, picture.Width, 3 });
        Assert.Equal((byte[])expected.Values, picture.ToRgb());
    }

    [Theory]
    [MemberData(nameof(Photographs))]
    public void The_photographs_of_the_repository_give_the_pixels_of_libjpeg(string file) =>
        Assert.Equal(GoldenBytes.Of(GoldenBytes.Jpeg, "sha256/" + file), SHA256.HashData(Jpeg.Read(Path.Combine(Repository.Root, "data", "images", file)).ToRgb()));

    [Fact]
    public void More_photographs_most_of_them_progressive_do_so_too()
    {
        string[] files = [.. GoldenBytes.MoreData("*.jpg").Where(file => GoldenBytes.Jpeg.ContainsKey("sha256/" + Path.GetFileName(file)))];
        output.WriteLine(files.Length == 0 ? "skipped: NOTEBOOKKIT_DATA names no folder with them" : $"{files.Length} photographs");
        Assert.All(files, file => Assert.Equal(GoldenBytes.Of(GoldenBytes.Jpeg, "sha256/" + Path.GetFileName(file)), SHA256.HashData(Picture.Read(file).ToRgb())));
    }

    [Fact]
    public void The_whole_number_transform_is_within_one_level_of_the_exact_one()
    {
        Random random = new(3);
        int[] ones = [.. Enumerable.Repeat(1, 64)];
        byte[] samples = new byte[64];
        for (int trial = 0; trial < 200; trial++)
        {
            short[] block = new short[64];
            for (int i = 0; i < 1 + (trial % 20); i++)
            {
                block[random.Next(64)] = (short)random.Next(-300, 300);
            }

            JpegDct.Inverse(block, ones, samples, 8, flat: false);
            for (int y = 0; y < 8; y++)
            {
                for (int x = 0; x < 8; x++)
                {
                    Assert.InRange(samples[(y * 8) + x] - Math.Clamp(Exact(block, x, y) + 128, 0, 255), -1, 1);
                }
            }
        }
    }

    [Fact]
    public void The_forward_transform_is_the_formula()
    {
        Random random = new(5);
        float[] samples = [.. Enumerable.Range(0, 64).Select(_ => random.Next(-128, 128))];
        float[] block = [.. samples];
        JpegDct.Forward(block);
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                double sum = 0;
                for (int i = 0; i < 64; i++)
                {
                    sum += samples[i] * Math.Cos(((2 * (i % 8)) + 1) * u * Math.PI / 16) * Math.Cos(((2 * (i / 8)) + 1) * v * Math.PI / 16);
                }

                Assert.Equal(sum * (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4, block[(v * 8) + u], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void What_is_written_is_read_back_nearly_at_any_size(int channels, bool halveColour)
    {
        Random random = new(channels);
        for (int trial = 0; trial < 30; trial++)
        {
            int width = random.Next(1, 50), height = random.Next(1, 50);
            byte[] pixels = new byte[width * height * channels];
            for (int i = 0; i < pixels.Length; i++)
            {
                // Smooth in both directions, another slope in each channel.
                int x = i / channels % width, y = i / channels / width;
                pixels[i] = (byte)(40 + (x * 2) + (y * (1 + (i % channels))));
            }

            Picture back = Jpeg.Decode(Jpeg.Encode(pixels, width, height, channels, 100, halveColour));
            Assert.Equal((width, height), (back.Width, back.Height));
            byte[] read = channels == 1 ? back.ToGrey() : back.ToRgb();
            for (int i = 0; i < read.Length; i++)
            {
                int written = channels == 4 ? pixels[(i / 3 * 4) + (i % 3)] : pixels[i];
                Assert.InRange(read[i] - written, -5, 5);
            }
        }
    }

    [Fact]
    public void Better_quality_takes_more_bytes_and_errs_less()
    {
        Picture camera = Picture.Read(Path.Combine(Repository.Root, "data", "images", "coffee.png"));
        byte[] pixels = camera.ToRgb();
        (int Bytes, double Error)[] found = [.. new[] { 1, 10, 50, 75, 95, 100 }.Select(quality =>
        {
            byte[] file = Jpeg.Encode(pixels, camera.Width, camera.Height, 3, quality);
            return (file.Length, Jpeg.Decode(file).ToRgb().Zip(pixels, (a, b) => (double)(a - b) * (a - b)).Average());
        })];
        Assert.Equal(found.OrderBy(pair => pair.Bytes), found);
        Assert.Equal(found.OrderByDescending(pair => pair.Error), found);
        Assert.InRange(found[^1].Error, 0, 8);
    }

    [Fact]
    public void A_file_and_a_stream_go_through_both_doors()
    {
        using TempFolder folder = new();
        string path = folder.At("a.jpg");
        Jpeg.Write(path, new byte[48], 4, 4);
        using MemoryStream stream = new();
        Jpeg.Write(stream, new byte[48], 4, 4);
        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        stream.Position = 0;
        Assert.Equal(Jpeg.Read(path).Rgba, Jpeg.Read(stream).Rgba);
        Assert.Equal(Jpeg.Read(path).Rgba, Picture.Read(path).Rgba);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(0, 4, 3, 90, "0 pixels")]
    [InlineData(4, 70000, 3, 90, "70000 rows")]
    [InlineData(4, 4, 2, 90, "2 channels")]
    [InlineData(4, 4, 4, 90, "64 bytes, but 48")]
    [InlineData(4, 4, 3, 101, "quality 101")]
    public void Misuse_is_named(int width, int height, int channels, int quality, string what) =>
        Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(() => Jpeg.Encode(new byte[48], width, height, channels, quality)).Message);

    private static int Exact(short[] block, int x, int y)
    {
        double sum = 0;
        for (int i = 0; i < 64; i++)
        {
            int u = i % 8, v = i / 8;
            sum += block[i] * (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4
                * Math.Cos(((2 * x) + 1) * u * Math.PI / 16) * Math.Cos(((2 * y) + 1) * v * Math.PI / 16);
        }

        return (int)Math.Floor(sum + 0.5);
    }
}
