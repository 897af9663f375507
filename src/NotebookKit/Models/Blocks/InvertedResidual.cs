using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>MobileNet-v2's block: 1x1 expands, 3x3 of each channel by itself, 1x1 back with no activation; added to the input where shapes agree.</summary>
/// <remarks>A ReLU on few channels would lose what it sets to 0, so the narrow end is linear. Sandler et al. 2018.</remarks>
/// <param name="inChannels">Channels in.</param>
/// <param name="outChannels">Channels out.</param>
/// <param name="expansion">How many times as many channels between.</param>
/// <param name="stride">Of the 3x3 convolution.</param>
public sealed class InvertedResidual(int inChannels, int outChannels, int expansion, int stride) : Block
{
    private readonly Sequential conv = new(
    [
        .. expansion == 1 ? Array.Empty<Module>() : [new ConvNorm(inChannels, inChannels * expansion, 1, activation: Activation.Relu6())],
        new ConvNorm(inChannels * expansion, inChannels * expansion, 3, stride, groups: inChannels * expansion, activation: Activation.Relu6()),
        new Conv2d(inChannels * expansion, outChannels, 1, bias: false),
        new BatchNorm2d(outChannels),
    ]);

    private readonly bool adds = stride == 1 && inChannels == outChannels;

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor f = step(conv, input);
        return adds ? f + input : f;
    }
}
