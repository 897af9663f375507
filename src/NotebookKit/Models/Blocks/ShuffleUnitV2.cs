using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>ShuffleNet-v2's unit: split, work on one half, join, shuffle; where the size halves, both branches get the whole input.</summary>
/// <remarks>[N, in, H, W] becomes [N, out, H, W], and [N, out, H / 2, W / 2] where out is not in. Ma et al. 2018, figure 3(c) and (d).</remarks>
/// <param name="inChannels">Channels in.</param>
/// <param name="outChannels">Channels out.</param>
public sealed class ShuffleUnitV2(int inChannels, int outChannels) : Block
{
    private readonly ChannelShuffle shuffle = new(2);

    private readonly Sequential? branch1 = inChannels == outChannels ? null : new(
    [
        new Conv2d(inChannels, inChannels, 3, 2, 1, groups: inChannels, bias: false), new BatchNorm2d(inChannels),
        new Conv2d(inChannels, outChannels / 2, 1, bias: false), new BatchNorm2d(outChannels / 2), new ReLU(),
    ]);

    private readonly Sequential branch2 = new(
    [
        new Conv2d(inChannels == outChannels ? outChannels / 2 : inChannels, outChannels / 2, 1, bias: false), new BatchNorm2d(outChannels / 2), new ReLU(),
        new Conv2d(outChannels / 2, outChannels / 2, 3, inChannels == outChannels ? 1 : 2, 1, groups: outChannels / 2, bias: false), new BatchNorm2d(outChannels / 2),
        new Conv2d(outChannels / 2, outChannels / 2, 1, bias: false), new BatchNorm2d(outChannels / 2), new ReLU(),
    ]);

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(step);
        int half = input.Shape[1] / 2;
        Tensor joined = branch1 is null
            ? Tensor.Concat([input[.., ..half], step(branch2, input[.., half..])], 1)
            : Tensor.Concat([step(branch1, input), step(branch2, input)], 1);
        return step(shuffle, joined);
    }
}
