namespace NotebookKit.Decomposition;

/// <summary>Who is whose neighbour, as t-SNE sees it: a chance p_ij for each pair of near points, over all pairs 1 in all.</summary>
/// <remarks>
/// p(j | i) = e^(-d_ij^2 / 2 s_i^2) over the sum of such terms, with s_i found by bisection so that the perplexity 2^H of row i, H its entropy in bits, is the
/// wanted one: as many neighbours count, near or far. p_ij = (p(j | i) + p(i | j)) / 2N. Only the nearest neighbours have a term, three times as
/// many as the perplexity, for the rest is less than a rounding error of the picture. Van der Maaten and Hinton 2008; van der Maaten 2014.
/// </remarks>
public sealed class Affinities
{
    private const int MostHalvings = 200;

    private Affinities(int[] starts, int[] others, double[] values) => (Starts, Others, Values) = (starts, others, values);

    /// <summary>How many points.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>Where each point's pairs begin among <see cref="Others"/>, and the end of the last.</summary>
    internal int[] Starts { get; }

    /// <summary>The other point of each pair.</summary>
    internal int[] Others { get; }

    /// <summary>p of each pair; both orders of a pair are there.</summary>
    internal double[] Values { get; }

    /// <summary>Of some points.</summary>
    /// <param name="points">[N, d] of floats.</param>
    /// <param name="perplexity">How many neighbours count, above 1 and at most N - 1.</param>
    /// <param name="exact">Whether every pair has a term, and not only the near ones.</param>
    /// <exception cref="ArgumentException">The points are not [N, d] of at least three, or the perplexity is out of range.</exception>
    public static Affinities Of(Tensor points, double perplexity = 30, bool exact = false)
    {
        ArgumentNullException.ThrowIfNull(points);
        MapQuality.Check(nameof(Affinities), points);
        int n = points.Shape[0];
        if (!(perplexity > 1 && perplexity <= n - 1))
        {
            throw new ArgumentException($"Affinities: the perplexity is above 1 and at most the number of other points, {n - 1}, and it is {perplexity}.", nameof(perplexity));
        }

        NearestPoints near = NearestPoints.Of(points, exact ? n - 1 : Math.Min(n - 1, (int)Math.Ceiling(3 * perplexity)));
        double[] conditional = new double[near.Squared.Length];
        Parallel.For(0, n, i => Row(near.Squared.AsSpan(i * near.K, near.K), perplexity, conditional.AsSpan(i * near.K, near.K)));
        return Symmetric(n, near, conditional);
    }

    /// <summary>p(j | i) of one row, and the width s_i that gives it the wanted perplexity.</summary>
    /// <param name="squared">d_ij^2 of the other points.</param>
    /// <param name="perplexity">Above 1, at most their number.</param>
    /// <returns>The chances, in order, and s_i.</returns>
    /// <exception cref="ArgumentException">The perplexity is out of range.</exception>
    public static (double[] Chances, double Sigma) Row(IReadOnlyList<double> squared, double perplexity)
    {
        ArgumentNullException.ThrowIfNull(squared);
        if (!(perplexity > 1 && perplexity <= squared.Count))
        {
            throw new ArgumentException($"Affinities: the perplexity is above 1 and at most the number of other points, {squared.Count}, and it is {perplexity}.", nameof(perplexity));
        }

        double[] chances = new double[squared.Count];
        double beta = Row([.. squared], perplexity, chances);
        return (chances, Math.Sqrt(1 / (2 * beta)));
    }

    /// <summary>All of them as a table, [N, N] of Float64, for few points.</summary>
    public Tensor ToTensor()
    {
        double[] table = new double[Count * Count];
        for (int i = 0; i < Count; i++)
        {
            for (int at = Starts[i]; at < Starts[i + 1]; at++)
            {
                table[(i * Count) + Others[at]] = Values[at];
            }
        }

        return Tensor.Wrap(table, [Count, Count]);
    }

    /// <summary>How many pairs are near, in a line.</summary>
    public override string ToString() =>
        $"{Count:N0} points, {Values.Length / 2:N0} pairs of near ones";

    // b = 1 / 2 s^2 by bisection: the perplexity falls while b grows. Distances count from the nearest, so that some term is never 0.
    private static double Row(ReadOnlySpan<double> squared, double perplexity, Span<double> chances)
    {
        double nearest = double.PositiveInfinity, mean = 0, wanted = Math.Log(perplexity);
        foreach (double value in squared)
        {
            nearest = Math.Min(nearest, value);
            mean += value / squared.Length;
        }

        double low = 0, high = double.PositiveInfinity, beta = mean > nearest ? 1 / (mean - nearest) : 1;
        for (int halving = 0; halving < MostHalvings; halving++)
        {
            double sum = 0, weighted = 0;
            for (int j = 0; j < squared.Length; j++)
            {
                double gap = squared[j] - nearest;
                chances[j] = Math.Exp(-beta * gap);
                sum += chances[j];
                weighted += chances[j] * gap;
            }

            double entropy = Math.Log(sum) + (beta * weighted / sum);
            for (int j = 0; j < chances.Length; j++)
            {
                chances[j] /= sum;
            }

            // Points that all lie equally far have one perplexity only, whatever the width.
            if (Math.Abs(entropy - wanted) < 1e-10 || low == beta || high == beta || weighted == 0)
            {
                break;
            }

            (low, high) = entropy > wanted ? (beta, high) : (low, beta);
            beta = double.IsPositiveInfinity(high) ? 2 * beta : (low + high) / 2;
        }

        return beta;
    }

    // Each row's own pairs and those in which it is the other one, both ascending, run together.
    private static Affinities Symmetric(int n, NearestPoints near, double[] conditional)
    {
        int k = near.K;
        Parallel.For(0, n, i => near.Others.AsSpan(i * k, k).Sort(conditional.AsSpan(i * k, k)));
        int[] ends = new int[n + 1], from = new int[n * k], at = new int[n * k];
        foreach (int j in near.Others)
        {
            ends[j + 1]++;
        }

        for (int j = 0; j < n; j++)
        {
            ends[j + 1] += ends[j];
        }

        int[] next = ends[..n];
        for (int pair = 0; pair < n * k; pair++)
        {
            int to = next[near.Others[pair]]++;
            (from[to], at[to]) = (pair / k, pair);
        }

        // Walks through the union of both lists of a point and gives its length; where there is room, also what is in it.
        int Join(int i, Span<int> others, Span<double> values)
        {
            int own = i * k, ownEnd = own + k, back = ends[i], backEnd = ends[i + 1], count = 0;
            for (; own < ownEnd || back < backEnd; count++)
            {
                int first = own < ownEnd ? near.Others[own] : int.MaxValue, second = back < backEnd ? from[back] : int.MaxValue;
                double half = (first <= second ? conditional[own++] / (2.0 * n) : 0) + (second <= first ? conditional[at[back++]] / (2.0 * n) : 0);
                if (!others.IsEmpty)
                {
                    (others[count], values[count]) = (Math.Min(first, second), half);
                }
            }

            return count;
        }

        int[] starts = new int[n + 1];
        Parallel.For(0, n, i => starts[i + 1] = Join(i, [], []));
        for (int i = 0; i < n; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] others = new int[starts[n]];
        double[] values = new double[starts[n]];
        Parallel.For(0, n, i => Join(i, others.AsSpan(starts[i]..starts[i + 1]), values.AsSpan(starts[i]..starts[i + 1])));
        return new(starts, others, values);
    }
}
