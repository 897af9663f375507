using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;
using NotebookKit.Ops;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>Filters of seven and eight columns that step by two, by Winograd's way along the rows, against the direct kernels in double precision.</summary>
[Collection(nameof(OneAtATime))]
public unsafe class WinogradRowsTests
{
    // Of the typical size of a result; measured: 1.4e-5 at most.
    private const double Bound = 2e-5;

    /// <summary>Images, channels, height, width; filters, kernel height and width; stride of rows, padding of rows and columns.</summary>
    /// <remarks>The stem of residual networks; rests of vectors, panels, bands and fours; one row and more rows than columns; every margin, none and more than the filter.</remarks>
    public static TheoryData<int[]> Sizes =>
    [
        [1, 3, 224, 224, 64, 7, 7, 2, 3, 3], [2, 1, 97, 131, 32, 7, 7, 2, 0, 0], [1, 16, 131, 141, 70, 5, 8, 2, 2, 4], [3, 2, 70, 95, 33, 1, 7, 1, 0, 3],
        [9, 5, 64, 45, 48, 8, 8, 3, 9, 9], [1, 4, 9, 3100, 100, 3, 7, 4, 1, 2], [70, 3, 3, 150, 40, 1, 8, 2, 0, 5],
    ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Maps_equal_those_in_double_precision(int[] sizes) => OpRegistry.OnEveryVariant(_ =>
    {
        (Tensor x, Tensor w, Tensor bias) = Numbers(sizes);
        Assert.True(Pays<float>(x, w, sizes[7], sizes[8], sizes[9]));
        Assert.False(Pays<double>(x, w, sizes[7], sizes[8], sizes[9]));
        foreach (Tensor? addend in new[] { bias, null })
        {
            double[] expected = Maps(x.To(DType.Float64), w.To(DType.Float64), addend?.To(DType.Float64), sizes).ToArray<double>();
            double typical = Math.Sqrt(expected.Average(value => value * value));
            float[] actual = Maps(x, w, addend, sizes).ToArray<float>();
            double worst = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(worst <= Bound * typical, $"{worst / typical:E1}");
        }
    });

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Results_are_the_same_bits_with_1_2_3_and_8_threads_and_in_any_order_of_axes(int[] sizes)
    {
        (Tensor x, Tensor w, Tensor bias) = Numbers(sizes);
        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            float[] expected = Maps(x, w, bias, sizes).ToArray<float>();
            Assert.Equal(expected, Maps(x.Permute(0, 2, 3, 1).Clone().Permute(0, 3, 1, 2), w, bias, sizes).ToArray<float>());
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.Equal(expected, Maps(x, w, bias, sizes).ToArray<float>());
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void Where_results_or_maps_would_be_few_or_channels_many_or_the_filter_is_another_the_direct_way_stays()
    {
        Assert.True(Pays());
        Assert.True(Pays(columns: 8));
        Assert.False(Pays(columns: 6));
        Assert.False(Pays(columns: 9));
        Assert.False(Pays(strideX: 1));
        Assert.False(Pays(strideX: 3));
        Assert.False(Pays(size: 100));
        Assert.False(Pays(channels: 17));
        Assert.False(Pays(filters: 31));
        Assert.False(Pays(dilation: 2));
        Assert.True(Pays(strideY: 14, size: 400));
        Assert.False(Pays(strideY: 15, size: 400));
        Assert.False(Pays(channels: 4, filters: 64, groups: 2));

        static bool Pays(int channels = 3, int size = 140, int filters = 32, int columns = 7, int strideX = 2, int strideY = 2, int dilation = 1, int groups = 1) => Way<float>(ConvolutionSizes.Forward(
            "Conv2d", Tensor.Zeros([1, channels, size, size]), Tensor.Zeros([filters, channels / groups, 7, columns]), null, (strideY, strideX), 3, dilation, groups));
    }

    [Fact]
    public void An_infinity_or_nan_spoils_only_the_fours_of_a_row_that_see_it()
    {
        int[] sizes = [2, 3, 140, 140, 32, 7, 7, 2, 3, 3];
        (Tensor x, Tensor w, Tensor bias) = Numbers(sizes);
        float[] clean = Maps(x, w, bias, sizes).ToArray<float>();
        foreach (float bad in new[] { float.NaN, float.NegativeInfinity })
        {
            float[] numbers = x.ToArray<float>();
            numbers[(((1 * 3) + 1) * 140 * 140) + (40 * 140) + 50] = bad;
            float[] maps = Maps(Tensor.From(numbers, x.Shape), w, bias, sizes).ToArray<float>();
            for (int i = 0; i < maps.Length; i++)
            {
                (int image, int row, int column) = (i / (32 * 70 * 70), i / 70 % 70, i % 70);
                bool inRows = image == 1 && Math.Abs((2 * row) - 40) <= 3;
                bool sees = inRows && Math.Abs((2 * column) - 50) <= 3;

                // Four results of a row see seven pairs of columns, the last of which the filter's seven columns only half use.
                int first = (2 * (column / 4 * 4)) - 3;
                bool inFour = inRows && 50 >= first && 50 < first + 14;
                Assert.True(inFour || maps[i] == clean[i]);
                Assert.True(!sees || !float.IsFinite(maps[i]));
            }
        }
    }

    [Fact]
    public void The_transforms_make_four_results_of_seven_numbers_and_four_weights()
    {
        double[] image = Tensor.Normal([7], rng: new Rng(1), dtype: DType.Float64).ToArray<double>();
        double[] filter = Tensor.Normal([4], rng: new Rng(2), dtype: DType.Float64).ToArray<double>();
        double[] values = Transform<WinogradRowPasses.Image>(image), weights = Transform<WinogradRowPasses.Filter>(filter);
        double[] results = Transform<WinogradRowPasses.Result>([.. values.Zip(weights, (a, b) => a * b)]);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Enumerable.Range(0, 4).Sum(place => filter[place] * image[i + place]), results[i], 1e-13);
        }

        static double[] Transform<TPass>(double[] from)
            where TPass : IWinogradPass
        {
            Assert.Equal(TPass.From, from.Length);
            double[] to = new double[TPass.To];
            fixed (double* read = from, write = to)
            {
                TPass.Run<Lane<double>, double>(read, 1, write, 1);
            }

            return to;
        }
    }

    private static (Tensor Images, Tensor Filters, Tensor Bias) Numbers(int[] sizes)
    {
        Rng rng = new(7);
        return (Tensor.Normal(sizes[..4], rng: rng), Tensor.Normal([sizes[4], sizes[1], sizes[5], sizes[6]], rng: rng), Tensor.Normal([sizes[4]], rng: rng));
    }

    private static Tensor Maps(Tensor x, Tensor w, Tensor? bias, int[] sizes) => x.Conv2d(w, bias, (sizes[7], 2), (sizes[8], sizes[9]));

    private static bool Pays<T>(Tensor x, Tensor w, int strideY, int top, int left)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Way<T>(ConvolutionSizes.Forward("Conv2d", x, w, null, (strideY, 2), (top, left), 1, 1));

    private static bool Way<T>(ConvolutionGeometry g)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => WinogradRows.Pays<T>(
            new ConvolutionSides(g.Images, g.Groups, g.ChannelsInGroup, g.FiltersInGroup, g.MapHeight, g.MapWidth), ConvolutionPhase.Of(g));
}
