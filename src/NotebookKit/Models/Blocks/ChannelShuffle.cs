using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Deals the channels anew, so that the next grouped convolution sees channels of every group: channel g n + i comes to place i G + g.</summary>
/// <remarks>
/// [N, C, H, W] to the same: the channels as a table of G rows are read column by column. It is a permutation, undone by a shuffle with C / G
/// groups. Zhang et al., ShuffleNet, 2017; lecture S2 L11.
/// </remarks>
/// <param name="groups">G; it divides C.</param>
public sealed class ChannelShuffle(int groups) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">These are no images, or the groups do not divide the channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 4 || groups < 1 || input.Shape[1] % groups != 0)
        {
            throw new ArgumentException($"ChannelShuffle: takes images whose channels {groups} groups divide, and got {input.Shape}.");
        }

        (int n, int c, int h, int w) = (input.Shape[0], input.Shape[1], input.Shape[2], input.Shape[3]);
        return input.Reshape(n, groups, c / groups, h, w).Permute(0, 2, 1, 3, 4).Reshape(n, c, h, w);
    }

    /// <inheritdoc/>
    public override string ToString() => $"ChannelShuffle({groups} groups)";
}
