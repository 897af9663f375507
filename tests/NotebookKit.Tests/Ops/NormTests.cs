using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Ops;

/// <summary>Normalisation at the lectures' numbers, with little room for rounding, and when it is misused.</summary>
[Collection(nameof(OneAtATime))]
public class NormTests
{
    private static readonly Tensor OneToFour = Tensor.From([1.0, 2, 3, 4], new Shape(4, 1));

    public static TheoryData<string, Action, string> Misuses => new()
    {
        { "BatchNorm", () => Tensor.Zeros([3]).BatchNorm(), "[3]" },
        { "BatchNorm", () => Tensor.Zeros([1, 3]).BatchNorm(), "[1, 3] has one number a channel" },
        { "BatchNorm", () => Tensor.Zeros([0, 3]).BatchNorm(), "[0, 3] has no number a channel" },
        { "BatchNorm", () => Tensor.Zeros([4, 3]).BatchNorm(Tensor.Ones([4])), "[4, 3] has shape [3], and got [4]" },
        { "BatchNorm", () => Tensor.Zeros([4, 3]).BatchNorm(epsilon: -1), "epsilon is 0 or more" },
        { "BatchNorm", () => Tensor.Zeros([4, 3], DType.Int64).BatchNorm(), "Int64" },
        { "BatchNorm2d", () => new BatchNorm2d(3).Forward(Tensor.Zeros([2, 4, 5, 5])), "[2, 4, 5, 5]" },
        { "BatchNorm1d", () => new BatchNorm1d(3).Forward(Tensor.Zeros([2, 3, 5, 5])), "[2, 3, 5, 5]" },
        { "GroupNorm", () => Tensor.Zeros([2, 3, 4]).GroupNorm(2), "2 groups do not divide the 3 channels of [2, 3, 4]" },
        { "InstanceNorm", () => Tensor.Zeros([2, 3, 1, 1]).InstanceNorm(), "[2, 3, 1, 1]" },
        { "LayerNorm", () => Tensor.Zeros([2, 3]).LayerNorm(axes: 3), "[2, 3]" },
        { "LayerNorm", () => Tensor.Zeros([2, 0]).LayerNorm(), "[2, 0]" },
        { "LayerNorm", () => Tensor.Zeros([2, 3]).LayerNorm(Tensor.Ones([2])), "[2, 3], [3], and one is [2]" },
        { "RmsNorm", () => Tensor.Zeros([2, 3]).RmsNorm(Tensor.Ones([2])), "[2, 3]" },
        { "WeightNorm", () => Tensor.Zeros([2, 3]).WeightNorm(Tensor.Ones([3])), "[2, 3] and [3]" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public void A_misuse_is_named_with_its_shape(string operation, Action action, string part)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(action);
        Assert.StartsWith(operation, e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-BN")]
    [Trait("System", "NRM-BN")]
    public void Batch_norm_has_the_lectures_numbers_a_right_gradient_and_uses_stored_statistics()
    {
        double[] biased = [-1.341641, -0.447214, 0.447214, 1.341641];
        double[] unbiased = [-1.161895, -0.387298, 0.387298, 1.161895];
        AssertEqual(biased, OneToFour.BatchNorm(epsilon: 0), 1e-6);
        AssertEqual(unbiased, OneToFour.BatchNorm(epsilon: 0, unbiased: true), 1e-6);

        // Mean beta and variance gamma^2.
        Tensor x = Tensor.Normal([50, 2], 3, 5, new Rng(1), DType.Float64);
        Tensor y = x.BatchNorm(Tensor.From([2.0, -0.5]), Tensor.From([1.0, 4.0]));
        AssertEqual([1, 4], y.Mean(0), 1e-12);
        AssertEqual([4, 0.25], (y - y.Mean(0)).Square().Mean(0), 1e-5);
        GradientCheck.Run("batch norm", v => v[0].BatchNorm(v[1], v[2]), [x[..7], Tensor.From([2.0, -0.5]), Tensor.From([1.0, 4.0])]);

        // In use the stored statistics normalise, whatever else is in the batch.
        BatchNorm1d layer = new(2, dtype: DType.Float64);
        for (int i = 0; i < 200; i++)
        {
            layer.Forward(Tensor.Normal([64, 2], 3, 5, new Rng(i), DType.Float64));
        }

        AssertEqual([3, 3], layer.RunningMean!, 0.5);
        AssertEqual([25, 25], layer.RunningVariance!, 3);
        Assert.Equal(200, layer.BatchesTracked!.Item());
        layer.IsTraining = false;
        double[] alone = layer.Forward(x[..1]).ToArray<double>();
        Assert.Equal(alone, layer.Forward(x)[..1].ToArray<double>());
        Assert.NotEqual(alone, layer.Forward(x[1..2]).ToArray<double>());
    }

    [Fact]
    public void Running_estimates_move_as_PyTorchs()
    {
        // (1 - 0.1) 0 + 0.1 2.5, and (1 - 0.1) 1 + 0.1 5/3: the unbiased variance.
        BatchNorm1d layer = new(1, dtype: DType.Float64);
        layer.Forward(OneToFour);
        AssertEqual([0.25], layer.RunningMean!, 1e-12);
        AssertEqual([0.9 + (0.1 * 5 / 3)], layer.RunningVariance!, 1e-12);
        BatchNorm1d plain = new(1, momentum: null, dtype: DType.Float64);
        plain.Forward(OneToFour);
        plain.Forward(OneToFour * 3);
        AssertEqual([5], plain.RunningMean!, 1e-12);
    }

    [Fact]
    [Trait("System", "NRM-LAYER")]
    public void Layer_norm_gives_each_row_mean_0_and_variance_1_whatever_the_batch()
    {
        Tensor x = Tensor.Normal([6, 50], 3, 5, new Rng(1), DType.Float64);
        Tensor y = x.LayerNorm(epsilon: 0);
        AssertEqual(new double[6], y.Mean(1), 1e-12);
        AssertEqual([1, 1, 1, 1, 1, 1], y.Square().Mean(1), 1e-12);
        Assert.Equal(x[2..3].LayerNorm(epsilon: 0).ToArray<double>(), y[2..3].ToArray<double>());
        Tensor scaled = x.LayerNorm(Tensor.Full([50], -2, DType.Float64), Tensor.Full([50], 3, DType.Float64), epsilon: 0);
        AssertEqual([3, 3, 3, 3, 3, 3], scaled.Mean(1), 1e-12);
        AssertEqual([4, 4, 4, 4, 4, 4], (scaled - 3).Square().Mean(1), 1e-12);
    }

    [Fact]
    [Trait("System", "NRM-WEIGHT")]
    public void Weight_norm_gives_each_neuron_the_length_g_and_a_gradient_at_a_right_angle_to_V()
    {
        Tensor v = Tensor.Normal([5, 7], rng: new Rng(2), dtype: DType.Float64);
        Tensor g = Tensor.From([1.5, -2, 0.1, 3, -0.4]);
        v.RequiresGrad = true;
        Tensor w = v.WeightNorm(g);
        AssertEqual([1.5, 2, 0.1, 3, 0.4], w.Square().Sum(1).Sqrt(), 1e-12);
        Tensor slope = Gradient.Of((w * Tensor.Normal([5, 7], rng: new Rng(3), dtype: DType.Float64)).Tanh().Sum(), v);
        Assert.True(slope.Square().Sum().Item() > 0.1);
        AssertEqual(new double[5], (slope * v).Sum(1), 1e-10);
        WeightNorm layer = new(new Linear(7, 5, rng: new Rng(4)));
        Assert.Equal(["direction", "length", "bias"], layer.NamedParameters().Select(p => p.Name));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("layer")]
    [InlineData("group")]
    public void A_large_mean_and_a_small_deviation_lose_next_to_nothing_in_float32(string kind)
    {
        Func<Tensor, Tensor> run = kind switch
        {
            "batch" => x => x.BatchNorm(epsilon: 0),
            "layer" => x => x.LayerNorm(epsilon: 0),
            _ => x => x.Reshape(500, 4, 10).GroupNorm(2, epsilon: 0),
        };
        OpRegistry.OnEveryVariant(width =>
        {
            Tensor x = Tensor.Normal([500, 40], 1e3, 1e-2, new Rng(7));
            Tensor slope = Tensor.Normal([500, 40], rng: new Rng(8));
            (double[] right, double[] rightSlope) = Both(x.To(DType.Float64), slope.To(DType.Float64));
            (double[] own, double[] ownSlope) = Both(x, slope);
            Assert.True(Worst(right, own) < 2e-6, $"{kind} {width}: {Worst(right, own)}");
            Assert.True(Worst(rightSlope, ownSlope) < 5e-6, $"{kind} {width}, gradient: {Worst(rightSlope, ownSlope)}");
        });

        (double[] Result, double[] Slope) Both(Tensor x, Tensor slope)
        {
            x = x.Clone();
            x.RequiresGrad = true;
            Tensor y = run(x);
            return (y.ToArray<double>(), Gradient.Of(y, [x], start: slope.Reshape(y.Shape.Span))[0].ToArray<double>());
        }
    }

    [Fact]
    public void Results_and_gradients_are_the_same_bits_with_1_2_3_and_8_threads()
    {
        float[] Work()
        {
            Tensor images = Tensor.Normal([5, 33, 17, 19], rng: new Rng(5));
            Tensor rows = Tensor.Normal([700, 129], rng: new Rng(6));
            Tensor weight = Tensor.Uniform([33], rng: new Rng(7));
            Tensor features = Tensor.Uniform([129], rng: new Rng(8));
            Tensor[] inputs = [images, weight, rows, features];
            foreach (Tensor input in inputs)
            {
                input.RequiresGrad = true;
            }

            Tensor loss = images.BatchNorm(weight, weight).Tanh().Sum() + images.GroupNorm(3, weight).Tanh().Sum() + rows.LayerNorm(features, features).Tanh().Sum();
            return [(float)loss.Item(), .. Gradient.Of(loss, inputs).SelectMany(slope => slope.ToArray<float>())];
        }

        Threads.AllGiveTheSame(Work);
    }

    [Fact]
    public void Maps_come_back_as_they_lay_and_both_ways_give_the_same_numbers()
    {
        Tensor inPlanes = Tensor.Normal([2, 4, 4, 5], 3, 2, new Rng(1), DType.Float64);
        Tensor inRows = inPlanes.Permute(0, 2, 3, 1).Clone().Permute(0, 3, 1, 2);
        Tensor weight = Tensor.Uniform([4], rng: new Rng(2), dtype: DType.Float64), slope = Tensor.Normal([2, 4, 4, 5], rng: new Rng(3), dtype: DType.Float64);
        foreach (Func<Tensor, Tensor> norm in new Func<Tensor, Tensor>[] { x => x.BatchNorm(weight, weight), x => x.GroupNorm(2, weight, weight), x => x.InstanceNorm(weight, weight) })
        {
            (Tensor a, Tensor b) = (norm(inPlanes), norm(inRows));
            Assert.Equal([80, 20, 5, 1], a.Strides.ToArray());
            Assert.Equal([80, 1, 20, 4], b.Strides.ToArray());
            AssertEqual(b.ToArray<double>(), a, 1e-13);
            AssertEqual(Slope(norm, inRows).ToArray<double>(), Slope(norm, inPlanes), 1e-13);
        }

        Tensor Slope(Func<Tensor, Tensor> norm, Tensor x)
        {
            Tensor leaf = x.Detach();
            leaf.RequiresGrad = true;
            return Gradient.Of(norm(leaf), [leaf], start: slope)[0];
        }
    }

    [Fact]
    public void Plain_steps_give_what_the_fused_kernels_give()
    {
        Tensor x = Tensor.Normal([2, 5, 6], rng: new Rng(1), dtype: DType.Float64);
        Tensor w = Tensor.Uniform([6], rng: new Rng(2), dtype: DType.Float64);
        NotebookKit.Ops.ChannelNorm.Setting setting = new(3, PerExample: true, 1e-5, 1);
        AssertEqual(
            NotebookKit.Ops.ChannelNorm.Composite(setting, x, w, w).ToArray<double>(),
            NotebookKit.Ops.ChannelNorm.Apply(setting, x.Transpose(1, 2), w, w, out _).Transpose(1, 2),
            1e-12);
        Tensor rows = x.Reshape(10, 6);
        AssertEqual(NotebookKit.Ops.LayerNorm.Composite(new(1, 1e-5, true), rows, w, w).ToArray<double>(), rows.LayerNorm(w, w), 1e-12);
    }

    private static double Worst(double[] right, double[] own) => right.Zip(own, (a, b) => Math.Abs(a - b)).Max() / right.Max(Math.Abs);

    private static void AssertEqual(double[] expected, Tensor actual, double tolerance) =>
        Assert.All(expected.Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
