using NotebookKit.Layers;

namespace NotebookKit.Tests.Models;

/// <summary>What a convolution costs, as the summary of a model counts it.</summary>
public class ConvolutionCostTests
{
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
