using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>What convolution layers do, at the lecture's numbers.</summary>
public class ConvolutionTests
{
    private static readonly Tensor Table = Tensor.From(new double[,]
    {
        { 1, 2, 3, 1, 3, 5 }, { 2, 2, 5, 4, 2, 5 }, { 0, 6, 9, 6, 2, 2 }, { 2, 0, 1, 9, 4, 0 }, { 5, 5, 4, 6, 7, 6 }, { 6, 1, 3, 7, 1, 5 },
    }).Reshape(1, 1, 6, 6);

    [Fact]
    [Trait("System", "CONV-STRIDE")]
    [Trait("Golden", "G-STR1")]
    [Trait("Golden", "G-STR2")]
    [Trait("Golden", "G-OUTSZ")]
    public void A_stride_takes_every_sth_place_and_its_size_is_whole_or_rounded_down()
    {
        Tensor kernel = Tensor.From(new double[,] { { 1, 0, -1 }, { 1, 0, -1 }, { 1, 0, -1 } }).Reshape(1, 1, 3, 3);
        double[] one = [-14, -1, 10, -1, -11, -11, 7, 12, -7, -10, 1, 13, 5, -16, -4, 11];
        AssertClose(one, Table.Conv2d(kernel));
        AssertClose([.. one.Select(value => -value)], Table.Reshape(6, 6).Convolve(kernel.Reshape(3, 3), ConvolutionMode.Valid));
        AssertClose([-14, 10, -7, 1], Table.Conv2d(kernel, stride: 2));
        Tensor x = Normal(2, 3, 11, 9);
        Tensor w = Normal(4, 3, 3, 2);
        double[] strided = x.Conv2d(w, stride: (2, 3), padding: 1).ToArray<double>();
        Tensor all = x.Conv2d(w, padding: 1);
        Tensor rows = Tensor.Concat([.. Enumerable.Range(0, 6).Select(i => all[.., .., (2 * i)..((2 * i) + 1)])], 2);
        AssertClose(strided, Tensor.Concat([.. Enumerable.Range(0, 4).Select(i => rows[.., .., .., (3 * i)..((3 * i) + 1)])], 3));

        Assert.Equal(28, ConvolutionArithmetic.OutputSize(32, 5));
        Assert.Equal(32, ConvolutionArithmetic.OutputSize(32, 5, padding: 2));
        Assert.Equal(10, ConvolutionArithmetic.OutputSize(32, 5, stride: 3, whole: true));
        Assert.Equal(6, ConvolutionArithmetic.OutputSize(10, 5, whole: true));
        Assert.Equal(14, ConvolutionArithmetic.OutputSize(32, 5, stride: 2));
        ArgumentException e = Assert.Throws<ArgumentException>(() => ConvolutionArithmetic.OutputSize(32, 5, stride: 2, whole: true));
        Assert.Contains("(32 + 2*0 - 5) / 2 + 1 = 14.5 is not whole", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "CONV-PAD2")]
    [Trait("Golden", "G-PAD2")]
    public void A_margin_of_half_the_kernel_keeps_the_size()
    {
        Tensor x = Tensor.Zeros([1, 3, 32, 32]);
        Tensor y = new Conv2d(3, 6, 5, padding: 2).Forward(x);
        Assert.Equal(new Shape(1, 6, 32, 32), y.Shape);
        Assert.Equal(new Shape(1, 10, 32, 32), new Conv2d(6, 10, 5, padding: Padding.Same).Forward(y).Shape);
        for (int p = 0; p < 4; p++)
        {
            Assert.Equal(new Shape(1, 2, 32, 32), new Conv2d(3, 2, (2 * p) + 1, padding: p).Forward(x).Shape);
            Assert.Equal(new Shape(1, 2, 32, 32), new Conv2d(3, 2, (2 * p) + 2, padding: Padding.Same).Forward(x).Shape);
        }
    }

    [Fact]
    [Trait("System", "CONV-TENSOR")]
    public void A_filter_sees_all_channels_and_adds_its_bias()
    {
        Tensor x = Normal(1, 3, 32, 32);
        Tensor w = Normal(6, 3, 5, 5);
        Tensor bias = Normal(6);
        Tensor y = x.Conv2d(w, bias);
        Assert.Equal(new Shape(1, 6, 28, 28), y.Shape);
        for (int k = 0; k < 6; k++)
        {
            Tensor sum = Tensor.Zeros([28, 28], DType.Float64);
            for (int c = 0; c < 3; c++)
            {
                sum += x[0, c].Correlate(w[k, c], ConvolutionMode.Valid);
            }

            AssertClose((sum + bias[k].Item()).ToArray<double>(), y[0, k], 1e-11);
        }
    }

