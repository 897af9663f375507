using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Pictures are brought into one form, and their colours are kept or matched as is promised.</summary>
public class ArtworkTests
{
    [Fact]
    public void A_picture_becomes_light_from_0_to_1_of_the_size_that_is_asked_for()
    {
        Tensor bytes = Tensor.From([.. Enumerable.Range(0, 3 * 40 * 64).Select(i => (byte)(i % 256))], new Shape(3, 40, 64));
        Assert.Equal(new Shape(1, 3, 40, 64), Artwork.Of(bytes).Shape);
        Assert.Equal(1, Artwork.Of(bytes).Max().Item(), 1e-7);
        Tensor small = Artwork.Of(bytes, 32);
        Assert.Equal(new Shape(1, 3, 20, 32), small.Shape);
        float[] all = [.. bytes.ToArray<byte>().Select(light => light / 255f)];
        Assert.Equal((all[0] + all[1] + all[64] + all[65]) / 4, small[0, 0, 0, 0].Item(), 1e-6);
        Assert.Equal(new Shape(1, 3, 60, 96), Artwork.Of(bytes, 96).Shape);
        Tensor grey = Artwork.Of(Tensor.Uniform([1, 9, 9], rng: new Rng(1)));
        Assert.Equal(grey[0, 0].ToArray<float>(), grey[0, 2].ToArray<float>());
        Assert.Contains("[2, 9, 9]", Assert.Throws<ArgumentException>(() => Artwork.Of(Tensor.Zeros([2, 9, 9]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Artwork.Of(bytes, 4));
    }

    [Fact]
    public void The_colours_under_another_light_are_exactly_kept_and_stay_between_0_and_1()
    {
        Tensor colours = Eyes.Picture(2), light = Eyes.Picture(3), made = Artwork.WithLight(light, colours);
        Tensor before = colours - Artwork.Luminance(colours), after = made - Artwork.Luminance(made);
        Assert.True((before - after).Abs().Max().Item() < 1e-15);
        Assert.InRange(made.Min().Item(), -1e-15, 1);
        Assert.InRange(made.Max().Item(), 0, 1 + 1e-15);

        // Grey pixels take any light, and a pixel's own light gives the pixel again.
        Tensor grey = Tensor.Full([1, 3, 12, 14], 0.4, DType.Float64);
        Assert.True((Artwork.Luminance(Artwork.WithLight(light, grey)) - Artwork.Luminance(light)).Abs().Max().Item() < 1e-15);
        Assert.True((Artwork.WithLight(colours, colours) - colours).Abs().Max().Item() < 1e-15);
        Assert.Throws<ArgumentException>(() => Artwork.WithLight(Tensor.Zeros([1, 1, 4, 4]), colours));
    }

    [Fact]
    public void A_recoloured_picture_has_the_others_mean_and_covariance()
    {
        Tensor picture = Eyes.Picture(4), to = Eyes.Picture(5, 9, 9).Pow(3) * Tensor.From([1.0, 0.5, 0.2]).Reshape(1, 3, 1, 1);
        Tensor made = Artwork.Recoloured(picture, to);
        (double[] mean, double[] spread) = Colours(made);
        (double[] newMean, double[] newSpread) = Colours(to);
        Assert.All(mean.Zip(newMean), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.All(spread.Zip(newSpread), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.True((Artwork.Recoloured(picture, picture) - picture).Abs().Max().Item() < 1e-12);
        Assert.True(double.IsFinite(Artwork.Recoloured(Tensor.Full([1, 3, 5, 5], 0.3, DType.Float64), to).Sum().Item()));
    }

    private static (double[] Mean, double[] Covariance) Colours(Tensor picture)
    {
        int places = picture.Count / 3;
        double[][] x = [.. picture.Contiguous().ToArray<double>().Chunk(places)];
        double[] mean = [.. x.Select(channel => channel.Average())];
        return (mean, [.. from i in Enumerable.Range(0, 3) from j in Enumerable.Range(0, 3) select Enumerable.Range(0, places).Sum(p => (x[i][p] - mean[i]) * (x[j][p] - mean[j])) / places]);
    }
}
