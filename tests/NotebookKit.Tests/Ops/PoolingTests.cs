using NotebookKit.Layers;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Ops;

/// <summary>Pooling and unpooling at the lecture's numbers.</summary>
[Collection(nameof(OneAtATime))]
public class PoolingTests(ITestOutputHelper output)
{
    private static readonly Tensor First = Map(new double[,] { { 1, 2, 6, 3 }, { 3, 5, 2, 1 }, { 1, 2, 2, 1 }, { 7, 3, 4, 8 } });
    private static readonly Tensor Second = Map(new double[,] { { 1, 0, 2, 3 }, { 4, 6, 6, 8 }, { 3, 1, 1, 0 }, { 1, 2, 2, 4 } });

    [Fact]
    [Trait("System", "POOL-MAX")]
    [Trait("Golden", "G-MAXP1")]
    [Trait("Golden", "G-MAXP2")]
    public void Max_pooling_of_the_two_tables() => OpRegistry.OnEveryVariant(_ =>
    {
        Assert.Equal([5, 6, 7, 8], First.MaxPool2d(2).ToArray<double>());
        Assert.Equal([6, 8, 3, 4], Second.MaxPool2d(2, 2).ToArray<double>());
        Assert.Equal([5, 2, 12, 15], First.MaxPool2dWithPositions(2).Positions.ToArray<long>());
    });

    [Fact]
    [Trait("System", "POOL-MAXBP")]
    public void The_gradient_goes_to_the_largest_and_to_the_first_of_equals() => OpRegistry.OnEveryVariant(_ =>
    {
        Tensor x = Leaf(First);
        (x.MaxPool2d(2) * Map(new double[,] { { 1, 2 }, { 3, 4 } })).Sum().Backward();
        Assert.Equal([0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4], x.Grad!.ToArray<double>());
        GradientCheck.Run("max pool", v => v[0].MaxPool2d(3, 1, 1), [Tensor.From([.. Enumerable.Range(0, 60).Select(i => Math.Sin(i * 7.3))], new Shape(1, 3, 4, 5))]);

        Tensor equal = Leaf(Tensor.Ones([1, 9, 3, 3]));
        equal.MaxPool2d(2, 1).Sum().Backward();
        Assert.Equal([1, 1, 0, 1, 1, 0, 0, 0, 0], equal.Grad![0, 8].ToArray<double>());
        Assert.Equal([0, 1, 3, 4], equal.MaxPool2dWithPositions(2, 1).Positions[0, 8].ToArray<long>());
    });

    [Theory]
    [InlineData(double.NaN, 4)]
    [InlineData(double.PositiveInfinity, 4)]
    [InlineData(double.NegativeInfinity, 0)]
    public void Not_a_number_and_infinities_pass_and_have_a_place(double special, int place) => OpRegistry.OnEveryVariant(_ =>
    {
        foreach (int channels in new[] { 1, 3, 9 })
        {
            double[] numbers = [.. Enumerable.Repeat(double.NegativeInfinity, 9 * channels)];
            for (int c = 0; c < channels; c++)
            {
                numbers[(c * 9) + 4] = special;
            }

            Tensor x = Leaf(Tensor.From(numbers, new Shape(1, channels, 3, 3)));
            (Tensor values, Tensor positions) = x.MaxPool2dWithPositions(3);
            values.Sum().Backward();
            double[] slopes = new double[9];
            slopes[place] = 1;
            Assert.All(values.ToArray<double>(), value => Assert.Equal(special, value));
            Assert.All(positions.ToArray<long>(), position => Assert.Equal(place, position));
            Assert.Equal([.. Enumerable.Repeat(slopes, channels).SelectMany(s => s)], x.Grad!.ToArray<double>());
        }
    });

    [Fact]
    [Trait("System", "POOL-AVG")]
    [Trait("Golden", "G-AVGP")]
    public void Average_pooling_of_the_two_tables()
    {
        Assert.Equal([2.75, 3, 3.25, 3.75], First.AvgPool2d(2).ToArray<double>());
        Assert.Equal([2.75, 4.75, 1.75, 1.75], Second.AvgPool2d(2).ToArray<double>());
        Tensor x = Leaf(First);
        x.AvgPool2d(2).Sum().Backward();
        Assert.All(x.Grad!.ToArray<double>(), slope => Assert.Equal(0.25, slope));
        Assert.All(Tensor.Full([1, 2, 21, 21], 5).AvgPool2d(7).ToArray<float>(), mean => Assert.Equal(5, mean));
    }

