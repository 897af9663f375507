using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Models;

/// <summary>The pieces that the networks are made of do what the lectures say of them.</summary>
public class BlockTests
{
    [Fact]
    [Trait("Golden", "G-RESID")]
    public void A_residual_that_gives_zeros_is_the_identity_to_the_bit()
    {
        Tensor x = Tensor.Normal([2, 4, 5, 5], rng: new Rng(1));
        Conv2d nothing = new(4, 4, 3, padding: 1);
        nothing.Weight.Set(Tensor.Zeros(nothing.Weight.Shape));
        nothing.Bias!.Set(Tensor.Zeros([4]));
        Assert.Equal(x.ToArray<float>(), new Residual(nothing).Forward(x).ToArray<float>());

        // With the ReLU after the sum, it is the identity for what a ReLU gave, in training as in use.
        BasicBlock block = new(4, 4);
        ((BatchNorm2d)block.Children().Single(child => child.Name == "bn2").Child).Weight!.Set(Tensor.Zeros([4]));
        Bottleneck deep = new(4, 1);
        ((BatchNorm2d)deep.Children().Single(child => child.Name == "bn3").Child).Weight!.Set(Tensor.Zeros([4]));
        Tensor positive = x.Relu();
        Assert.Equal(positive.ToArray<float>(), block.Forward(positive).ToArray<float>());
        Assert.Equal(positive.ToArray<float>(), deep.Predict(positive).ToArray<float>());
        Assert.Equal(new Shape(2, 8, 3, 3), new BasicBlock(4, 8, 2, new PaddedShortcut(4, 8, 2)).Predict(x).Shape);
    }

    [Fact]
    [Trait("System", "ARC-INC4")]
    public void A_residual_inception_block_whose_branch_gives_zeros_is_the_identity()
    {
        Residual block = InceptionResNetV2.A();
        foreach ((_, Parameter parameter) in block.NamedParameters().Where(named => named.Name.StartsWith("body.conv.", StringComparison.Ordinal)))
        {
            parameter.Set(Tensor.Zeros(parameter.Shape));
        }

        Tensor x = Tensor.Uniform([1, 320, 4, 4], rng: new Rng(2));
        Assert.Equal(x.ToArray<float>(), block.Predict(x).ToArray<float>());
    }

    [Fact]
    [Trait("System", "ARC-RES")]
    public void The_gradient_reaches_the_input_of_fifty_residual_blocks_and_not_of_fifty_plain_ones()
    {
        Rng rng = new(3);
        Sequential Stack(bool residual) => new([.. Enumerable.Range(0, 50).Select(_ =>
        {
            Sequential body = new(new Conv2d(4, 4, 3, padding: 1, rng: rng), new ReLU(), new Conv2d(4, 4, 3, padding: 1, rng: rng));
            return residual ? (Module)new Residual(body) : body;
        })]);
        double Share(bool residual)
        {
            Tensor x = Tensor.Normal([1, 4, 6, 6], rng: new Rng(4));
            x.RequiresGrad = true;
            Tensor y = Stack(residual).Forward(x);
            Tensor sent = Tensor.Ones(y.Shape);
            Tensor got = Gradient.Of(y, [x], start: sent)[0];
            return Math.Sqrt(got.Square().Sum().Item() / sent.Square().Sum().Item());
        }

        Assert.True(Share(residual: true) > 0.1, $"{Share(residual: true)}");
        Assert.True(Share(residual: false) < 1e-6, $"{Share(residual: false)}");

        // F = 0 is the identity, and the builder has 18 and 34 of two 3x3, and bottlenecks from 50 on.
        Conv2d nothing = new(4, 4, 1, bias: false);
        nothing.Weight.Set(Tensor.Zeros(nothing.Weight.Shape));
        Tensor any = Tensor.Normal([1, 4, 3, 3], rng: rng);
        Assert.Equal(any.ToArray<float>(), new Residual(nothing).Forward(any).ToArray<float>());
        foreach ((int depth, Type block, int blocks) in new[] { (18, typeof(BasicBlock), 8), (34, typeof(BasicBlock), 16), (50, typeof(Bottleneck), 16) })
        {
            using IDisposable home = NotebookKit.Devices.Device.ShapesOnly.MakeHome();
            ResNet net = new(depth);
            Assert.Equal(blocks, Enumerable.Range(1, 4).Sum(stage => ((Sequential)net[$"layer{stage}"]).Count(one => one.GetType() == block)));
        }
    }