    [Fact]
    [Trait("System", "CONV-OUTVOL")]
    [Trait("Golden", "G-CHAIN")]
    [Trait("Golden", "G-456")]
    [Trait("Golden", "G-1510")]
    [Trait("Golden", "G-5248")]
    [Trait("Golden", "G-1327360")]
    public void Volumes_and_weights_count_as_the_lecture_says()
    {
        Tensor x = Tensor.Zeros([1, 3, 32, 32]);
        Conv2d first = new(3, 6, 5);
        Conv2d second = new(6, 10, 5);
        Assert.Equal(new Shape(1, 6, 28, 28), first.Forward(x).Shape);
        Assert.Equal(new Shape(1, 10, 24, 24), second.Forward(first.Forward(x)).Shape);
        Assert.Equal(new Shape(1, 10, 6, 6), second.Forward(new Conv2d(3, 6, 5, stride: 3).Forward(x)).Shape);
        Assert.Equal((456, 1510, 1966), (first.ParameterCount, second.ParameterCount, new Sequential(first, second).ParameterCount));
        Assert.Equal((5248, 1_327_360), (new Conv2d(1, 64, 9).ParameterCount, new Conv2d(64, 256, 9).ParameterCount));
        Assert.Equal([456L, 1510, 5248, 1_327_360], new[] { (3, 6, 5), (6, 10, 5), (1, 64, 9), (64, 256, 9) }.Select(c => ConvolutionArithmetic.WeightCount(c.Item1, c.Item2, c.Item3)));
    }

    [Fact]
    [Trait("System", "CONV-EDGES")]
    [Trait("Golden", "G-EDGES")]
    public void Every_weight_is_a_connection_a_pixel() =>
        Assert.Equal(357_504, ConvolutionArithmetic.ConnectionCount(ConvolutionArithmetic.WeightCount(3, 6, 5), ConvolutionArithmetic.OutputSize(32, 5)));

    [Fact]
    [Trait("System", "CNN-UNIQUE")]
    [Trait("Golden", "G-K2")]
    public void A_layer_on_one_map_has_k_squared_plus_1_weights_a_map()
    {
        foreach ((int k, int m) in new[] { (1, 1), (3, 4), (5, 6), (7, 2) })
        {
            Assert.Equal(((k * k) + 1) * m, new Conv2d(1, m, k).ParameterCount);
            Assert.Equal(((k * k * 3) + 1) * m, new Conv2d(3, m, k).ParameterCount);
        }

        Assert.Equal(156, new Conv2d(1, 6, 5).ParameterCount);
    }

    [Fact]
    [Trait("System", "CONV-ATROUS")]
    [Trait("Golden", "G-ATROUS")]
    public void An_atrous_kernel_is_a_kernel_with_zeros_between_its_weights()
    {
        Assert.Equal([3, 5, 7, 9], Enumerable.Range(1, 4).Select(r => ConvolutionArithmetic.EffectiveKernel(3, r)));
        Assert.Equal([5, 9, 13, 17], Enumerable.Range(1, 4).Select(r => ConvolutionArithmetic.EffectiveKernel(5, r)));
        Tensor x = Normal(2, 3, 13, 12);
        Tensor w = Normal(4, 3, 3, 3);
        AssertClose(x.Conv2d(w).ToArray<double>(), x.Conv2d(w, dilation: 1));
        for (int r = 1; r <= 4; r++)
        {
            // Each weight gets r - 1 zeros after it in both axes; those after the last are cut off.
            int reach = ConvolutionArithmetic.EffectiveKernel(3, r);
            Tensor wide = w.Reshape(4, 3, 3, 1, 3, 1).Pad(0, (0, r - 1), (0, 0), (0, r - 1)).Reshape(4, 3, 3 * r, 3 * r)[.., .., 0..reach, 0..reach];
            AssertClose(x.Conv2d(wide, padding: 1).ToArray<double>(), x.Conv2d(w, padding: 1, dilation: r));
        }
    }

