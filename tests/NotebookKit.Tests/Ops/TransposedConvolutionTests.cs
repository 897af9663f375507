namespace NotebookKit.Tests.Ops;

/// <summary>Transposed convolution at the lecture's numbers.</summary>
public class TransposedConvolutionTests
{
    [Fact]
    [Trait("System", "CONV-TRANS1")]
    [Trait("Golden", "G-TC1")]
    public void A_kernel_of_3_with_stride_2_doubles_a_signal_after_one_pixel_is_cut()
    {
        Rng rng = new(1);
        Tensor w = Tensor.Normal([1, 1, 3], rng: rng, dtype: DType.Float64);
        for (int n = 1; n < 6; n++)
        {
            Tensor x = Tensor.Normal([1, 1, n], rng: rng, dtype: DType.Float64);
            Tensor y = x.ConvTranspose1d(w, stride: 2);
            Assert.Equal((2 * n) + 1, y.Shape[2]);
            Assert.Equal((2 * n) + 1, ConvolutionArithmetic.TransposedOutputSize(n, 3, 2));

            // Padding 1 and output padding 1 cut one at the front and keep the end.
            Tensor cut = x.ConvTranspose1d(w, stride: 2, padding: 1, outputPadding: 1);
            Assert.Equal(2 * n, cut.Shape[2]);
            Assert.Equal(y[0, 0, 1..].ToArray<double>(), cut.ToArray<double>());

            // Row i of the convolution's matrix is the i-th unit signal convolved; the transposed one multiplies from the other side.
            int length = (2 * n) + 1;
            double[] units = [.. Enumerable.Range(0, length * length).Select(i => i / length == i % length ? 1.0 : 0)];
            Tensor matrix = Tensor.From(units, new Shape(length, 1, length)).Conv1d(w, stride: 2).Reshape(length, n);
            AssertClose(matrix.MatMul(x.Reshape(n, 1)).ToArray<double>(), y);
        }
    }

    [Fact]
    [Trait("System", "CONV-TRANS2")]
    [Trait("Golden", "G-TC2")]
    [Trait("Golden", "G-TC9")]
    public void Copies_of_a_kernel_of_ones_add_up_where_they_overlap_and_the_whole_is_the_transpose()
    {
        Tensor ones = Tensor.Ones([1, 1, 3, 3], DType.Float64);
        Tensor small = Tensor.From([1.0, 2, 3, 4], new Shape(1, 1, 2, 2));
        AssertClose([1, 1, 3, 2, 2, 1, 1, 3, 2, 2, 4, 4, 10, 6, 6, 3, 3, 7, 4, 4, 3, 3, 7, 4, 4], small.ConvTranspose2d(ones, stride: 2));
        Tensor image = Tensor.From([1.0, 2, 5, 5, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], new Shape(1, 1, 4, 4));
        double[][] rows =
        [
            [1, 1, 3, 2, 7, 5, 10, 5, 5], [1, 1, 3, 2, 7, 5, 10, 5, 5], [4, 4, 10, 6, 16, 10, 20, 10, 10], [3, 3, 7, 4, 9, 5, 10, 5, 5], [8, 8, 17, 9, 19, 10, 20, 10, 10],
            [5, 5, 10, 5, 10, 5, 10, 5, 5], [10, 10, 20, 10, 20, 10, 20, 10, 10], [5, 5, 10, 5, 10, 5, 10, 5, 5], [5, 5, 10, 5, 10, 5, 10, 5, 5],
        ];
        AssertClose([.. rows.SelectMany(row => row)], image.ConvTranspose2d(ones, stride: 2));

        // <conv(x), y> = <x, transposed(y)>.
        Rng rng = new(2);
        foreach ((Pair stride, Pair padding, Pair dilation, int groups) in new (Pair, Pair, Pair, int)[] { (1, 0, 1, 1), (2, 1, 1, 2), ((3, 2), (1, 2), (1, 2), 1), (2, 1, 2, 4) })
        {
            Tensor x = Tensor.Normal([2, 4, 9, 11], rng: rng, dtype: DType.Float64);
            Tensor w = Tensor.Normal([8, 4 / groups, 3, 3], rng: rng, dtype: DType.Float64);
            Tensor maps = x.Conv2d(w, null, stride, (padding.Height, padding.Width), dilation, groups);
            Tensor y = Tensor.Normal(maps.Shape, rng: rng, dtype: DType.Float64);
            Pair rest = (9 - Back(maps.Shape[2], stride.Height, padding.Height, dilation.Height), 11 - Back(maps.Shape[3], stride.Width, padding.Width, dilation.Width));
            Tensor back = y.ConvTranspose2d(w, null, stride, padding, rest, groups, dilation);
            Assert.Equal(x.Shape, back.Shape);
            Assert.Equal((maps * y).Sum().Item(), (x * back).Sum().Item(), 1e-9);
        }

        static int Back(int size, int stride, int padding, int dilation) => ConvolutionArithmetic.TransposedOutputSize(size, 3, stride, padding, dilation: dilation);
    }

    [Fact]
    [Trait("System", "CONV-CHECKER")]
    [Trait("Golden", "G-CHECK")]
    public void A_kernel_that_the_stride_divides_covers_all_pixels_alike()
    {
        AssertClose([1, 1, 2, 1, 2, 1, 2, 1, 1], Coverage(3, 2));
        AssertClose([1, 1, 1, 1, 1, 1, 1, 1], Coverage(2, 2));
        AssertClose([1, 1, 2, 2, 2, 2, 2, 2, 1, 1], Coverage(4, 2));

        static Tensor Coverage(int kernel, int stride) =>
            Tensor.Ones([1, 1, 4], DType.Float64).ConvTranspose1d(Tensor.Ones([1, 1, kernel], DType.Float64), stride: stride);
    }

    private static void AssertClose(double[] expected, Tensor actual)
    {
        double[] found = actual.ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
