using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Kernels.Simd;
using NotebookKit.Ops;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Kernels;

/// <summary>The gradient of few filters, whose sums are vectors of neighbouring pixels, against its definition in whole numbers: to the last bit in every order of sums.</summary>
[Collection(nameof(OneAtATime))]
public class PlanarGradientTests
{
    // Images, channels, height, width; filters, rows, columns; stride of the rows, padding, dilation.
    public static TheoryData<int[]> Sizes =>
    [
        [5, 1, 28, 28, 6, 5, 5, 1, 2, 1],
        [5, 1, 28, 28, 6, 5, 5, 1, 0, 1],
        [2, 3, 9, 16, 2, 2, 3, 1, 1, 1],
        [3, 2, 7, 40, 3, 3, 3, 1, 1, 1],
        [1, 5, 12, 41, 4, 1, 7, 1, 3, 1],
        [2, 1, 21, 20, 1, 3, 3, 2, 2, 2],
        [1, 3, 70, 130, 5, 3, 3, 1, 1, 1],
        [40, 1, 6, 12, 2, 2, 2, 1, 0, 1],
    ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_equals_the_definition_however_images_and_maps_lie(int[] sizes) => OpRegistry.OnEveryVariant(width =>
    {
        (int[] image, int[] filter, int stride, int padding, int dilation) = (sizes[..4], [sizes[4], sizes[1], sizes[5], sizes[6]], sizes[7], sizes[8], sizes[9]);
        Tensor x = WholeNumbers(image, 1), w = Tensor.Zeros(filter);
        ConvolutionGeometry g = ConvolutionSizes.Forward("Conv2d", x, w, null, (stride, 1), padding, dilation, 1);
        if (width == SimdWidth.Bits512)
        {
            Assert.True(PlanarFilterGradient.Pays<V512<float>, float>(g), "these sizes would go another way");
        }

        Tensor maps = WholeNumbers([g.Images, g.Filters, g.MapHeight, g.MapWidth], 2);
        float[] expected = Definition(g, x.ToArray<float>(), maps.ToArray<float>());
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            foreach ((Tensor images, Tensor start) in new[] { (x, maps), (ChannelsLast.Of(x), ChannelsLast.Of(maps)), (x, ChannelsLast.Of(maps)) })
            {
                Tensor weights = w.To(type).Detach();
                weights.RequiresGrad = true;
                Tensor y = images.To(type).Conv2d(weights, stride: (stride, 1), padding: padding, dilation: dilation);
                Assert.Equal(expected, Gradient.Of(y, [weights], start: start.To(type))[0].To(DType.Float32).ToArray<float>());
            }
        }
    });

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        Tensor x = Tensor.Uniform([33, 1, 28, 28], -1, 1, new Rng(1)), start = Tensor.Uniform([33, 6, 28, 28], -1, 1, new Rng(2));
        int before = Fork.Threads;
        try
        {
            float[][] found = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
            {
                Fork.Threads = threads;
                Tensor weights = Tensor.Zeros([6, 1, 5, 5]);
                weights.RequiresGrad = true;
                return Gradient.Of(x.Conv2d(weights, padding: 2), [weights], start: start)[0].ToArray<float>();
            })];
            Assert.All(found, numbers => Assert.Equal(found[0], numbers));
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public void Few_taps_many_filters_and_short_rows_go_another_way()
    {
        Assert.False(Pays([4, 3, 28, 28], [2, 3, 1, 3], 1));
        Assert.False(Pays([4, 3, 28, 28], [16, 3, 3, 3], 1));
        Assert.False(Pays([4, 3, 28, 5], [2, 3, 3, 3], 1));
        Assert.False(Pays([4, 3, 28, 28], [2, 3, 3, 3], 2));
        Assert.False(Pays([0, 3, 28, 28], [2, 3, 3, 3], 1));

        static bool Pays(int[] image, int[] filter, int strideX) => PlanarFilterGradient.Pays<V512<float>, float>(
            ConvolutionSizes.Forward("Conv2d", Tensor.Zeros(image), Tensor.Zeros(filter), null, (1, strideX), (filter[2] / 2, 1), 1, 1));
    }

    [Fact]
    public void Sizes_beyond_all_counting_go_another_way()
    {
        ConvolutionGeometry g = new()
        {
            Images = 1,
            Channels = 4096,
            Height = 30_000,
            Width = 30_000,
            Filters = 4096,
            KernelHeight = 3,
            KernelWidth = 3,
            MapHeight = 29_998,
            MapWidth = 29_998,
            StrideY = 1,
            StrideX = 1,
            Top = 0,
            Left = 0,
            DilationY = 1,
            DilationX = 1,
            Groups = 1,
        };
        Assert.False(PlanarFilterGradient.Pays<V512<float>, float>(g));
        Assert.False(PlanarFilterGradient.Pays<V512<float>, float>(g with { Filters = 1, KernelHeight = 20_000, DilationY = 10_000, MapHeight = 1, StrideY = 30_000 }));
    }

    private static Tensor WholeNumbers(int[] shape, int seed)
    {
        Random random = new(seed);
        return Tensor.From([.. Enumerable.Range(0, new Shape(shape).Count).Select(_ => (float)random.Next(-3, 4))], shape);
    }

    private static float[] Definition(ConvolutionGeometry g, float[] x, float[] maps)
    {
        float[] gradient = new float[g.Filters * g.Channels * g.KernelArea];
        for (int i = 0; i < gradient.Length; i++)
        {
            (int filter, int channel) = (i / g.KernelArea / g.Channels, i / g.KernelArea % g.Channels);
            (int down, int right) = (i % g.KernelArea / g.KernelWidth, i % g.KernelWidth);
            double sum = 0;
            for (int place = 0; place < g.Images * g.MapHeight * g.MapWidth; place++)
            {
                (int number, int row, int column) = (place / g.MapWidth / g.MapHeight, place / g.MapWidth % g.MapHeight, place % g.MapWidth);
                (int r, int c) = ((row * g.StrideY) + (down * g.DilationY) - g.Top, (column * g.StrideX) + (right * g.DilationX) - g.Left);
                if (r >= 0 && c >= 0 && r < g.Height && c < g.Width)
                {
                    sum += (double)x[(((((number * g.Channels) + channel) * g.Height) + r) * g.Width) + c] * maps[(((((number * g.Filters) + filter) * g.MapHeight) + row) * g.MapWidth) + column];
                }
            }

            gradient[i] = (float)sum;
        }

        return gradient;
    }
}
