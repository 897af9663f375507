using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>SqueezeNext's block: 1x1 to a half, 1x1 to a quarter, 1x3, 3x1, and 1x1 back, added to the input.</summary>
/// <remarks>
/// [N, in, H, W] becomes [N, out, H / stride, W / stride]. All convolutions have biases beside their normalisation, as its authors' network. Where
/// the stride is 2 the first squeeze keeps the channels, and where the channels grow less it squeezes twice as much. Gholami et al. 2018, figure 2.
/// </remarks>
public sealed class SqueezeNextBlock : Block
{
    private readonly Sequential body;
    private readonly Sequential? shortcut;

    /// <summary>Makes the block.</summary>
    /// <param name="inChannels">Channels in.</param>
    /// <param name="outChannels">Channels out.</param>
    /// <param name="stride">Of the first convolution and the shortcut.</param>
    public SqueezeNextBlock(int inChannels, int outChannels, int stride = 1)
    {
        int wide = stride == 2 ? inChannels : inChannels > outChannels ? inChannels / 4 : inChannels / 2;
        body = new Sequential(
            Conv(inChannels, wide, 1, stride),
            Conv(wide, wide / 2, 1),
            Conv(wide / 2, wide, (1, 3), padding: (0, 1)),
            Conv(wide, wide, (3, 1), padding: (1, 0)),
            Conv(wide, outChannels, 1));
        shortcut = stride == 1 && inChannels == outChannels ? null : Conv(inChannels, outChannels, 1, stride);
    }

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return (step(body, input) + (shortcut is null ? input : step(shortcut, input))).Relu();
    }

    /// <summary>A convolution with bias, normalisation and ReLU.</summary>
    internal static Sequential Conv(int inChannels, int outChannels, Pair kernel, int stride = 1, Padding padding = default) =>
        new(new Conv2d(inChannels, outChannels, kernel, stride, padding), new BatchNorm2d(outChannels), new ReLU());
}
