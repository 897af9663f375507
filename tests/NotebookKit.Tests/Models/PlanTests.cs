using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Models;

/// <summary>What has to be chosen for a network, the rules of thumb, and what a convolution costs.</summary>
public class PlanTests
{
    [Fact]
    [Trait("System", "CNN-SCRATCHCOST")]
    public void A_plan_lists_the_choices_and_builds_the_network()
    {
        ConvNetPlan plan = new() { Maps = [8, 16], Hidden = [20], Dropout = 0.5, Nonlinearity = Nonlinearity.Tanh };
        Assert.Equal(["layers", "features per layer", "architecture", "nonlinearity", "batch norm", "dropout"], plan.HyperParameters().Select(one => one.Name));
        Assert.Equal(["4", "8, 16, 20", "3x3 filters, pooling after every 1, mean of each map", "Tanh", "yes", "0.5"], plan.HyperParameters().Select(one => one.Value));
        Sequential net = plan.Build(3, 10);
        Assert.Equal((3 * 8 * 9) + 16 + (8 * 16 * 9) + 32 + (16 * 20) + 20 + 200 + 10, net.ParameterCount);
        Assert.Equal(new Shape(2, 10), net.Predict(Tensor.Normal([2, 3, 12, 12], rng: new Rng(1))).Shape);
        Assert.Equal((2, 2, 2), (net.Count(layer => layer is MaxPool2d), net.Count(layer => layer is BatchNorm2d), net.Count(layer => layer is Dropout)));
        Assert.DoesNotContain(new ConvNetPlan { BatchNorm = false }.Build(1, 2), layer => layer is BatchNorm2d or Dropout);
    }

    [Fact]
    [Trait("System", "CNN-HAND")]
    public void Advice_is_silent_for_VGG_and_warns_of_what_breaks_the_rules()
    {
        Shape pictures = new(1, 3, 224, 224);
        Assert.Empty(StructureAdvice.For(() => new Vgg(16), pictures));
        Assert.Empty(StructureAdvice.For(() => new ResNet(18), pictures));
        Assert.Empty(StructureAdvice.For(() => new LeNet5(), new Shape(1, 1, 28, 28)));
        Shape small = new(1, 3, 16, 16);
        Assert.Contains("smaller and fewer", Assert.Single(StructureAdvice.For(() => new Sequential(new Conv2d(3, 32, 3, padding: 1), new MaxPool2d(2), new Conv2d(32, 8, 3, padding: 1)), small)), StringComparison.Ordinal);
        Assert.Contains("jumps", Assert.Single(StructureAdvice.For(() => new Sequential(new Conv2d(3, 8, 3, padding: 1), new MaxPool2d(2), new Conv2d(8, 64, 3, padding: 1)), small)), StringComparison.Ordinal);
        Assert.Contains("All maps have size 16", Assert.Single(StructureAdvice.For(() => new Sequential(new Conv2d(3, 8, 3, padding: 1), new Conv2d(8, 16, 3, padding: 1)), small)), StringComparison.Ordinal);
        Assert.Contains("become larger", Assert.Single(StructureAdvice.For(() => new Sequential(new Conv2d(3, 8, 3, 2, 1), new Upsample(2), new Conv2d(8, 8, 3, padding: 1)), small)), StringComparison.Ordinal);
        Assert.Contains("no convolution", Assert.Single(StructureAdvice.For(() => new Sequential(new Flatten(), new Linear(768, 2)), small)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(5, 11)]
    [InlineData(1, 4)]
    [Trait("System", "CONV-LOAD")]
    public void A_padded_convolution_takes_k_n_and_k_squared_n_squared_multiplications(int k, int n)
    {
        // Counted in the plainest loops there are, zeros of the margin included.
        int line = 0;
        int image = 0;
        for (int i = 0; i < n; i++)
        {
            for (int u = 0; u < k; u++)
            {
                line++;
                for (int j = 0; j < n; j++)
                {
                    for (int v = 0; v < k; v++)
                    {
                        image++;
                    }
                }
            }
        }

        ModuleSummary one = ModuleSummary.Of(() => new Conv1d(1, 1, k, padding: Padding.Same, bias: false), new Shape(1, 1, n));
        ModuleSummary two = ModuleSummary.Of(() => new Conv2d(1, 1, k, padding: Padding.Same, bias: false), new Shape(1, 1, n, n));
        Assert.Equal((k, k * n, (long)line), (one.Parameters, one.MultiplyAdds!.Value, one.MultiplyAdds.Value));
        Assert.Equal((k * k, k * k * n * n, (long)image), (two.Parameters, two.MultiplyAdds!.Value, two.MultiplyAdds.Value));
        Assert.Equal((k * n, k * k * n * n), (line, image));
    }
}
