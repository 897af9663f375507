using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>EfficientNet's block (MBConv): MobileNet-v2's inverted residual with squeeze and excitation, and SiLU.</summary>
/// <remarks>Tan et al., MnasNet, 2018; Tan and Le, EfficientNet, 2019.</remarks>
/// <param name="inChannels">Channels in.</param>
/// <param name="outChannels">Channels out.</param>
/// <param name="expansion">How many times as many channels between.</param>
/// <param name="kernel">Side of the filters of single channels.</param>
/// <param name="stride">Of that convolution.</param>
/// <param name="epsilon">What the normalisations add to the variance.</param>
public sealed class SearchedBlock(int inChannels, int outChannels, int expansion, int kernel, int stride, double epsilon) : Block
{
    private readonly Sequential block = new(
    [
        .. expansion == 1 ? Array.Empty<Module>() : [new ConvNorm(inChannels, Widths.MultipleOf8(inChannels * expansion), 1, activation: Activation.Silu(), epsilon: epsilon)],
        new ConvNorm(Widths.MultipleOf8(inChannels * expansion), Widths.MultipleOf8(inChannels * expansion), kernel, stride, groups: Widths.MultipleOf8(inChannels * expansion), activation: Activation.Silu(), epsilon: epsilon),
        new SqueezeExcitation(Widths.MultipleOf8(inChannels * expansion), Math.Max(1, inChannels / 4)),
        new ConvNorm(Widths.MultipleOf8(inChannels * expansion), outChannels, 1, activation: new Identity(), epsilon: epsilon),
    ]);

    private readonly bool adds = stride == 1 && inChannels == outChannels;

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor f = step(block, input);
        return adds ? f + input : f;
    }
}
