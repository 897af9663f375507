using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <summary>Numbers that judge a model without a gradient: plain shares of right and wrong.</summary>
public static partial class Metric
{
    /// <summary>The share of examples whose best score is their own class's; the first of equal ones is the best.</summary>
    /// <param name="scores">[N, classes]: scores or probabilities.</param>
    /// <param name="labels">[N] class numbers.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label names no class.</exception>
    public static double Accuracy(Tensor scores, Tensor labels) => TopAccuracy(scores, labels, 1);

    /// <summary>The classification error, 1 - accuracy.</summary>
    /// <param name="scores">[N, classes]: scores or probabilities.</param>
    /// <param name="labels">[N] class numbers.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label names no class.</exception>
    public static double ErrorRate(Tensor scores, Tensor labels) => TopError(scores, labels, 1);

    /// <summary>The share of examples whose class is among the k with the best scores.</summary>
    /// <remarks>ImageNet's measure with k = 1 and 5; lecture S2 L7.</remarks>
    /// <param name="scores">[N, classes]: scores or probabilities.</param>
    /// <param name="labels">[N] class numbers.</param>
    /// <param name="k">How many guesses there are, from 1 to the number of classes.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label names no class, or k is out of range.</exception>
    public static double TopAccuracy(Tensor scores, Tensor labels, int k)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        Check.Floats(nameof(TopAccuracy), scores);
        if (scores.Rank != 2 || scores.Count == 0)
        {
            throw new ArgumentException($"TopAccuracy: takes scores [N, classes] with at least one row, and got {scores.Shape}.");
        }

        Check.Labels(nameof(TopAccuracy), labels, scores.Shape[0], scores.Shape[1]);
        int classes = scores.Shape[1];
        if (k < 1 || k > classes)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"TopAccuracy: k is 1 to {classes}, the number of classes of {scores.Shape}.");
        }

        double[] values = scores.ToArray<double>();
        long[] truth = labels.ToArray<long>();
        int right = Enumerable.Range(0, truth.Length).Count(n => Rank(values.AsSpan(n * classes, classes), (int)truth[n]) < k);
        return (double)right / truth.Length;
    }

    /// <summary>The share of examples whose class is not among the k with the best scores: the top-k error.</summary>
    /// <param name="scores">[N, classes]: scores or probabilities.</param>
    /// <param name="labels">[N] class numbers.</param>
    /// <param name="k">How many guesses there are, from 1 to the number of classes.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label names no class, or k is out of range.</exception>
    public static double TopError(Tensor scores, Tensor labels, int k) => 1 - TopAccuracy(scores, labels, k);

    // How many classes stand before a class: those with better scores, and equal ones with lower numbers. NaN is never right.
    private static int Rank(ReadOnlySpan<double> scores, int own)
    {
        int before = double.IsNaN(scores[own]) ? scores.Length : 0;
        for (int i = 0; i < scores.Length; i++)
        {
            before += scores[i] > scores[own] || double.IsNaN(scores[i]) || (scores[i] == scores[own] && i < own) ? 1 : 0;
        }

        return before;
    }
}