    [Fact]
    [Trait("System", "ARC-RESNEXT")]
    public void Two_groups_halve_the_weights_of_a_convolution()
    {
        Bottleneck block = new(64, 16, groups: 4, widthPerGroup: 16);
        Assert.Equal(new Shape(1, 64, 5, 5), block.Predict(Tensor.Normal([1, 64, 5, 5], rng: new Rng(1))).Shape);
        Assert.Equal(2 * new Conv2d(64, 32, 3, groups: 2, bias: false).ParameterCount, new Conv2d(64, 32, 3, bias: false).ParameterCount);
    }

    [Fact]
    [Trait("System", "ARC-MOBILE")]
    public void The_lectures_bottleneck_has_6400_weights_and_a_separable_convolution_few_more_than_a_ninth()
    {
        Assert.Equal(6400, MobileNetV1.LectureBottleneck().ParameterCount);
        Assert.Equal(147_456, new Conv2d(128, 128, 3, padding: 1, bias: false).ParameterCount);
        Assert.Equal(new Shape(1, 128, 7, 7), MobileNetV1.LectureBottleneck().Predict(Tensor.Normal([1, 128, 7, 7], rng: new Rng(1))).Shape);
        Assert.Equal((9 * 128) + (128 * 128), MobileNetV1.Separable(128, 128).NamedWeights().Sum(named => named.Weight.Count));
    }

    [Fact]
    [Trait("System", "ARC-SHUFFLE")]
    public void A_shuffle_is_a_permutation_that_the_shuffle_of_the_other_number_undoes()
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 12).Select(i => (float)i)], new Shape(1, 12, 1, 1));
        Tensor shuffled = new ChannelShuffle(3).Forward(x);
        Assert.Equal([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], shuffled.ToArray<float>());
        Assert.Equal(x.ToArray<float>(), new ChannelShuffle(4).Forward(shuffled).ToArray<float>());
        Assert.Contains("groups divide", Assert.Throws<ArgumentException>(() => new ChannelShuffle(5).Forward(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "ARC-SQUEEZE")]
    public void A_fire_module_squeezes_and_then_expands_in_two_ways()
    {
        Fire fire = new(96, 16, 64);
        Assert.Equal((16, 64, 64), ((int, int, int))(Out(fire, "squeeze"), Out(fire, "expand1x1"), Out(fire, "expand3x3")));
        Assert.Equal(new Shape(2, 128, 6, 5), fire.Predict(Tensor.Normal([2, 96, 6, 5], rng: new Rng(1))).Shape);
        Assert.Equal(11_920, fire.ParameterCount);
    }

    [Fact]
    [Trait("System", "ARC-SQUEEZENEXT")]
    public void A_linear_bottleneck_of_16_maps_has_rank_16()
    {
        Tensor one = Tensor.Eye(128, dtype: DType.Float32).Reshape(128, 128, 1, 1);
        Tensor map = SqueezeNext.LinearBottleneck(128, 16).Predict(one).Reshape(128, 128);
        var matrix = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfColumnMajor(128, 128, map.ToArray<double>());
        double[] singular = [.. matrix.Svd(computeVectors: false).S];
        Assert.All(singular.Skip(16), value => Assert.True(value < 1e-5 * singular[0], $"{value}"));
        Assert.True(singular[15] > 1e-3 * singular[0]);
    }

    [Fact]
    [Trait("System", "ARC-DENSE")]
    public void A_dense_block_grows_by_k_channels_a_layer_and_passes_its_input_on()
    {
        Tensor x = Tensor.Normal([1, 6, 4, 4], rng: new Rng(1));
        Tensor y = new Sequential(new DenseLayer(6, 3), new DenseLayer(9, 3)).Predict(x);
        Assert.Equal(new Shape(1, 12, 4, 4), y.Shape);
        Assert.Equal(x.ToArray<float>(), y[.., ..6].ToArray<float>());
    }

    private static int Out(Module module, string name) => ((Conv2d)module.Children().Single(child => child.Name == name).Child).Weight.Shape[0];
}
