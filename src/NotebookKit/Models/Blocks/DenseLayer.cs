using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A layer of a dense block: 1x1 to four times k maps, 3x3 to k, and these k maps behind all that came in.</summary>
/// <remarks>[N, C, H, W] becomes [N, C + k, H, W]; normalisation and ReLU come before each convolution. Huang et al. 2016.</remarks>
/// <param name="channels">C.</param>
/// <param name="growth">k.</param>
public sealed class DenseLayer(int channels, int growth) : Sequential(
[
    ("norm1", new BatchNorm2d(channels)), ("relu1", new ReLU()), ("conv1", new Conv2d(channels, 4 * growth, 1, bias: false)),
    ("norm2", new BatchNorm2d(4 * growth)), ("relu2", new ReLU()), ("conv2", new Conv2d(4 * growth, growth, 3, padding: 1, bias: false)),
])
{
    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step) => Tensor.Concat([input, base.Walk(input, step)], 1);
}
