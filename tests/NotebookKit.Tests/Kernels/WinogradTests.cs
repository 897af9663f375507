using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;
using NotebookKit.Ops;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>3x3 convolutions of many channels by Winograd's way, against the direct kernels in double precision.</summary>
[Collection(nameof(OneAtATime))]
public unsafe class WinogradTests
{
    // Of the typical size of a result; measured: 9e-6 at most, where a plain sum of so many products has 3e-6.
    private const double Bound = 2e-5;

    // Rests of vectors, panels and tiles in every direction, and margins from none to more than the usual one.
    public static TheoryData<int, int, int, int, int, int> Sizes => new()
    {
        { 2, 16, 32, 32, 16, 1 }, { 4, 64, 9, 19, 64, 1 }, { 2, 33, 20, 23, 50, 0 }, { 3, 40, 16, 16, 70, 2 }, { 1, 100, 22, 31, 17, 1 }, { 32, 16, 8, 8, 40, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Maps_and_both_gradients_equal_those_in_double_precision(int images, int channels, int height, int width, int filters, int padding) => OpRegistry.OnEveryVariant(_ =>
    {
        Rng rng = new(3);
        Tensor x = Tensor.Normal([images, channels, height, width], rng: rng);
        Tensor w = Tensor.Normal([filters, channels, 3, 3], rng: rng);
        Tensor bias = Tensor.Normal([filters], rng: rng);
        Assert.True(Pays<float>(x, w, padding));
        Assert.False(Pays<double>(x, w, padding));
        Tensor[] plain = Work(x, w, bias, padding, DType.Float64), ours = Work(x, w, bias, padding, DType.Float32);
        foreach ((Tensor expected, Tensor actual) in plain.Zip(ours))
        {
            double[] numbers = expected.ToArray<double>();
            double typical = Math.Sqrt(numbers.Average(value => value * value));
            Assert.All(numbers.Zip(actual.To(DType.Float64).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Bound * typical));
        }
    });

    [Theory]
    [InlineData(3, 33, 30, 50)]
    [InlineData(16, 64, 8, 96)]
    public void Results_are_the_same_bits_with_1_2_3_and_8_threads_and_in_any_order_of_axes(int images, int channels, int size, int filters)
    {
        Rng rng = new(5);
        Tensor x = Tensor.Normal([images, channels, size, size], rng: rng);
        Tensor w = Tensor.Normal([filters, channels, 3, 3], rng: rng);
        Tensor bias = Tensor.Normal([filters], rng: rng);
        Assert.True(Pays<float>(x, w, 1));
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            float[] expected = Bits(x);
            Assert.Equal(expected, Bits(x.Permute(0, 2, 3, 1).Clone().Permute(0, 3, 1, 2)));
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.Equal(expected, Bits(x));
            }
        }
        finally
        {
            Fork.Threads = before;
        }

        float[] Bits(Tensor images) => [.. Work(images, w, bias, 1, DType.Float32).SelectMany(tensor => tensor.ToArray<float>())];
    }

    [Fact]
    public void Where_tiles_would_be_few_or_half_empty_or_channels_few_the_direct_way_stays()
    {
        Assert.True(Pays<float>(32, 16, 8, 16));
        Assert.False(Pays<float>(32, 15, 8, 16));
        Assert.False(Pays<float>(32, 16, 8, 15));
        Assert.False(Pays<float>(4, 16, 8, 16));
        Assert.False(Pays<float>(512, 16, 2, 16));
        Assert.False(Pays<float>(32, 16, 8, 16, stride: 2));
        Assert.False(Pays<float>(32, 32, 8, 32, groups: 2));
        Assert.False(Pays<float>(32, 16, 8, 16, dilation: 2));
    }

