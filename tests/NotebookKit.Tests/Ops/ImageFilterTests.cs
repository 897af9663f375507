namespace NotebookKit.Tests.Ops;

/// <summary>Image kernels by hand at the lecture's numbers.</summary>
public class ImageFilterTests
{
    private static readonly Tensor Log = Tensor.From(new[,]
    {
        { .02, .09, .2, .3, .2, .09, .02 },
        { .09, .13, .11, .4, .11, .13, .09 },
        { .2, .11, -.3, -.7, -.3, .11, .2 },
        { .3, .4, -.7, -1.3, -.7, .4, .3 },
        { .2, .11, -.3, -.7, -.3, .11, .2 },
        { .09, .13, .11, .4, .11, .13, .09 },
        { .02, .09, .2, .3, .2, .09, .02 },
    });

    [Fact]
    [Trait("System", "CONV-2D")]
    [Trait("Golden", "G-C2A")]
    [Trait("Golden", "G-C2B")]
    [Trait("Golden", "G-S0C")]
    public void The_examples_of_three_lectures()
    {
        Tensor x = Tensor.From(new double[,] { { 1, 3, 1 }, { 0, -1, 1 }, { 2, 2, -1 } });
        Tensor k = Tensor.From(new double[,] { { 1, 2 }, { 0, -1 } });
        AssertImage(new double[,] { { -2, -4 }, { 6, 4 } }, x.Convolve(k, ConvolutionMode.Valid));
        AssertImage(new double[,] { { 8, 4 }, { -4, 2 } }, x.Correlate(k, ConvolutionMode.Valid));
        AssertImage(new double[,] { { 1, 5, 7, 2 }, { 0, -2, -4, 1 }, { 2, 6, 4, -3 }, { 0, -2, -2, 1 } }, x.Convolve(k));

        Tensor five = Tensor.From(new double[,] { { 1, 1, 1, 0, 0 }, { 0, 1, 1, 1, 0 }, { 0, 0, 1, 1, 1 }, { 0, 0, 1, 1, 0 }, { 0, 1, 1, 0, 0 } });
        Tensor cross = Tensor.From(new double[,] { { 1, 0, 1 }, { 0, 1, 0 }, { 1, 0, 1 } });
        AssertImage(new double[,] { { 4, 3, 4 }, { 2, 4, 3 }, { 2, 3, 4 } }, five.Convolve(cross, ConvolutionMode.Valid));

        Tensor ring = Tensor.From(new double[,]
        {
            { 0, 0, 1, 1, 0, 0 }, { 0, 1, 0, 0, 1, 0 }, { 0, 1, 0, 0, 1, 0 }, { 0, 1, 0, 0, 1, 0 }, { 0, 1, 0, 0, 1, 0 }, { 0, 0, 1, 1, 0, 0 },
        });
        Tensor slope = Tensor.From(new double[,] { { 0, 0, 1 }, { 0, 1, 0 }, { 1, 0, 0 } });
        double[,] map = { { 2, 2, 0, 1 }, { 1, 1, 1, 1 }, { 1, 1, 1, 1 }, { 1, 0, 2, 2 } };
        AssertImage(map, ring.Convolve(slope, ConvolutionMode.Valid));
        AssertImage(map, ring.Correlate(slope, ConvolutionMode.Valid));
    }

