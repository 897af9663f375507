using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>The shortcut without parameters, option A: every second pixel, and zeros for the channels that are new.</summary>
/// <remarks>[N, C, H, W] becomes [N, outChannels, H / stride, W / stride], rounded up; half of the new channels come before and half after. He et al. 2015, section 3.3.</remarks>
/// <param name="inChannels">C.</param>
/// <param name="outChannels">Channels out, at least C.</param>
/// <param name="stride">From pixel to pixel.</param>
public sealed class PaddedShortcut(int inChannels, int outChannels, int stride) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int before = (outChannels - inChannels) / 2;
        Tensor pixels = stride == 1 ? input : input.MaxPool2d(1, stride);
        return pixels.Pad(0, (0, 0), (before, outChannels - inChannels - before), (0, 0), (0, 0));
    }

    /// <inheritdoc/>
    public override string ToString() => $"PaddedShortcut({inChannels}, {outChannels}, stride {stride})";
}
