namespace NotebookKit.Bayes;

/// <summary>The probability of a yes when the score itself is uncertain: nearer to 1/2 the less is known.</summary>
public static class Moderation
{
    /// <summary>P(z = 1) ~ s(a / sqrt(1 + pi v / 8)), the mean of the logistic function s over a normal score of mean a and variance v.</summary>
    /// <remarks>
    /// Within 0.02 of the integral. For v = 0 it is s(a). The slide of lecture S1 puts the probability where the score belongs and loses the minus
    /// of its loss; MacKay 1992.
    /// </remarks>
    /// <param name="score">a, the output before the logistic function.</param>
    /// <param name="variance">v, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative.</exception>
    public static double Probability(double score, double variance) => variance >= 0
        ? Sigmoid(score / Math.Sqrt(1 + (Math.PI * variance / 8)))
        : throw new ArgumentOutOfRangeException(nameof(variance), variance, "Moderation: a variance is 0 or more.");

    /// <summary>The same for each pair of numbers of two tensors of one shape.</summary>
    /// <param name="scores">a.</param>
    /// <param name="variances">v.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Probability(Tensor scores, Tensor variances)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(variances);
        return scores.Shape == variances.Shape
            ? (scores / ((variances * (Math.PI / 8)) + 1).Sqrt()).Sigmoid()
            : throw new ArgumentException($"Moderation: scores {scores.Shape} and variances {variances.Shape}; there is one a score.");
    }

    /// <summary>s(a) = 1 / (1 + e^-a).</summary>
    internal static double Sigmoid(double a) => a >= 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a));
}