    [Fact]
    [Trait("System", "CONV-SOBEL")]
    [Trait("Golden", "G-SOBEL")]
    public void Sobel_kernels_sum_to_zero_and_answer_edges_of_their_own_direction()
    {
        Tensor horizontal = Tensor.From(new double[,] { { 1, 0, -1 }, { 2, 0, -2 }, { 1, 0, -1 } });
        Tensor vertical = Tensor.From(new double[,] { { 1, 2, 1 }, { 0, 0, 0 }, { -1, -2, -1 } });
        Tensor diagonal = Tensor.From(new double[,] { { 0, 1, 2 }, { -1, 0, 1 }, { -2, -1, 0 } });
        Tensor printedVertical = Tensor.From(new double[,] { { 1, 2, 1 }, { 0, 0, 0 }, { -1, -2, 1 } });
        Tensor horizontalS3 = -horizontal;
        Tensor verticalS3 = Tensor.From(new double[,] { { -1, -2, -1 }, { 0, 0, 0 }, { 1, 2, 1 } });
        Tensor printedVerticalS3 = Tensor.From(new double[,] { { -1, -2, -1 }, { 0, 0, 0 }, { -1, -2, -1 } });
        Assert.All(new[] { horizontal, vertical, diagonal, horizontalS3, verticalS3 }, kernel => Assert.Equal(0, kernel.Sum().Item()));
        Assert.Equal(2, printedVertical.Sum().Item());
        Assert.Equal(-8, printedVerticalS3.Sum().Item());

        Tensor edge = Tensor.Concat([Tensor.Zeros([6, 3], DType.Float64), Tensor.Ones([6, 3], DType.Float64)], 1);
        AssertRows([0, -4, -4, 0], edge.Correlate(horizontal, ConvolutionMode.Valid));
        AssertRows([0, 4, 4, 0], edge.Correlate(horizontalS3, ConvolutionMode.Valid));
        AssertRows([0, 0, 0, 0], edge.Correlate(vertical, ConvolutionMode.Valid));
        AssertRows([0, 0, 0, 0], edge.Correlate(verticalS3, ConvolutionMode.Valid));

        static void AssertRows(double[] row, Tensor image) =>
            Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(row, image[i].ToArray<double>()));
    }

    [Fact]
    [Trait("System", "CONV-EDGE8")]
    [Trait("Golden", "G-EDGE8")]
    public void The_edge_kernel_is_silent_on_a_constant_and_rings_around_a_pixel()
    {
        Tensor kernel = Tensor.From(new double[,] { { -1, -1, -1 }, { -1, 8, -1 }, { -1, -1, -1 } });
        Assert.Equal(0, kernel.Sum().Item());
        Assert.All(Tensor.Full([6, 5], 7, DType.Float64).Convolve(kernel, ConvolutionMode.Valid).ToArray<double>(), value => Assert.Equal(0, value));
        Tensor pixel = Tensor.Ones([1, 1], DType.Float64).Pad(0, (1, 1), (1, 1)).Convolve(kernel, ConvolutionMode.Same);
        AssertImage(new double[,] { { -1, -1, -1 }, { -1, 8, -1 }, { -1, -1, -1 } }, pixel);
    }

    [Fact]
    [Trait("System", "CONV-LOG")]
    [Trait("Golden", "G-LOG")]
    public void The_printed_Laplacian_of_a_Gaussian_is_symmetric_and_sums_to_1_3_instead_of_0()
    {
        Assert.Equal(Log.ToArray<double>(), Log.Transpose().ToArray<double>());
        Assert.Equal(Log.ToArray<double>(), Log.Flip(0).ToArray<double>());
        Assert.Equal(1.3, Log.Sum().Item(), 1e-9);
        Tensor zeroMean = Log - Log.Mean();
        Assert.All(Tensor.Full([9, 8], 5, DType.Float64).Convolve(zeroMean, ConvolutionMode.Valid).ToArray<double>(), value => Assert.Equal(0, value, 1e-12));
    }

    [Fact]
    [Trait("System", "CONV-DECOMP")]
    [Trait("Golden", "G-DECOMP")]
    [Trait("Golden", "G-DECOPS")]
    public void Two_small_kernels_make_a_large_one_but_not_the_printed_one()
    {
        Tensor laplace = Tensor.From(new[,] { { .2, .5, .2 }, { .5, -3.1, .5 }, { .2, .5, .2 } });
        Tensor gauss = Tensor.From(new[,]
        {
            { 0, .2, .3, .2, 0 }, { .2, .6, .8, .6, .2 }, { .3, .8, 1.2, .8, .3 }, { .2, .6, .8, .6, .2 }, { 0, .2, .3, .2, 0 },
        });
        Tensor image = Tensor.Normal([20, 17], rng: new Rng(5), dtype: DType.Float64);
        Tensor product = laplace.Convolve(gauss);
        double[] once = image.Convolve(product).ToArray<double>();
        double[] twice = image.Convolve(laplace).Convolve(gauss).ToArray<double>();
        Assert.All(once.Zip(twice), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        double[,] rows =
        {
            { 0, .04, .16, .23, .16, .04, 0 }, { .04, .32, .03, -.09, .03, .32, .04 }, { .16, .03, -.5, -.73, -.5, .03, .16 }, { .23, -.09, -.73, -1.64, -.73, -.09, .23 },
        };
        AssertImage(rows, product[0..4], 1e-9);
        double[] printed = Log.ToArray<double>();
        double[] real = product.ToArray<double>();
        Assert.Equal(0.49, printed.Zip(real, (a, b) => Math.Abs(a - b)).Max(), 1e-9);
        double norm = Math.Sqrt(printed.Sum(a => a * a));
        Assert.Equal(0.517, Math.Sqrt(printed.Zip(real, (a, b) => (a - b) * (a - b)).Sum()) / norm, 5e-4);
        Assert.Equal(0.882, printed.Zip(real, (a, b) => a * b).Sum() / (norm * Math.Sqrt(real.Sum(b => b * b))), 5e-4);
        Assert.Equal([-0.3, 9.6, -2.88], new[] { laplace, gauss, product }.Select(kernel => Math.Round(kernel.Sum().Item(), 9)));

        // Operations a pixel: 49 at once, 9 and 25 in two steps.
        Assert.Equal((49, 34), (Log.Count, laplace.Count + gauss.Count));
        Assert.Equal(0.306, 1 - (34 / 49.0), 1e-3);
    }

    [Fact]
    [Trait("System", "CONV-TMPL")]
    public void A_pattern_is_found_where_it_was_planted_and_lost_when_it_is_turned()
    {
        Tensor pattern = Bar(0);
        Tensor noise = Tensor.Normal([60, 70], deviation: 0.2, rng: new Rng(6), dtype: DType.Float64);
        Assert.Equal((17, 41), Best(noise + Planted(pattern), out double straight));
        double turned = (noise + Planted(Bar(30))).Correlate(pattern, ConvolutionMode.Valid)[17, 41].Item();
        Assert.True(turned < 0.7 * straight, $"{turned} against {straight}");

        (int Row, int Column) Best(Tensor image, out double peak)
        {
            Tensor score = image.Correlate(pattern, ConvolutionMode.Valid);
            double[] values = score.ToArray<double>();
            peak = values.Max();
            int at = Array.IndexOf(values, peak);
            return (at / score.Shape[1], at % score.Shape[1]);
        }

        static Tensor Planted(Tensor pattern) => pattern.Pad(0, (17, 60 - 15 - 17), (41, 70 - 15 - 41));

        // A bright bar 15 long and 3 wide, turned, without its mean.
        static Tensor Bar(double degrees)
        {
            (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
            double[] values = [.. Enumerable.Range(0, 225).Select(i => Math.Abs((((i / 15) - 7) * cos) + (((i % 15) - 7) * sin)) < 1.5 ? 1.0 : 0)];
            return Tensor.From([.. values.Select(value => value - values.Average())], new Shape(15, 15));
        }
    }

    private static void AssertImage(double[,] expected, Tensor actual, double tolerance = 1e-12)
    {
        Assert.Equal(new Shape(expected.GetLength(0), expected.GetLength(1)), actual.Shape);
        double[] found = actual.ToArray<double>();
        Assert.All(expected.Cast<double>().Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