    [Fact]
    public void An_infinity_or_nan_spoils_only_the_tiles_that_see_it()
    {
        Rng rng = new(6);
        Tensor x = Tensor.Normal([2, 16, 32, 32], rng: rng);
        Tensor w = Tensor.Normal([16, 16, 3, 3], rng: rng);
        float[] clean = x.Conv2d(w, padding: 1).ToArray<float>();
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity })
        {
            float[] numbers = x.ToArray<float>();
            numbers[(((1 * 16) + 3) * 32 * 32) + (9 * 32) + 14] = bad;
            float[] maps = Tensor.From(numbers, x.Shape).Conv2d(w, padding: 1).ToArray<float>();
            for (int i = 0; i < maps.Length; i++)
            {
                (int image, int row, int column) = (i / (16 * 32 * 32), i / 32 % 32, i % 32);
                bool sees = image == 1 && Math.Abs(row - 9) <= 1 && Math.Abs(column - 14) <= 1;
                bool inTile = image == 1 && row is >= 8 and < 12 && column is >= 12 and < 16;
                Assert.True(inTile || maps[i] == clean[i]);
                Assert.True(!sees || !float.IsFinite(maps[i]));
            }
        }
    }

    [Fact]
    public void The_transforms_make_a_convolution_of_products_and_the_ways_back_are_their_transposes()
    {
        double[] image = Numbers(36, 1), filter = Numbers(9, 2), slopes = Numbers(16, 3), any = Numbers(36, 4);
        double[] values = Transform<WinogradPasses.Image>(image), weights = Transform<WinogradPasses.Filter>(filter);
        double[] maps = Transform<WinogradPasses.Result>([.. values.Zip(weights, (a, b) => a * b)]);
        for (int i = 0; i < 16; i++)
        {
            double sum = 0;
            for (int place = 0; place < 9; place++)
            {
                sum += filter[place] * image[(((i / 4) + (place / 3)) * 6) + (i % 4) + (place % 3)];
            }

            Assert.Equal(sum, maps[i], 1e-13);
        }

        // <A^T m, y> = <m, A y>, and <G w, u> = <w, G^T u>.
        Assert.Equal(Inner(Transform<WinogradPasses.Result>(any), slopes), Inner(any, Transform<WinogradPasses.ResultBack>(slopes)), 1e-12);
        Assert.Equal(Inner(weights, any), Inner(filter, Transform<WinogradPasses.FilterBack>(any)), 1e-12);

        static double[] Numbers(int count, int seed) => Tensor.Normal([count], rng: new Rng(seed), dtype: DType.Float64).ToArray<double>();

        static double Inner(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }

    private static double[] Transform<TPass>(double[] from)
        where TPass : IWinogradPass
    {
        double[] to = new double[TPass.To * TPass.To];
        double* aside = stackalloc double[36];
        fixed (double* read = from, write = to)
        {
            WinogradPasses.Both<TPass, Lane<double>, double>(1, read, TPass.From, 1, aside, write, TPass.To, 1);
        }

        return to;
    }

    private static bool Pays<T>(Tensor x, Tensor w, int padding)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        WinogradFilterGradient.Pays<T>(ConvolutionSizes.Forward("Conv2d", x, w, null, 1, padding, 1, 1));

    private static bool Pays<T>(int images, int channels, int size, int filters, int stride = 1, int dilation = 1, int groups = 1)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => WinogradFilterGradient.Pays<T>(ConvolutionSizes.Forward(
            "Conv2d", Tensor.Zeros([images, channels, size, size]), Tensor.Zeros([filters, channels / groups, 3, 3]), null, stride, dilation, dilation, groups));

    private static Tensor[] Work(Tensor x, Tensor w, Tensor bias, int padding, DType type)
    {
        Tensor images = x.To(type).Detach(), weights = w.To(type).Detach();
        images.RequiresGrad = weights.RequiresGrad = true;
        Tensor y = images.Conv2d(weights, bias.To(type), padding: padding);
        Tensor start = Tensor.Normal(y.Shape, rng: new Rng(9)).To(type);
        return [y.Detach(), .. Gradient.Of(y, [images, weights], start: start)];
    }
}
