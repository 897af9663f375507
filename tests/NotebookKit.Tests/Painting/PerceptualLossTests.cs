using NotebookKit.Gradients;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>The perceptual loss is a distance of features: zero for equal pictures, and by its formula for others.</summary>
public class PerceptualLossTests
{
    [Fact]
    [Trait("System", "VIS-PERC")]
    public void It_is_zero_for_equal_pictures_and_grows_with_what_is_changed()
    {
        Tensor picture = Eyes.Picture(1), noise = Tensor.Normal(picture.Shape, rng: new Rng(2), dtype: DType.Float64);
        PerceptualLoss loss = new(Eyes.Small(), picture);
        Assert.Equal(0, loss.Of(picture).Item());
        double[] grows = [.. new[] { 0.02, 0.1, 0.5 }.Select(much => loss.Of(picture + (much * noise)).Item())];
        Assert.True(0 < grows[0] && grows[0] < grows[1] && grows[1] < grows[2], string.Join(", ", grows));
        Assert.False(picture.RequiresGrad);
    }

    [Fact]
    [Trait("System", "VIS-PERC")]
    public void It_is_the_squared_distance_of_the_features_by_the_targets_size_or_by_their_number()
    {
        LossNetwork eye = Eyes.Small();
        Tensor a = Eyes.Picture(3), b = Eyes.Picture(4);
        double distance = 0, size = 0;
        double[] fa = eye.Features(a, "first")["first"].ToArray<double>(), fb = eye.Features(b, "first")["first"].ToArray<double>();
        for (int i = 0; i < fa.Length; i++)
        {
            distance += (fa[i] - fb[i]) * (fa[i] - fb[i]);
            size += fb[i] * fb[i];
        }

        Dictionary<string, double> layers = new() { ["first"] = 3 };
        Assert.Equal(3 * distance / size, new PerceptualLoss(eye, b, layers).Of(a).Item(), 1e-12);
        Assert.Equal(3 * distance / fa.Length, new PerceptualLoss(eye, b, layers, isRelative: false).Of(a).Item(), 1e-12);
    }

    [Fact]
    public void Its_gradient_is_that_of_differences() =>
        Assert.True(Gradient.Check(new PerceptualLoss(Eyes.Small(), Eyes.Picture(5, 5, 6)).Of, Eyes.Picture(6, 5, 6)).IsRight);

    [Fact]
    public void Other_sizes_no_layers_and_negative_weights_are_refused()
    {
        PerceptualLoss loss = new(Eyes.Small(), Eyes.Picture(7));
        Assert.Contains("one size", Assert.Throws<ArgumentException>(() => loss.Of(Eyes.Picture(7, 10, 14))).Message, StringComparison.Ordinal);
        Assert.Contains("one layer", Assert.Throws<ArgumentException>(() => new PerceptualLoss(Eyes.Small(), Eyes.Picture(7), new Dictionary<string, double>())).Message, StringComparison.Ordinal);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => new PerceptualLoss(Eyes.Small(), Eyes.Picture(7), new Dictionary<string, double> { ["first"] = -1 })).Message, StringComparison.Ordinal);
        Assert.Equal("PerceptualLoss on small: second", loss.ToString());
    }
}
