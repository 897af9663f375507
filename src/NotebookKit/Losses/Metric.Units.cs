using NotebookKit.Gradients;

namespace NotebookKit.Losses;

/// <content>The health of hidden units.</content>
public static partial class Metric
{
    /// <summary>The share of units that give 0 for every example: dead ReLUs, through which no gradient passes any more.</summary>
    /// <remarks>A large rate or a large negative bias kills them, up to 40 % of a net. Watch it on the whole set; lecture S2 L5, 'Dying ReLU problem'.</remarks>
    /// <param name="activations">[N, units, ...]: what a layer gives for N examples; each place of the other axes is a unit.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentException">There are no examples or no units.</exception>
    public static double DeadUnits(Tensor activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        if (activations.Rank < 2 || activations.Count == 0)
        {
            throw new ArgumentException($"DeadUnits: takes the activations [N, units, ...] of some examples, and got {activations.Shape}.", nameof(activations));
        }

        using IDisposable off = Gradient.Off();
        int units = activations.Count / activations.Shape[0];
        double[] largest = activations.Detach().Contiguous().Reshape(activations.Shape[0], units).Abs().Amax(0).To(DType.Float64).ToArray<double>();
        return (double)largest.Count(size => size == 0) / units;
    }
}
