using NotebookKit.Gradients;
using NotebookKit.Painting;

namespace NotebookKit.Tests.Painting;

/// <summary>The Gram matrix is what its formula says, keeps the laws of such a matrix, and forgets places.</summary>
public class GramTests
{
    [Fact]
    public void It_is_the_sum_over_places_over_C_H_W()
    {
        Tensor maps = Tensor.Normal([2, 3, 4, 5], rng: new Rng(1), dtype: DType.Float64);
        double[] f = maps.ToArray<double>(), g = Gram.Of(maps).ToArray<double>();
        for (int n = 0; n < 2; n++)
        {
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 3; j++)
                {
                    double sum = 0;
                    for (int p = 0; p < 20; p++)
                    {
                        sum += f[(((n * 3) + i) * 20) + p] * f[(((n * 3) + j) * 20) + p];
                    }

                    Assert.Equal(sum / 60, g[(((n * 3) + i) * 3) + j], 1e-14);
                }
            }
        }
    }

    [Fact]
    [Trait("System", "VIS-STYLE")]
    public void It_is_symmetric_and_positive_semidefinite()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            // Fewer places than maps, so that some eigenvalues are 0.
            Tensor g = Gram.Of(Tensor.Normal([1, 9, 2, 3], rng: new Rng(seed), dtype: DType.Float64))[0];
            Assert.Equal(g.ToArray<double>(), g.Transpose().Contiguous().ToArray<double>());
            double[] values = g.EigenSymmetric().Values.ToArray<double>();
            Assert.All(values, value => Assert.True(value > -1e-12, $"{value}"));
            Assert.Equal(3, values.Count(value => Math.Abs(value) < 1e-12));
        }
    }

    [Fact]
    [Trait("System", "VIS-STYLE")]
    public void Shuffling_the_places_changes_nothing_and_shuffling_the_maps_does()
    {
        Tensor maps = Tensor.Normal([1, 4, 6, 5], rng: new Rng(2), dtype: DType.Float64);
        long[] order = [.. new Rng(3).Permutation(30).Select(place => (long)place)];
        Tensor shuffled = maps.Reshape(1, 4, 30).IndexSelect(2, Tensor.From(order)).Reshape(1, 4, 5, 6);
        Assert.All(Gram.Of(maps).ToArray<double>().Zip(Gram.Of(shuffled).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.True((Gram.Of(maps) - Gram.Of(maps.Flip(1))).Abs().Max().Item() > 0.01);
    }

    [Fact]
    public void A_tiled_picture_has_the_same_matrix_for_it_is_a_mean_over_places()
    {
        Tensor maps = Tensor.Normal([1, 3, 4, 4], rng: new Rng(4), dtype: DType.Float64);
        Assert.All(Gram.Of(maps).ToArray<double>().Zip(Gram.Of(maps.Tile(1, 1, 3, 2)).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    [Fact]
    public void Its_gradient_is_that_of_differences()
    {
        Tensor weights = Tensor.Normal([2, 3, 3], rng: new Rng(5), dtype: DType.Float64);
        Assert.True(Gradient.Check(maps => (Gram.Of(maps) * weights).Sum(), Tensor.Normal([2, 3, 3, 2], rng: new Rng(6), dtype: DType.Float64)).IsRight);
    }

    [Fact]
    public void What_is_no_batch_of_maps_is_refused()
    {
        Assert.Contains("Unsqueeze(0)", Assert.Throws<ArgumentException>(() => Gram.Of(Tensor.Zeros([3, 4, 4]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Gram.Of(Tensor.Zeros([1, 3, 0, 4])));
    }
}
