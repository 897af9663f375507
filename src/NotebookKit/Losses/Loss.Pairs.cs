namespace NotebookKit.Losses;

/// <content>The loss of side information: which examples are alike, without saying what they are.</content>
public static partial class Loss
{
    /// <summary>|a - b|^2 for similar pairs (s = 1), max(0, M - |a - b|^2) for others (s = 0): what is alike moves together, what is not apart until the margin.</summary>
    /// <remarks>The corner |a - b|^2 = M belongs to the flat side: no gradient. Hadsell, Chopra and LeCun 2006; lecture S1 (semi-supervised learning of MLPs).</remarks>
    /// <param name="first">a, the outputs for the pairs' first examples, [N, outputs].</param>
    /// <param name="second">b, the outputs for their second examples, [N, outputs].</param>
    /// <param name="similar">s, [N], 0 or 1, or Bool.</param>
    /// <param name="margin">M, above 0.</param>
    /// <param name="reduction">What becomes of the pairs' losses.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, the margin is out of range, or s is neither 0 nor 1.</exception>
    public static Tensor PairSimilarity(Tensor first, Tensor second, Tensor similar, double margin = 1, Reduction reduction = Reduction.Mean)
    {
        Pairs(nameof(PairSimilarity), first, second);
        LossSteps.Positive(nameof(PairSimilarity), nameof(margin), margin);
        ArgumentNullException.ThrowIfNull(similar);
        double[] flags = similar.ToArray<double>();
        if (similar.Rank != 1 || similar.Count != first.Shape[0] || flags.Any(flag => flag is not (0 or 1)))
        {
            throw new ArgumentException($"PairSimilarity: {first.Shape[0]} pairs need as many numbers 0 or 1, and got {similar.Shape} of {similar.DType}.", nameof(similar));
        }

        Tensor s = Tensor.From(flags).To(first.DType).To(first.Device);
        Tensor distance = (first - second).Square().Sum(1);
        return ((s * distance) + ((1 - s) * (margin - distance).Relu())).Reduce(reduction);
    }
}
