using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Layers;

/// <summary>A normalisation, an addend and a ReLU behind it are one operation where nobody looks on: to the last bit what they compute one by one.</summary>
[Collection(nameof(OneAtATime))]
public class RectifiedNormTests
{
    private static readonly Dictionary<string, Func<Block>> Blocks = new()
    {
        ["basic"] = () => new BasicBlock(16, 16),
        ["basic, half the size"] = () => new BasicBlock(16, 40, 2, new PaddedShortcut(16, 40, 2)),
        ["basic, projected"] = () => new BasicBlock(16, 20, 2, new Sequential(new Conv2d(16, 20, 1, 2, bias: false), new BatchNorm2d(20))),
        ["basic, no shortcut"] = () => new BasicBlock(16, 16, residual: false),
        ["bottleneck"] = () => new Bottleneck(16, 4),
        ["chain"] = () => new Sequential(new Conv2d(16, 33, 1), new BatchNorm2d(33), new ReLU(), new Conv2d(33, 5, 3), new BatchNorm2d(5, affine: false), new ReLU()),
        ["chain of another rule"] = () => new Sequential(new Conv2d(16, 16, 3), new BatchNorm2d(16, tracking: false, unbiased: true), new ReLU()),
        ["chain without a convolution"] = () => new Sequential(new BatchNorm2d(16), new ReLU()),
    };

    public static TheoryData<string> Names => [.. Blocks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_block_computes_the_bits_of_its_layers_one_by_one(string name) => OpRegistry.OnEveryVariant(_ =>
    {
        (Block joined, Block apart) = (Seeded(name), Seeded(name));
        for (int step = 0; step < 2; step++)
        {
            Tensor one = Numbers([3, 16, 6, 5], step), other = Numbers([3, 16, 6, 5], step);
            one.RequiresGrad = other.RequiresGrad = true;
            Tensor y = joined.Forward(one), z = OneByOne(apart, other);
            Assert.Equal(z.ToArray<float>(), y.ToArray<float>());
            Tensor weights = Numbers(y.Shape.ToArray(), 9);
            (y * weights).Sum().Backward();
            (z * weights).Sum().Backward();
            Assert.Equal(other.Grad!.ToArray<float>(), one.Grad!.ToArray<float>());
            Assert.All(joined.Parameters().Zip(apart.Parameters()), pair => Assert.Equal(pair.Second.Grad!.ToArray<float>(), pair.First.Grad!.ToArray<float>()));
            IReadOnlyDictionary<string, Tensor> state = apart.State();
            Assert.All(joined.State(), own => Assert.Equal(state[own.Key].To(DType.Float64).ToArray<double>(), own.Value.To(DType.Float64).ToArray<double>()));
        }

        joined.IsTraining = apart.IsTraining = false;
        Tensor used = Numbers([1, 16, 6, 5], 3);
        Assert.Equal(OneByOne(apart, used).ToArray<float>(), joined.Forward(used).ToArray<float>());
    });

    [Fact]
    public void Three_operations_of_a_training_step_are_one()
    {
        using IDisposable seed = Rng.Seeded(1);
        Tensor y = new BasicBlock(16, 16).Forward(Numbers([2, 16, 6, 5], 1));
        Assert.Equal(
            ["RectifiedNorm", "Convolution", "RectifiedNorm", "Convolution"],
            Way(y.GradientEdge()!));
    }

    [Fact]
    public void A_gradient_that_others_hold_is_not_written_over()
    {
        using IDisposable seed = Rng.Seeded(1);
        Tensor x = Numbers([2, 16, 6, 5], 1), given = Numbers([2, 16, 6, 5], 2), before = given.Clone();
        x.RequiresGrad = true;
        new BasicBlock(16, 16).Forward(x).Backward(given);
        Assert.Equal(before.ToArray<float>(), given.ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_names_the_layer()
    {
        ArgumentException channels = Assert.Throws<ArgumentException>(() => new Sequential([("conv", new Conv2d(2, 3, 1)), ("norm", new BatchNorm2d(4)), ("relu", new ReLU())]).Forward(Numbers([2, 2, 5, 5], 1)));
        Assert.Contains("Layer norm, BatchNorm2d(4)", channels.Message, StringComparison.Ordinal);
        ArgumentException lonely = Assert.Throws<ArgumentException>(() => new Sequential(new Conv2d(2, 3, 1), new BatchNorm2d(3), new ReLU()).Forward(Numbers([1, 2, 1, 1], 1)));
        Assert.Contains("one number a channel", lonely.Message, StringComparison.Ordinal);
        ArgumentException addend = Assert.Throws<ArgumentException>(() => new BasicBlock(16, 8).Forward(Numbers([2, 16, 5, 5], 1)));
        Assert.Contains("[2, 16, 5, 5]", addend.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Way(NotebookKit.Gradients.GradientNode? node)
    {
        for (; node is not null && node.Inputs.Count > 0; node = node.Inputs[0])
        {
            yield return node.Name;
        }
    }

    // The same seed makes the same weights.
    private static Block Seeded(string name)
    {
        using IDisposable seed = Rng.Seeded(1);
        return Blocks[name]();
    }

    private static Tensor Numbers(int[] shape, int seed) => Tensor.Uniform(shape, -1, 1, new Rng(seed));

    private static Tensor OneByOne(Block block, Tensor input) => block.Walk(input, (layer, value) => layer is Block inner ? OneByOne(inner, value) : layer.Forward(value));
}
