using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Squeeze and excitation: each map is scaled by a number from 0 to 1 that two small layers find from the means of all maps.</summary>
/// <remarks>[N, C, H, W] to the same. Hu, Shen and Sun, Squeeze-and-excitation networks, 2017, which won ILSVRC 2017.</remarks>
/// <param name="channels">C.</param>
/// <param name="squeezed">Channels between the two layers.</param>
public sealed class SqueezeExcitation(int channels, int squeezed) : Block
{
    private readonly Conv2d fc1 = new(channels, squeezed, 1);
    private readonly Conv2d fc2 = new(squeezed, channels, 1);

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(step);
        return input * step(fc2, step(fc1, input.GlobalAvgPool2d()).Silu()).Sigmoid();
    }
}