    [Fact]
    [Trait("System", "CONV-GROUP")]
    [Trait("System", "REG-NETDUP")]
    [Trait("Golden", "G-GROUP")]
    public void Groups_are_a_block_diagonal_kernel_and_so_many_nets_side_by_side()
    {
        Assert.Equal((8192L, 16384L), (ConvolutionArithmetic.WeightCount(128, 128, 1, 2, bias: false), ConvolutionArithmetic.WeightCount(128, 128, 1, bias: false)));
        Assert.Equal((73_728, 147_456), (new Conv2d(128, 128, 3, groups: 2, bias: false).ParameterCount, new Conv2d(128, 128, 3, bias: false).ParameterCount));
        Tensor x = Normal(2, 6, 7, 5);
        Tensor w = Normal(4, 3, 3, 2);
        Tensor nothing = Tensor.Zeros([2, 3, 3, 2], DType.Float64);
        Tensor dense = Tensor.Concat([Tensor.Concat([w[0..2], nothing], 1), Tensor.Concat([nothing, w[2..4]], 1)]);
        AssertClose(x.Conv2d(dense, padding: 1).ToArray<double>(), x.Conv2d(w, padding: 1, groups: 2));

        // Two layers deep: each half net sees only its own half.
        Tensor deep = Normal(6, 2, 2, 2);
        Tensor both = x.Conv2d(w, groups: 2).Relu().Conv2d(deep, groups: 2);
        Tensor left = x[.., 0..3].Conv2d(w[0..2]).Relu().Conv2d(deep[0..3]);
        Tensor right = x[.., 3..6].Conv2d(w[2..4]).Relu().Conv2d(deep[3..6]);
        AssertClose(both.ToArray<double>(), Tensor.Concat([left, right], 1));
    }

    [Fact]
    [Trait("System", "CONV-1x1")]
    [Trait("Golden", "G-1X1")]
    public void A_1x1_kernel_is_a_matrix_product_at_every_pixel()
    {
        Assert.Equal(1024, new Conv2d(64, 16, 1, bias: false).ParameterCount);
        Assert.Equal(10_240, new Conv2d(64, 16, 1, bias: false).ParameterCount + new Conv2d(16, 64, 3, bias: false).ParameterCount);
        Assert.Equal(36_864, new Conv2d(64, 64, 3, bias: false).ParameterCount);
        Tensor x = Normal(2, 64, 5, 3);
        Tensor w = Normal(16, 64, 1, 1);
        Tensor pixels = x.Permute(0, 2, 3, 1).Reshape(30, 64).MatMul(w.Reshape(16, 64).Transpose());
        AssertClose(pixels.ToArray<double>(), x.Conv2d(w).Permute(0, 2, 3, 1), 1e-11);
    }

    [Fact]
    [Trait("Golden", "G-BOTTLE")]
    public void A_bottleneck_saves_weights()
    {
        Sequential bottle = new(new Conv2d(128, 16, 1, bias: false), new Conv2d(16, 16, 3, padding: 1, bias: false), new Conv2d(16, 128, 1, bias: false));
        Assert.Equal([2048, 2304, 2048], bottle.Select(layer => layer.ParameterCount));
        Assert.Equal((6400, 147_456), (bottle.ParameterCount, new Conv2d(128, 128, 3, bias: false).ParameterCount));
    }

    [Fact]
    [Trait("System", "CONV-5TO33")]
    [Trait("Golden", "G-3X3STACK")]
    public void Small_kernels_one_on_another_see_as_much_with_fewer_weights()
    {
        Assert.Equal(5, ConvolutionArithmetic.ReceptiveField((3, 1), (3, 1)));
        Assert.Equal(7, ConvolutionArithmetic.ReceptiveField((3, 1), (3, 1), (3, 1)));
        Assert.Equal((18L, 25L), (2 * Weights(3), Weights(5)));
        Assert.Equal((27L, 49L), (3 * Weights(3), Weights(7)));
        Assert.Equal((14L, 6L), (Weights((1, 7)) + Weights((7, 1)), Weights((1, 3)) + Weights((3, 1))));
        Assert.Equal(-0.449, (27 / 49.0) - 1, 5e-4);
        Assert.Equal(-0.28, (18 / 25.0) - 1, 5e-4);

        static long Weights(Pair kernel) => ConvolutionArithmetic.WeightCount(1, 1, kernel, bias: false);
    }

