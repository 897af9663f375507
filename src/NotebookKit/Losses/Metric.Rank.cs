namespace NotebookKit.Losses;

/// <content>Whether two lists of numbers have the same order.</content>
public static partial class Metric
{
    /// <summary>Spearman's rank correlation: 1 where two lists have the same order, -1 where one is the other's reverse, about 0 where they have nothing to do with each other.</summary>
    /// <remarks>The correlation of the ranks; equal numbers share the mean of theirs. 0 where one list is all the same.</remarks>
    /// <param name="first">Numbers, such as guessed accuracies.</param>
    /// <param name="second">As many.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are fewer than two, or one is not finite.</exception>
    public static double RankCorrelation(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2 || !first.Concat(second).All(double.IsFinite))
        {
            throw new ArgumentException($"RankCorrelation: takes two lists of as many finite numbers, two at least, and got {first.Count} and {second.Count}.", nameof(second));
        }

        double[] a = Ranks(first), b = Ranks(second);
        double middle = (first.Count - 1) / 2.0;
        double Product(double[] one, double[] other) => one.Zip(other, (x, y) => (x - middle) * (y - middle)).Sum();
        double size = Math.Sqrt(Product(a, a) * Product(b, b));
        return size == 0 ? 0 : Product(a, b) / size;
    }

    private static double[] Ranks(IReadOnlyList<double> numbers)
    {
        int[] order = [.. Enumerable.Range(0, numbers.Count).OrderBy(i => numbers[i])];
        double[] ranks = new double[order.Length];
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && numbers[order[end]] == numbers[order[start]])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
