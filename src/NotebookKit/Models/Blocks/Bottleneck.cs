using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The residual block of the deeper ResNets: 1x1 reduces the channels, 3x3 works on few, 1x1 expands them fourfold.</summary>
/// <remarks>
/// With groups in the 3x3 convolution it is ResNeXt's block. He et al. 2015, figure 5 right; Xie et al. 2017. The stride stands at the 3x3
/// convolution, as in torchvision, where the paper has it at the first 1x1. Lecture S1 says that every block has two 3x3 convolutions, which
/// is so in ResNet-18 and 34 only.
/// </remarks>
/// <param name="inChannels">Channels in.</param>
/// <param name="maps">A quarter of the channels out.</param>
/// <param name="stride">Of the 3x3 convolution and the shortcut.</param>
/// <param name="shortcut">What x passes where the shape changes; null for x itself.</param>
/// <param name="groups">Shares of the 3x3 convolution's channels, ResNeXt's cardinality.</param>
/// <param name="widthPerGroup">Channels of a share for 64 maps; more maps have proportionally more.</param>
public sealed class Bottleneck(int inChannels, int maps, int stride = 1, Module? shortcut = null, int groups = 1, int widthPerGroup = 64) : Block
{
    /// <summary>How many times as many channels come out as <c>maps</c>.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1 = new(inChannels, maps * widthPerGroup / 64 * groups, 1, bias: false);
    private readonly BatchNorm2d bn1 = new(maps * widthPerGroup / 64 * groups);
    private readonly Conv2d conv2 = new(maps * widthPerGroup / 64 * groups, maps * widthPerGroup / 64 * groups, 3, stride, 1, groups: groups, bias: false);
    private readonly BatchNorm2d bn2 = new(maps * widthPerGroup / 64 * groups);
    private readonly Conv2d conv3 = new(maps * widthPerGroup / 64 * groups, maps * Expansion, 1, bias: false);
    private readonly BatchNorm2d bn3 = new(maps * Expansion);
    private readonly Module? downsample = shortcut;

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor f = Rectified(step, bn1, step(conv1, input));
        f = Rectified(step, bn2, step(conv2, f));
        return Rectified(step, bn3, step(conv3, f), downsample is null ? input : step(downsample, input));
    }
}
