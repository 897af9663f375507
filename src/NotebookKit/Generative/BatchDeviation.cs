using NotebookKit.Layers;

namespace NotebookKit.Generative;

/// <summary>Shows a detective how much the examples of its batch differ: one more map, the mean standard deviation over small groups.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C + 1, H, W]. Examples are put into groups; the standard deviation over a group of each number of the maps, averaged over all
/// of them, is one number a group. A forger whose pictures are all alike gives itself away, however good each one is. The batch must be of one kind, real
/// or forged. Karras et al. 2018, after Salimans et al. 2016.
/// </remarks>
/// <param name="groupSize">Examples of a group; a smaller batch is one group.</param>
public sealed class BatchDeviation(int groupSize = 8) : Module
{
    private readonly int size = groupSize > 1 ? groupSize : throw new ArgumentOutOfRangeException(nameof(groupSize), groupSize, "BatchDeviation: a group has two examples or more.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is no batch of maps, or does not divide into groups.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 4)
        {
            throw new ArgumentException($"BatchDeviation: takes maps [N, C, H, W], and got {input.Shape}.", nameof(input));
        }

        int count = input.Shape[0], height = input.Shape[2], width = input.Shape[3], group = Math.Min(size, count);
        if (count % group != 0)
        {
            throw new ArgumentException($"BatchDeviation: a batch of {count} does not divide into groups of {group}; choose a batch size that does.", nameof(input));
        }

        int groups = count / group;
        Tensor grouped = input.Reshape(group, groups, -1);
        Tensor spread = (grouped.Variance(0, correction: 0) + 1e-8).Sqrt().Mean(1);
        Tensor map = spread.Reshape(1, groups, 1, 1, 1).Expand(new Shape(group, groups, 1, height, width)).Reshape(count, 1, height, width);
        return Tensor.Concat([input, map], 1);
    }

    /// <inheritdoc/>
    public override string ToString() => $"BatchDeviation(groups of {size})";
}
