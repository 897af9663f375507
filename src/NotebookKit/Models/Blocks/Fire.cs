using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>SqueezeNet's fire module: s maps of 1x1 squeeze the channels, then e maps of 1x1 and e of 3x3, side by side, expand them.</summary>
/// <remarks>[N, C, H, W] becomes [N, 2e, H, W]. Iandola et al. 2016; lecture S2 L11.</remarks>
/// <param name="channels">C.</param>
/// <param name="squeezed">s.</param>
/// <param name="expanded">e, of each kind.</param>
public sealed class Fire(int channels, int squeezed, int expanded) : Block
{
    private readonly Conv2d squeeze = new(channels, squeezed, 1);
    private readonly Conv2d expand1x1 = new(squeezed, expanded, 1);
    private readonly Conv2d expand3x3 = new(squeezed, expanded, 3, padding: 1);

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor few = step(squeeze, input).Relu();
        return Tensor.Concat([step(expand1x1, few).Relu(), step(expand3x3, few).Relu()], 1);
    }
}
