using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Layers;
using NotebookKit.Ops;

namespace NotebookKit.Tests.Ops;

/// <summary>Resampling, regions of interest, and what holds for all operations with windows: threads, plain steps, wrong calls.</summary>
[Collection(nameof(OneAtATime))]
public class ResamplingTests
{
    private static readonly Tensor Images = Tensor.Uniform([2, 3, 6, 7], -1, 1, new Rng(1), DType.Float64);

    public static TheoryData<string, Action, string> BadCalls => new()
    {
        { "max", () => Images[0].MaxPool2d(2), "MaxPool: takes images [N, C, H, W], and got [3, 6, 7]; one image needs Unsqueeze(0)" },
        { "max whole", () => Images.To(DType.Int64).MaxPool2d(2), "MaxPool: works on floats, and the tensor [2, 3, 6, 7] holds Int64" },
        { "max size", () => Images.MaxPool2d(8), "MaxPool: a window of 8 does not fit the height 6 of [2, 3, 6, 7]" },
        { "max padding", () => Images.MaxPool2d(2, padding: 2), "MaxPool: a padding of 2 along the height of [2, 3, 6, 7]" },
        { "max stride", () => Images.MaxPool2dWithPositions(2, (1, 0)), "MaxPool: kernel 2, stride 0" },
        { "max empty", () => Tensor.Zeros([1, 1, 0, 3]).MaxPool2d(1), "MaxPool: takes images [N, C, H, W], and got [1, 1, 0, 3]" },
        { "max 1-D", () => Images.MaxPool1d(2), "MaxPool1d: takes signals [N, C, L] with L of 1 or more, and got [2, 3, 6, 7]" },
        { "avg", () => Images.AvgPool2d(0), "AvgPool: kernel 0, stride 0, padding 0, dilation 1 along the height of [2, 3, 6, 7]" },
        { "avg 1-D", () => Images[0, 0].AvgPool1d(2), "AvgPool1d: takes signals [N, C, L] with L of 1 or more, and got [6, 7]; Unsqueeze(1)" },
        { "l2", () => Images.L2Pool2d(9), "LpPool: a window of 9 does not fit the height 6 of [2, 3, 6, 7]" },
        { "lp", () => Images.LpPool2d(0.5, 2), "LpPool: p is 0.5 for [2, 3, 6, 7]" },
        { "weighted", () => Images.WeightedAvgPool2d(Tensor.Ones([3], DType.Float64)), "WeightedAvgPool: the weights are a table [kernel height, kernel width], and these are [3]" },
        { "weights", () => WeightedAvgPool.ByDistance(3, 0), "WeightedAvgPool: a window of 3x3 with a spread of 0" },
        { "adaptive avg", () => Images.AdaptiveAvgPool2d((0, 1)), "AdaptivePool: [2, 3, 6, 7] cannot be pooled to 0x1" },
        { "adaptive max", () => Images[0].AdaptiveMaxPool2d(1), "AdaptivePool: takes images [N, C, H, W], and got [3, 6, 7]" },
        { "unpool kind", () => Images.MaxUnpool2d(Images, 12), "MaxUnpool: [2, 3, 6, 7] needs as many positions, Int64, and these are [2, 3, 6, 7] of Float64" },
        { "unpool size", () => Images.MaxUnpool2d(Tensor.Full([2, 3, 6, 7], 5, DType.Int64), (1, 5)), "MaxUnpool: position 5 of [2, 3, 6, 7] lies outside maps of 1x5" },
        { "unpool none", () => Images.MaxUnpool2d(Tensor.Zeros([2, 3, 6, 7], DType.Int64), 0), "MaxUnpool: [2, 3, 6, 7] cannot be unpooled to 0x0" },
        { "nearest", () => Images.NearestUnpool2d(0), "Unpool: [2, 3, 6, 7] cannot grow by 0x0" },
        { "nails", () => Images[0].BedOfNails2d(2), "Unpool: takes images [N, C, H, W], and got [3, 6, 7]" },
        { "interpolate", () => Images.Interpolate((0, 3)), "Interpolate: [2, 3, 6, 7] cannot become 0x3" },
        { "scale", () => Images.InterpolateBy(0.1), "Interpolate: [2, 3, 6, 7] by 0.1 x 0.1 would have a height of 0" },
        { "unfold", () => Images.Unfold(9), "Unfold: a window of 9 does not fit the height 6 of [2, 3, 6, 7]" },
        { "fold rows", () => Images[0].Fold(4, 2), "Fold: takes columns [N, C * 2 * 2, windows], and got [3, 6, 7]" },
        { "fold windows", () => Tensor.Zeros([1, 4, 8]).Fold(4, 2), "Fold: an image of 4x4 has 3 x 3 such windows, and [1, 4, 8] holds 8" },
        { "depth to space", () => Images.DepthToSpace(2), "DepthToSpace: blocks of 2 x 2 take 4 channels each, and [2, 3, 6, 7] has 3" },
        { "space to depth", () => Images.SpaceToDepth(2), "SpaceToDepth: [2, 3, 6, 7] cannot be cut into blocks of 2 x 2" },
        { "lrn", () => Images.LocalResponseNorm(0), "LocalResponseNorm: n is 0" },
        { "lrn within", () => Images[0].LocalResponseNormWithinMaps(), "LocalResponseNorm: takes images [N, C, H, W], and got [3, 6, 7]" },
        { "roi boxes", () => Images.RoiPool(Tensor.Zeros([4]), 2), "RoiPool: boxes are rows of image number, x1, y1, x2, y2, [K, 5], and these are [4] on images [2, 3, 6, 7]" },
        { "roi image", () => Images.RoiAlign(Tensor.From([2.0, 0, 0, 1, 1], [1, 5]), 2), "RoiAlign: the box [2, 0, 0, 1, 1] must name one of the 2 images of [2, 3, 6, 7]" },
        { "roi order", () => Images.RoiAlign(Tensor.From([1.0, 3, 0, 1, 1], [1, 5]), 2), "with x1 <= x2" },
        { "subsampling", () => new TrainableSubsampling(4, 2).Forward(Images), "TrainableSubsampling: takes images [N, 4, H, W], one weight and bias a map, and got [2, 3, 6, 7]" },
        { "unpool layer", () => _ = new MaxUnpool2d(new MaxPool2d(2)), "MaxUnpool2d: the pooling layer keeps no positions" },
    };

