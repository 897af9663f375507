using NotebookKit.Gradients;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>Total variation is the mean of squared differences of neighbours, and descends to flat pictures.</summary>
public class TotalVariationTests
{
    [Fact]
    public void It_adds_the_squared_differences_of_all_neighbours()
    {
        double[,] x = { { 1, 3, 2 }, { 0, 5, 2 } };

        // To the right 4 + 1 + 25 + 9, down 1 + 4 + 0, over six pixels.
        Assert.Equal(44 / 6.0, TotalVariation.Of(Tensor.From(x).Reshape(1, 1, 2, 3)).Item(), 1e-14);
    }

    [Fact]
    public void A_flat_picture_has_none_and_a_ramp_has_the_square_of_its_slope()
    {
        Assert.Equal(0, TotalVariation.Of(Tensor.Full([2, 3, 4, 5], 0.7)).Item());
        Tensor ramp = (Tensor.Arange(0, 6, dtype: DType.Float64) * 0.1).Reshape(1, 1, 1, 6).Tile(1, 3, 4, 1);
        Assert.Equal(0.01 * 5 / 6, TotalVariation.Of(ramp).Item(), 1e-14);
    }

    [Fact]
    public void Its_gradient_is_that_of_differences_and_pulls_to_the_mean_of_the_neighbours()
    {
        Tensor x = Tensor.Uniform([1, 2, 4, 5], rng: new Rng(1), dtype: DType.Float64);
        Assert.True(Gradient.Check(TotalVariation.Of, x).IsRight);
        Tensor point = x.Detach();
        point.RequiresGrad = true;
        double slope = Gradient.Of(TotalVariation.Of(point), point)[0, 1, 2, 2].Item();
        double mean = (x[0, 1, 1, 2].Item() + x[0, 1, 3, 2].Item() + x[0, 1, 2, 1].Item() + x[0, 1, 2, 3].Item()) / 4;
        Assert.Equal(8 * (x[0, 1, 2, 2].Item() - mean) / 40, slope, 1e-14);
    }

    [Fact]
    public void What_is_no_batch_of_pictures_is_refused() =>
        Assert.Contains("[3, 4, 4]", Assert.Throws<ArgumentException>(() => TotalVariation.Of(Tensor.Zeros([3, 4, 4]))).Message, StringComparison.Ordinal);
}
