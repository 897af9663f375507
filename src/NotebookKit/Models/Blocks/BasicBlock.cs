using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The residual block of the shallower ResNets: two 3x3 convolutions, H(x) = ReLU(F(x) + x).</summary>
/// <remarks>Without its shortcut it is two layers of a plain network, for the degradation experiment. He et al. 2015, figure 5 left; lectures S1, S2 L11.</remarks>
/// <param name="inChannels">Channels in.</param>
/// <param name="maps">Maps of both convolutions.</param>
/// <param name="stride">Of the first convolution and the shortcut.</param>
/// <param name="shortcut">What x passes where the shape changes; null for x itself.</param>
/// <param name="residual">Whether x is added at all.</param>
public sealed class BasicBlock(int inChannels, int maps, int stride = 1, Module? shortcut = null, bool residual = true) : Block
{
    private readonly Conv2d conv1 = new(inChannels, maps, 3, stride, 1, bias: false);
    private readonly BatchNorm2d bn1 = new(maps);
    private readonly Conv2d conv2 = new(maps, maps, 3, padding: 1, bias: false);
    private readonly BatchNorm2d bn2 = new(maps);
    private readonly Module? downsample = shortcut;

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor f = step(conv2, Rectified(step, bn1, step(conv1, input)));
        return Rectified(step, bn2, f, !residual ? null : downsample is null ? input : step(downsample, input));
    }
}
