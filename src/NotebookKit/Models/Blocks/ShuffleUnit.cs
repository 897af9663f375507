using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>ShuffleNet's unit: 1x1 in groups, shuffle, 3x3 of each channel by itself, 1x1 in groups; added to the input, or beside its mean where the size halves.</summary>
/// <remarks>[N, in, H, W] becomes [N, out, H, W], and [N, out, H / 2, W / 2] where out is not in. Zhang et al. 2017, figure 2(b) and (c).</remarks>
/// <param name="inChannels">Channels in.</param>
/// <param name="outChannels">Channels out.</param>
/// <param name="groups">Groups of the 1x1 convolutions.</param>
/// <param name="firstGroups">Groups of the first of them.</param>
public sealed class ShuffleUnit(int inChannels, int outChannels, int groups, int firstGroups) : Block
{
    private readonly bool halves = inChannels != outChannels;
    private readonly AvgPool2d pool = new(3, 2, 1);

    private readonly Sequential body = new(
        new ConvNorm(inChannels, outChannels / 4, 1, groups: firstGroups),
        new ChannelShuffle(firstGroups),
        new ConvNorm(outChannels / 4, outChannels / 4, 3, inChannels == outChannels ? 1 : 2, groups: outChannels / 4, activation: new Identity()),
        new ConvNorm(outChannels / 4, inChannels == outChannels ? outChannels : outChannels - inChannels, 1, groups: groups, activation: new Identity()));

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Tensor f = step(body, input);
        return (halves ? Tensor.Concat([step(pool, input), f], 1) : input + f).Relu();
    }
}
