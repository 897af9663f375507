namespace NotebookKit.Autoencoders;

/// <summary>A loss for codes whose units are silent most of the time.</summary>
public static class Sparsity
{
    /// <summary>The sum over units of KL(target || mean), where the mean of a unit is over the batch and both stand for the probability that it is on.</summary>
    /// <remarks>target log(target / mean) + (1 - target) log((1 - target) / (1 - mean)); 0 where every unit is on as often as wished. Ng 2011.</remarks>
    /// <param name="codes">[N, units] between 0 and 1, such as sigmoids.</param>
    /// <param name="target">How often a unit is to be on, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The codes are not [N, units], or the target is no probability strictly between 0 and 1.</exception>
    public static Tensor Penalty(Tensor codes, double target = 0.05)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (codes.Rank != 2 || codes.Shape[0] == 0 || !(target is > 0 and < 1))
        {
            throw new ArgumentException($"Sparsity.Penalty: takes codes [N, units] between 0 and 1 and a target between 0 and 1, and got {codes.Shape} and {target}.", nameof(codes));
        }

        Tensor mean = codes.Mean(0).Clamp(1e-7, 1 - 1e-7);
        return ((Math.Log(target) - mean.Log()) * target + (Math.Log(1 - target) - (1 - mean).Log()) * (1 - target)).Sum();
    }

    /// <summary>How the code is shared out, by Hoyer's measure: 1 where each code has one number that is not 0, 0 where all are alike.</summary>
    /// <remarks>(sqrt n - sum |h| / sqrt(sum h^2)) / (sqrt n - 1), the mean over the examples that are not all 0. Hoyer 2004.</remarks>
    /// <param name="codes">[N, units] with two units at least.</param>
    public static double Hoyer(Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (codes.Rank != 2 || codes.Shape[1] < 2)
        {
            throw new ArgumentException($"Sparsity.Hoyer: takes codes [N, units] with two units at least, and got {codes.Shape}.", nameof(codes));
        }

        double root = Math.Sqrt(codes.Shape[1]);
        return codes.To(DType.Float64).ToJagged<double>().Where(code => code.Any(number => number != 0))
            .Select(code => (root - (code.Sum(Math.Abs) / Math.Sqrt(code.Sum(number => number * number)))) / (root - 1)).DefaultIfEmpty(0).Average();
    }
}
