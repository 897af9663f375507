namespace NotebookKit.Segmentation;

/// <summary>A way to see far, and what it costs.</summary>
/// <param name="Way">What it is.</param>
/// <param name="Field">Pixels along an axis that a unit of the last layer sees.</param>
/// <param name="Weights">Weights for each pair of channels.</param>
/// <param name="Stride">Pixels from a unit of the last layer to the next: the detail that is lost.</param>
public sealed record FieldOfViewRow(string Way, int Field, int Weights, int Stride);

/// <summary>Field of view against weights: plain, shrinking, atrous and large kernels. Lecture S2 L8 (CNN arrangements, filter size considerations).</summary>
/// <remarks>Doubling the rate from layer to layer makes the field grow as 2^(n + 1) - 1 for 3x3 kernels, with the weights of n plain layers and no pixel lost. Chen et al. 2015; Yu and Koltun 2016.</remarks>
public static class FieldOfView
{
    /// <summary>What layers of 3x3 kernels see when their rates are as given.</summary>
    /// <param name="rates">The dilation of each layer.</param>
    public static int Atrous(params ReadOnlySpan<int> rates)
    {
        (int, int)[] layers = new (int, int)[rates.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = (ConvolutionArithmetic.EffectiveKernel(3, rates[i]), 1);
        }

        return ConvolutionArithmetic.ReceptiveField(layers);
    }

    /// <summary>Five ways with n layers of 3x3 kernels, or one kernel that sees as far as the atrous ones.</summary>
    /// <param name="layers">n, 1 to 12.</param>
    public static IReadOnlyList<FieldOfViewRow> Table(int layers)
    {
        if (layers is < 1 or > 12)
        {
            throw new ArgumentOutOfRangeException(nameof(layers), layers, "FieldOfView: 1 to 12 layers.");
        }

        int[] rates = [.. Enumerable.Range(0, layers).Select(i => 1 << i)];
        int far = Atrous(rates);
        IEnumerable<(int, int)> pooled = Enumerable.Range(0, layers).SelectMany(i => i < layers - 1 ? new[] { (3, 1), (2, 2) } : [(3, 1)]);
        return
        [
            new($"{layers} layers 3x3", ConvolutionArithmetic.ReceptiveField([.. Enumerable.Repeat((3, 1), layers)]), 9 * layers, 1),
            new($"{layers} layers 3x3, stride 2 but for the last", ConvolutionArithmetic.ReceptiveField([.. Enumerable.Range(0, layers).Select(i => (3, i < layers - 1 ? 2 : 1))]), 9 * layers, 1 << (layers - 1)),
            new($"{layers} layers 3x3 with 2x2 pooling between", ConvolutionArithmetic.ReceptiveField([.. pooled]), 9 * layers, 1 << (layers - 1)),
            new($"{layers} layers 3x3, rates 1 to {rates[^1]}", far, 9 * layers, 1),
            new($"one layer {far}x{far}", far, far * far, 1),
        ];
    }
}
