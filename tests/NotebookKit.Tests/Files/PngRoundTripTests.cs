using NotebookKit.Files;

namespace NotebookKit.Tests.Files;

public class PngRoundTripTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_encoded_is_decoded_again_at_any_size(int channels)
    {
        var random = new Random(channels);
        for (int trial = 0; trial < 60; trial++)
        {
            int width = random.Next(1, 40), height = random.Next(1, 40);
            var pixels = new byte[width * height * channels];
            // Noise alone would never choose the predicting filters: every other picture is smooth.
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)(trial % 2 == 0 ? random.Next(256) : (i * 3 / channels) + (i / (width * channels) * 5));
            }

            var image = Png.Decode(Png.Encode(pixels, width, height, channels));

            Assert.Equal((width, height), (image.Width, image.Height));
            Assert.Equal(pixels, channels switch { 1 => image.ToGrey(), 3 => image.ToRgb(), _ => image.Rgba });
        }
    }

    [Fact]
    public void Smooth_pictures_shrink_because_the_filters_are_chosen_per_row()
    {
        var ramp = new byte[256 * 256];
        for (int i = 0; i < ramp.Length; i++)
        {
            ramp[i] = (byte)((i % 256) + (i / 256));
        }

        Assert.InRange(Png.Encode(ramp, 256, 256).Length, 1, 1500);
    }

    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 2, 1)]
    public void Sizes_that_do_not_agree_are_refused(int width, int height, int channels) =>
        Assert.ThrowsAny<ArgumentException>(() => Png.Encode(new byte[4], width, height, channels));

    [Fact]
    public void A_file_is_written_and_read_and_leaves_nothing_beside_it()
    {
        string folder = Directory.CreateTempSubdirectory("png").FullName;
        try
        {
            string path = Path.Combine(folder, "dot.png");
            Png.Write(path, [10, 20, 30], 1, 1, 3);
            Assert.Equal([10, 20, 30, 255], Png.Read(path).Rgba);
            Assert.Equal([path], Directory.GetFiles(folder));

            File.WriteAllText(path, "not a picture");
            Assert.Contains("dot.png", Assert.Throws<InvalidDataException>(() => Png.Read(path)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