    [Theory]
    [MemberData(nameof(BadCalls))]
    public void A_wrong_call_names_the_mend(string what, Action call, string mend)
    {
        ArgumentNullException.ThrowIfNull(what);
        Exception e = Record.Exception(call) ?? throw new Xunit.Sdk.XunitException($"{what}: nothing was thrown");
        Assert.True(e is ArgumentException, e.GetType().Name);
        Assert.Contains(mend, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("System", "CONV-D2S")]
    [InlineData(2)]
    [InlineData(3)]
    public void Depth_to_space_moves_every_number_and_its_inverse_moves_it_back(int factor)
    {
        Shape shape = new(2, 3 * factor * factor, 4, 5);
        Tensor x = Tensor.Arange(0, shape.Count).Reshape(shape.Span);
        Tensor y = x.DepthToSpace(factor);
        Assert.Equal(new Shape(2, 3, 4 * factor, 5 * factor), y.Shape);
        Assert.Equal(x.ToArray<float>(), y.ToArray<float>().Order());
        Assert.Equal(x.ToArray<float>(), y.SpaceToDepth(factor).ToArray<float>());
        Assert.Equal(y.ToArray<float>(), new PixelShuffle(factor).Forward(x).ToArray<float>());
        Assert.Equal(x[0, factor].Flatten().ToArray<float>()[0], y[0, 0, 1, 0].Item());
    }

    [Fact]
    [Trait("Golden", "G-K8")]
    public void Regions_of_a_3_x_800_x_600_image_become_features_of_one_size()
    {
        Tensor features = Tensor.Uniform([1, 3, 800, 600], rng: new Rng(8)).AvgPool2d(16);
        Assert.Equal(new Shape(1, 3, 50, 37), features.Shape);
        Tensor boxes = Tensor.From(new double[,] { { 0, 0, 0, 599, 799 }, { 0, 100, 50, 300, 700 }, { 0, 590, 790, 599, 799 } });
        Assert.Equal(new Shape(3, 3, 7, 7), features.RoiPool(boxes, 7, 1.0 / 16).Shape);
    }

    [Fact]
    [Trait("System", "DET-ROIPOOL")]
    public void A_region_of_interest_of_any_size_becomes_one_grid()
    {
        Tensor boxes = Tensor.From([0, 0, 0, 6, 5, 1, 2, 1, 2, 1, 1, 0, 2, 6, 4.4], [3, 5]);
        Assert.Equal(new Shape(3, 3, 2, 2), Images.RoiPool(boxes, 2).Shape);
        Assert.Equal(Images[0..1].ToArray<double>(), Images.RoiPool(boxes[0..1], (6, 7)).ToArray<double>());
        GradientCheck.Run("roi pool", v => v[0].RoiPool(boxes, (2, 3)), [Images.Clone()]);
        GradientCheck.Run("roi align", v => v[0].RoiAlign(boxes, (2, 3), 1, 2, aligned: true), [Images.Clone()]);
        Tensor x = Images.Clone();
        x.RequiresGrad = true;
        x.RoiPool(boxes[0..1], 1).Sum().Backward();
        long[] positions = Images[0..1].MaxPool2dWithPositions((6, 7)).Positions.ToArray<long>();
        double[] slopes = x.Grad!.ToArray<double>();
        Assert.Equal(3, slopes.Sum());
        Assert.All(positions.Select((place, c) => slopes[(c * 42) + place]), slope => Assert.Equal(1, slope));
        Assert.Equal(new Shape(0, 3, 2, 2), Images.RoiPool(Tensor.Zeros([0, 5]), 2).Shape);
    }

    [Fact]
    public void A_box_beside_the_image_has_zeros_and_no_gradient_of_any_order()
    {
        Tensor x = Images.Clone();
        x.RequiresGrad = true;
        Tensor y = x.RoiPool(Tensor.From([0.0, 20, 20, 22, 22], [1, 5]), 2);
        Assert.All(y.ToArray<double>(), value => Assert.Equal(0, value));
        Assert.All(Gradient.Of((y * 3).Sum(), x, createGraph: true).ToArray<double>(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Upsampling_layers_double_an_image()
    {
        Assert.Equal(new Shape(2, 3, 12, 14), new Upsample(2, Interpolation.Linear).Forward(Images).Shape);
        Assert.Equal(Images.NearestUnpool2d(2).ToArray<double>(), new Upsample(2).Forward(Images).ToArray<double>());
        Assert.Equal(Images.ToArray<double>(), Images.Interpolate((6, 7), Interpolation.Cubic).ToArray<double>());
        Tensor columns = new NotebookKit.Layers.Unfold(2, 2).Forward(Images[.., .., .., 0..6]);
        Assert.Equal(Images[.., .., .., 0..6].ToArray<double>(), new NotebookKit.Layers.Fold(6, 2, 2).Forward(columns).ToArray<double>());
    }

    [Theory]
    [InlineData(3, 1, 0, 1, true)]
    [InlineData(3, 2, 1, 1, true)]
    [InlineData(2, 1, 0, 2, true)]
    [InlineData(3, 1, 1, 2, false)]
    [InlineData(3, 1, 1, 2, true)]
    [InlineData(2, 2, 0, 3, false)]
    [InlineData(3, 2, 1, 3, true)]
    [InlineData(2, 3, 1, 2, false)]
    public void Sums_of_windows_with_gaps_and_their_way_back_are_those_of_the_matrix_and_of_its_transpose(int kernel, int stride, int padding, int dilation, bool mean)
    {
        Sliding window = new(kernel, stride, padding, dilation, Ceil: false);
        (Taps rows, Taps columns) = (AxisTaps.Windows(8, window, mean), AxisTaps.Windows(9, window, mean));
        foreach (Taps taps in new[] { rows, columns })
        {
            Tensor there = Tensor.From(taps.Matrix(), [taps.Outputs, taps.Inputs]);
            Assert.Equal(there.Transpose().Contiguous().ToArray<double>(), taps.Transposed().Matrix());
            Assert.Equal(taps.Matrix(), taps.Transposed().Transposed().Matrix());
        }

        (Tensor left, Tensor right) = (Tensor.From(rows.Matrix(), [rows.Outputs, 8]), Tensor.From(columns.Matrix(), [columns.Outputs, 9]));
        foreach (int channels in new[] { 1, 17 })
        {
            Tensor x = Tensor.Uniform([2, channels, 8, 9], -1, 1, new Rng(4), DType.Float64);
            Close(left.MatMul(x).MatMul(right.Transpose()), Resample.Apply(x, rows, columns));
        }

        GradientCheck.Run("windows with gaps", v => Resample.Apply(v[0], rows, columns), [Tensor.Uniform([1, 2, 8, 9], -1, 1, new Rng(5), DType.Float64)]);
    }

    [Fact]
    public void Results_and_gradients_are_the_same_bits_with_1_2_3_and_8_threads()
    {
        float[] Work()
        {
            List<float> all = [];
            foreach (Shape shape in new Shape[] { new(2, 70, 19, 21), new(17, 1, 40, 39) })
            {
                foreach (Func<Tensor, Tensor> run in new Func<Tensor, Tensor>[]
                {
                    x => x.MaxPool2d(3, 2, 1), x => x.MaxPool2d(3, 1), x => x.AvgPool2d(3, 1), x => x.InterpolateBy(1.7, Interpolation.Linear), x => x.Interpolate((20, 51), Interpolation.Cubic),
                    x => x.Unfold(3, 2, 1), x => x.LocalResponseNorm(), x => x.AdaptiveAvgPool2d(5), x => x.L2Pool2d(2),
                })
                {
                    Tensor x = Tensor.Normal(shape, rng: new Rng(7));
                    x.RequiresGrad = true;
                    Tensor y = run(x);
                    (y * y).Sum().Backward();
                    all.AddRange(y.ToArray<float>());
                    all.AddRange(x.Grad!.ToArray<float>());
                }
            }

            return [.. all];
        }

        int before = Fork.Threads;
        try
        {
            Fork.Threads = 1;
            float[] expected = Work();
            foreach (int threads in new[] { 2, 3, 8 })
            {
                Fork.Threads = threads;
                Assert.True(expected.AsSpan().SequenceEqual(Work()), $"{threads} threads");
            }
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    [Fact]
    public unsafe void The_plain_steps_of_a_device_without_own_kernels_give_the_same()
    {
        Tensor x = ChannelsLast.Of(Images);
        Sliding window = new(3, 2, 1, 1, Ceil: true);
        foreach ((Taps rows, Taps columns) in new[]
        {
            (AxisTaps.Windows(6, window, mean: true), AxisTaps.Windows(7, window, mean: true)), (AxisTaps.Nails(6, 3), AxisTaps.Nearest(7, 3)), (AxisTaps.Bins(6, 4, mean: false), AxisTaps.Same(7)),
        })
        {
            Shape shape = new(2, 3, rows.Outputs, columns.Outputs);
            Tensor plain = ChannelsLast.Empty(shape, DType.Float64, x.Device);
            ((delegate*<Device, Tensor, Taps, Taps, Tensor, void>)Plain(nameof(Device.Resample)))(x.Device, x, rows, columns, plain);
            Close(Resample.Apply(x, rows, columns), plain);
        }

        Taps down = AxisTaps.Windows(6, window);
        Taps across = AxisTaps.Windows(7, window);
        Tensor y = MaxPool.Apply(x, down, across);
        Tensor largest = ChannelsLast.Empty(y.Shape, DType.Float64, x.Device);
        ((delegate*<Device, Tensor, Taps, Taps, Tensor, void>)Plain(nameof(Device.MaxPool)))(x.Device, x, down, across, largest);
        Close(y, largest);
        Tensor slopes = ChannelsLast.Of(Tensor.Uniform(y.Shape, rng: new Rng(2), dtype: DType.Float64));
        Tensor routed = ChannelsLast.Empty(x.Shape, DType.Float64, x.Device);
        Tensor expected = ChannelsLast.Empty(x.Shape, DType.Float64, x.Device);
        Tensor winners = ChannelsLast.Empty(y.Shape, DType.Float64, x.Device);
        x.Device.MaxPoolWinners(x, down, across, largest, winners);
        Close(y, largest);
        x.Device.MaxPoolWinnersGradient(winners, slopes, down, across, expected);
        ((delegate*<Device, Tensor, Tensor, Tensor, Taps, Taps, Tensor, void>)Plain(nameof(Device.MaxPoolGradient)))(x.Device, x, y, slopes, down, across, routed);
        Close(expected, routed);

        WindowGrid grid = Sliding.Grid(new(2, 1, 1, 2, false), new(3, 2, 2, 1, false), 6, 7);
        Tensor unfolded = NotebookKit.Ops.Unfold.Apply(Images, grid);
        Tensor picked = Tensor.Zeros(unfolded.Shape, DType.Float64);
        ((delegate*<Device, Tensor, in WindowGrid, Tensor, void>)Plain(nameof(Device.Unfold)))(x.Device, Images, in grid, picked);
        Close(unfolded, picked);
        Tensor added = Tensor.Zeros(Images.Shape, DType.Float64);
        ((delegate*<Device, Tensor, in WindowGrid, Tensor, void>)Plain(nameof(Device.Fold)))(x.Device, unfolded, in grid, added);
        Close(NotebookKit.Ops.Fold.Apply(unfolded, grid), added);
    }

    // The base class's own form of a method that the processor overrides.
    private static nint Plain(string name) => typeof(Device)
        .GetMethod(name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.MethodHandle.GetFunctionPointer();

    private static void Close(Tensor expected, Tensor actual) =>
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
}