    [Fact]
    [Trait("System", "POOL-L2")]
    [Trait("Golden", "G-L2P")]
    public void L2_pooling_of_the_two_tables()
    {
        AssertClose([6.244998, 7.071068, 7.937254, 9.219544], First.L2Pool2d(2), 1e-6);
        AssertClose([7.280110, 10.630146, 3.872983, 4.582576], Second.L2Pool2d(2), 1e-6);
        Tensor x = Leaf(First);
        Tensor y = x.L2Pool2d(2);
        y.Sum().Backward();
        AssertClose((First / y.Detach().NearestUnpool2d(2)).ToArray<double>(), x.Grad!, 1e-12);

        Tensor zero = Leaf(Tensor.Zeros([1, 1, 2, 2]));
        Tensor norm = zero.L2Pool2d(2);
        norm.Sum().Backward();
        Assert.Equal(0, norm.Item());
        Assert.All(zero.Grad!.ToArray<float>(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    [Trait("System", "POOL-WAVG")]
    public void Weights_by_distance_sum_to_1_and_equal_weights_are_the_average()
    {
        double[] weights = WeightedAvgPool(3, 1);
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.True(weights[4] > weights[1] && weights[1] > weights[0]);
        Assert.Equal(weights[0], weights[8], 1e-15);
        AssertClose(First.AvgPool2d(3, 1).ToArray<double>(), First.WeightedAvgPool2d(Tensor.Full([3, 3], 7, DType.Float64), 1), 1e-12);
        AssertClose([3.5], Tensor.Full([1, 1, 3, 3], 3.5, DType.Float64).WeightedAvgPool2d(Tensor.From(weights, [3, 3])), 1e-12);
        GradientCheck.Run("weighted average", x => x[0].WeightedAvgPool2d(x[1], 2, 1), [First.Clone(), Tensor.From([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], [3, 3])]);

        static double[] WeightedAvgPool(int size, double spread) => NotebookKit.Ops.WeightedAvgPool.ByDistance(size, spread, DType.Float64).ToArray<double>();
    }

    [Fact]
    [Trait("System", "POOL-OVER")]
    [Trait("Golden", "G-OVERP")]
    public void Overlapping_windows_and_AlexNets_chain_of_sizes()
    {
        Assert.Equal([6, 6, 7, 8], First.MaxPool2d(3, 1).ToArray<double>());
        int[] chain = [55, 27, 13, 6];
        for (int i = 1; i < chain.Length; i++)
        {
            Assert.Equal(new Shape(1, 1, chain[i], chain[i]), Tensor.Zeros([1, 1, chain[i - 1], chain[i - 1]]).MaxPool2d(3, 2).Shape);
        }
    }

    [Fact]
    [Trait("System", "POOL-DEF")]
    public void Sizes_follow_the_formula_and_a_shift_by_a_pixel_changes_part_of_the_result()
    {
        foreach ((int size, int kernel, int stride, int padding) in new[] { (7, 2, 2, 0), (7, 3, 2, 1), (8, 3, 3, 1), (1, 1, 5, 0), (28, 5, 1, 2) })
        {
            int expected = ((size + (2 * padding) - kernel) / stride) + 1;
            Tensor x = Tensor.Zeros([2, 3, size, size]);
            Assert.All(
                [x.MaxPool2d(kernel, stride, padding), x.AvgPool2d(kernel, stride, padding), x.L2Pool2d(kernel, stride, padding), x.WeightedAvgPool2d(Tensor.Ones([kernel, kernel]), stride, padding)],
                y => Assert.Equal(new Shape(2, 3, expected, expected), y.Shape));
        }

        // One row of a long strip: a segment of time or a rectangle of space, the same statistics.
        Assert.Equal(new Shape(2, 3, 5), Tensor.Zeros([2, 3, 10]).MaxPool1d(2).Shape);
        Assert.Equal([1.5f, 3.5f], Tensor.From([1f, 2, 3, 4], [1, 1, 4]).AvgPool1d(2).ToArray<float>());
        Tensor image = Tensor.Uniform([1, 1, 64, 64], rng: new Rng(1));
        float[] before = image.MaxPool2d(5, 4).ToArray<float>();
        float[] after = image.Roll(1, 3).MaxPool2d(5, 4).ToArray<float>();
        double changed = before.Zip(after, (a, b) => a != b ? 1.0 : 0).Average();
        output.WriteLine($"a shift by 1 pixel changes {changed:P0} of the largest numbers of 5x5 windows, and all pixels");
        Assert.InRange(changed, 0.01, 0.5);
    }

    [Fact]
    [Trait("System", "POOL-TRAIN")]
    public void Trainable_subsampling_has_a_weight_and_a_bias_a_map()
    {
        TrainableSubsampling layer = new(6, 2, dtype: DType.Float64);
        Assert.Equal(12, layer.ParameterCount);
        Tensor x = Tensor.Uniform([2, 6, 4, 4], -1, 1, new Rng(3), DType.Float64);
        Assert.Equal(x.AvgPool2d(2).Tanh().ToArray<double>(), layer.Forward(x).ToArray<double>());
        GradientCheck.Run(
            "trainable subsampling",
            v => ((v[0].AvgPool2d(2) * v[1].Reshape(6, 1, 1)) + v[2].Reshape(6, 1, 1)).Tanh(),
            [x, Tensor.Uniform([6], rng: new Rng(4), dtype: DType.Float64), Tensor.Uniform([6], rng: new Rng(5), dtype: DType.Float64)]);
        layer.Forward(x.Detach()).Sum().Backward();
        double[] s = x.Detach().AvgPool2d(2).ToArray<double>();
        double[] expected = new double[6];
        for (int i = 0; i < s.Length; i++)
        {
            expected[i / 4 % 6] += s[i] * (1 - (Math.Tanh(s[i]) * Math.Tanh(s[i])));
        }

        AssertClose(expected, layer.Weight.Grad!, 1e-12);
        Assert.Equal([12.0, 12.0], new TrainableSubsampling(2, 2, activation: y => y * 3, dtype: DType.Float64).Forward(Tensor.Full([1, 2, 2, 2], 4, DType.Float64)).ToArray<double>());
    }

    [Fact]
    [Trait("System", "POOL-NN")]
    [Trait("Golden", "G-UNN")]
    public void Nearest_neighbour_unpooling() =>
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], Map(new double[,] { { 1, 2 }, { 3, 4 } }).NearestUnpool2d(2).ToArray<double>());

    [Fact]
    [Trait("System", "POOL-BED")]
    [Trait("Golden", "G-UBED")]
    public void Bed_of_nails_unpooling()
    {
        Tensor x = Leaf(Map(new double[,] { { 1, 2 }, { 3, 4 } }));
        Tensor y = x.BedOfNails2d(2);
        Assert.Equal([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0], y.ToArray<double>());
        (y * First).Sum().Backward();
        Assert.Equal([1, 6, 1, 2], x.Grad!.ToArray<double>());
    }

    [Fact]
    [Trait("System", "POOL-UNMAX")]
    [Trait("Golden", "G-UMAX")]
    public void Max_unpooling_with_the_positions_of_the_pooling_layer()
    {
        MaxPool2d pool = new(2, keepPositions: true);
        MaxUnpool2d unpool = new(pool);
        pool.Forward(First);
        Tensor x = Map(new double[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4], unpool.Forward(x).ToArray<double>());
        Assert.Equal([1, 2, 3, 4], unpool.Forward(x).MaxPool2d(2).ToArray<double>());
        Tensor positions = First.MaxPool2dWithPositions(2).Positions;
        GradientCheck.Run("unpool", v => v[0].MaxUnpool2d(positions, 4), [x]);
    }

    private static Tensor Map(double[,] values) => Tensor.From(values).Reshape(1, 1, values.GetLength(0), values.GetLength(1));

    private static Tensor Leaf(Tensor x)
    {
        Tensor leaf = x.Clone();
        leaf.RequiresGrad = true;
        return leaf;
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        double[] y = actual.ToArray<double>();
        Assert.Equal(expected.Length, y.Length);
        Assert.All(expected.Zip(y), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