    [Fact]
    [Trait("System", "CNN-RF")]
    public void The_receptive_field_is_where_the_input_has_a_gradient()
    {
        foreach ((int Kernel, int Stride)[] layers in new (int, int)[][] { [(3, 1), (3, 1)], [(3, 1), (3, 1), (3, 1)], [(5, 2), (3, 1)], [(3, 2), (2, 2), (3, 1)] })
        {
            Tensor x = Tensor.Ones([1, 1, 31, 31]);
            x.RequiresGrad = true;
            Tensor y = x;
            foreach ((int kernel, int stride) in layers)
            {
                y = y.Conv2d(Tensor.Ones([1, 1, kernel, kernel]), stride: stride);
            }

            Tensor slope = Gradient.Of(y[0, 0, 1, 1], x);
            double[] seen = slope.Reshape(31, 31).Sum(0).ToArray<double>();
            Assert.Equal(ConvolutionArithmetic.ReceptiveField(layers), seen.Count(value => value != 0));
        }
    }

    [Fact]
    [Trait("System", "CONV-ROLE")]
    public void A_shifted_image_gives_shifted_maps()
    {
        Tensor x = Normal(1, 2, 12, 11);
        Tensor w = Normal(3, 2, 3, 4);
        Tensor shifted = x.Roll(2, 2).Roll(3, 3);
        Tensor maps = x.Conv2d(w);
        Assert.Equal(maps[.., .., 0..8, 0..5].ToArray<double>(), shifted.Conv2d(w)[.., .., 2..10, 3..8].ToArray<double>());
    }

    [Fact]
    [Trait("System", "BP-WTSHARE")]
    [Trait("System", "CNN-PARSHARE")]
    public void The_gradient_of_a_shared_kernel_is_the_sum_over_its_positions()
    {
        Tensor x = Normal(2, 1, 5, 4);
        Tensor kernel = Normal(1, 1, 2, 3);
        kernel.RequiresGrad = true;
        Tensor slope = Gradient.Of(x.Conv2d(kernel).Square().Sum(), kernel);
        double[] sum = new double[6];
        double[] y = x.Conv2d(kernel).ToArray<double>();
        double[] values = x.ToArray<double>();
        for (int n = 0; n < 2; n++)
        {
            for (int position = 0; position < 8; position++)
            {
                // One position alone: 2 y times what the kernel saw there.
                (int row, int column) = (position / 2, position % 2);
                for (int place = 0; place < 6; place++)
                {
                    sum[place] += 2 * y[(n * 8) + position] * values[(n * 20) + ((row + (place / 3)) * 4) + column + (place % 3)];
                }
            }
        }

        AssertClose(sum, slope, 1e-11);
        for (int place = 0; place < 6; place++)
        {
            double[] moved = kernel.ToArray<double>();
            moved[place] += 1e-6;
            double above = x.Conv2d(Tensor.From(moved, kernel.Shape)).Square().Sum().Item();
            moved[place] -= 2e-6;
            double below = x.Conv2d(Tensor.From(moved, kernel.Shape)).Square().Sum().Item();
            Assert.Equal((above - below) / 2e-6, sum[place], 1e-6 * Math.Max(1, Math.Abs(sum[place])));
        }
    }

    [Fact]
    [Trait("System", "SPN-CNNSPARSE")]
    public void A_convolution_layer_is_a_sparse_matrix()
    {
        Tensor w = Normal(3, 2, 3, 2);
        Tensor x = Normal(1, 2, 6, 5);

        // Column i of the matrix is what the unit image i becomes.
        Tensor matrix = Tensor.From([.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Range(0, 60).Select(j => i == j ? 1.0 : 0))], new Shape(60, 2, 6, 5)).Conv2d(w).Reshape(60, 48);
        Assert.Equal(ConvolutionArithmetic.ConnectionCount(ConvolutionArithmetic.WeightCount(2, 3, (3, 2), bias: false), (4, 4)), matrix.ToArray<double>().Count(value => value != 0));
        AssertClose(x.Conv2d(w).ToArray<double>(), x.Reshape(1, 60).MatMul(matrix));
    }

    private static Tensor Normal(params int[] sizes) => Tensor.Normal(sizes, rng: new Rng(sizes.Sum()), dtype: DType.Float64);

    private static void AssertClose(double[] expected, Tensor actual, double tolerance = 1e-12)
    {
        double[] found = actual.ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
