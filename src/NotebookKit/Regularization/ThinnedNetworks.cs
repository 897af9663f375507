using NotebookKit.Gradients;

namespace NotebookKit.Regularization;

/// <summary>Dropout as an ensemble: n numbers that may be dropped are 2^n thinned networks, and this averages over all of them.</summary>
/// <remarks>For a linear layer the mean equals the full layer with its inputs scaled by the keep probability; with a nonlinearity behind it only nearly. Lectures S1, S2 L5.</remarks>
public static class ThinnedNetworks
{
    private const int Most = 20;

    /// <summary>How many networks n units make: 2^n.</summary>
    public static long Count(int units) => units is >= 0 and < 63
        ? 1L << units
        : throw new ArgumentOutOfRangeException(nameof(units), units, "ThinnedNetworks: from 0 to 62 units can be counted.");

    /// <summary>The exact mean of f(m x) over all masks m, each as likely as dropout makes it.</summary>
    /// <param name="f">What comes behind the dropout.</param>
    /// <param name="inputs">x, [.., n] with n up to 20.</param>
    /// <param name="drop">The probability to drop a number.</param>
    /// <exception cref="ArgumentException">There are too many units, or the probability is out of range.</exception>
    public static Tensor Mean(Func<Tensor, Tensor> f, Tensor inputs, double drop = 0.5)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(inputs);
        Ops.Dropout.CheckProbability(nameof(ThinnedNetworks), drop);
        int units = inputs.Rank == 0 ? 0 : inputs.Shape[^1];
        if (units is 0 or > Most)
        {
            throw new ArgumentException($"ThinnedNetworks: averages over all masks of the last axis, from 1 to {Most} units, and got {inputs.Shape}; draw some masks with Dropout instead.", nameof(inputs));
        }

        using IDisposable off = Gradient.Off();
        Tensor? mean = null;
        for (int mask = 0; mask < 1 << units; mask++)
        {
            double[] kept = [.. Enumerable.Range(0, units).Select(i => (double)((mask >> i) & 1))];
            double chance = kept.Aggregate(1.0, (product, one) => product * (one > 0 ? 1 - drop : drop));
            Tensor part = f(inputs * Tensor.From(kept).To(inputs.DType)) * chance;
            mean = mean is null ? part : mean + part;
        }

        return mean!;
    }
}
