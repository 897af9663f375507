using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Local response normalisation at the lecture's numbers.</summary>
public class LocalResponseNormTests
{
    [Fact]
    [Trait("System", "NRM-LRN")]
    [Trait("Golden", "G-LRN")]
    public void Across_maps_with_borders_cut_off()
    {
        Tensor a = Tensor.Arange(0, 7, dtype: DType.Float64).Reshape(1, 7, 1, 1);
        double[] expected = [0, 0.594292, 1.187871, 1.780140, 2.370419, 2.963466, 3.557354];
        Assert.All(expected.Zip(a.LocalResponseNorm().ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(0.594581, Tensor.Ones([1, 1, 1, 1], DType.Float64).LocalResponseNorm().Item(), 1e-6);
        foreach (int maps in new[] { 1, 2, 9 })
        {
            Tensor x = Tensor.Uniform([2, maps, 2, 3], -2, 2, new Rng(1), DType.Float64);
            double[] naive = Naive(x.ToArray<double>(), maps, 6);
            Assert.All(naive.Zip(x.LocalResponseNorm(5, 0.3, 0.75, 2).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            GradientCheck.Run("lrn", v => v[0].LocalResponseNorm(5, 0.3, 0.75, 2), [x]);
        }
    }

    [Fact]
    [Trait("System", "NRM-LRNVSBN")]
    public void A_picture_feels_its_company_in_batch_norm_and_not_in_local_response_norm()
    {
        Tensor pictures = Tensor.Uniform([3, 6, 4, 5], -2, 2, new Rng(3), DType.Float64);
        Tensor others = Tensor.Concat([pictures[0..1], 10 * pictures[1..3]], 0);
        BatchNorm2d batchNorm = new(6, dtype: DType.Float64) { IsTraining = true };

        double Apart(Func<Tensor, Tensor> norm) => (norm(pictures)[0] - norm(others)[0]).Abs().Amax().Item();

        Assert.Equal(0, Apart(x => x.LocalResponseNorm()));
        Assert.Equal(0, Apart(x => x.LocalResponseNormWithinMaps(3, 0.3, 0.75, 2)));
        Assert.True(Apart(batchNorm.Forward) > 0.1);

        // In use its averages are fixed, and no picture feels another.
        batchNorm.IsTraining = false;
        Assert.Equal(0, Apart(batchNorm.Forward));
    }

    [Fact]
    [Trait("System", "NRM-LRNINTRA")]
    public void Within_a_map_the_window_is_a_square_and_a_uniform_map_stays_uniform()
    {
        Tensor x = Tensor.Uniform([1, 2, 6, 7], -2, 2, new Rng(2), DType.Float64);
        double[] numbers = x[0, 1].ToArray<double>();
        double sum = 0;
        for (int row = 2; row <= 4; row++)
        {
            for (int column = 3; column <= 5; column++)
            {
                sum += numbers[(row * 7) + column] * numbers[(row * 7) + column];
            }
        }

        double expected = numbers[(3 * 7) + 4] / Math.Pow(2 + (0.3 * sum), 0.75);
        Assert.Equal(expected, x.LocalResponseNormWithinMaps(3, 0.3, 0.75, 2)[0, 1, 3, 4].Item(), 1e-12);
        double[] uniform = Tensor.Full([1, 1, 5, 8], 3, DType.Float64).LocalResponseNormWithinMaps(3, 0.3).ToArray<double>();
        Assert.All(uniform, value => Assert.Equal(uniform[0], value, 1e-15));
        GradientCheck.Run("lrn within maps", v => v[0].LocalResponseNormWithinMaps(3, 0.3, 0.75, 2), [x]);
    }

    [Fact]
    [Trait("System", "NRM-LATINH")]
    public void A_strong_neuron_quiets_its_neighbours_and_high_frequencies_stand_out()
    {
        double Neighbour(double peak) => Maps(1, peak, 1).LocalResponseNorm(3, 1)[0, 0, 0, 0].Item();
        Assert.True(Neighbour(5) < 0.5 * Neighbour(1));

        // The highest spatial frequency there is: a peak has quiet neighbours, a neighbour has two peaks beside it.
        double Ratio(double alpha)
        {
            double[] y = Maps(5, 1, 5, 1, 5, 1, 5).LocalResponseNorm(3, alpha).ToArray<double>();
            return y[2] / y[3];
        }

        Assert.Equal(5, Ratio(0), 1e-12);
        Assert.True(Ratio(1e-4) > 5);
        Assert.True(Ratio(1) > 1.4 * Ratio(1e-4));
    }

    private static Tensor Maps(params double[] values) => Tensor.From(values, [1, values.Length, 1, 1]);

    private static double[] Naive(double[] a, int maps, int pixels)
    {
        double[] b = new double[a.Length];
        for (int at = 0; at < a.Length; at++)
        {
            int map = at / pixels % maps;
            double sum = 0;
            for (int j = Math.Max(0, map - 2); j <= Math.Min(maps - 1, map + 2); j++)
            {
                double other = a[at + ((j - map) * pixels)];
                sum += other * other;
            }

            b[at] = a[at] / Math.Pow(2 + (0.3 * sum), 0.75);
        }

        return b;
    }
}
