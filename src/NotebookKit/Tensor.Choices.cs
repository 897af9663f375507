using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Random choices by weight.</content>
public partial class Tensor
{
    /// <summary>A class for each row of weights, drawn in proportion to them: [.., k] gives [..] of Int64.</summary>
    /// <param name="weights">0 or more, not all 0; they need not add up to 1.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Tensor Categorical(Tensor weights, Rng? rng = null) => Chosen(nameof(Categorical), weights, 1, replacement: true, rng).Squeeze(-1);

    /// <summary>Several classes for each row of weights, in the order in which they are drawn: [.., k] gives [.., count] of Int64.</summary>
    /// <param name="weights">0 or more, not all 0; they need not add up to 1.</param>
    /// <param name="count">How many.</param>
    /// <param name="replacement">Whether a class may be drawn again; else each draw is in proportion to the weights that are left.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Tensor Multinomial(Tensor weights, int count, bool replacement = false, Rng? rng = null) => Chosen(nameof(Multinomial), weights, count, replacement, rng);

    /// <summary>Probabilities that add up to 1, in the proportions of gamma numbers: [count, k] from k concentrations.</summary>
    /// <param name="concentrations">[k], above 0; large ones give nearly equal draws, small ones let one class win.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Tensor Dirichlet(Tensor concentrations, int count, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(concentrations);
        Check.Floats(nameof(Dirichlet), concentrations);
        double[] a = concentrations.ToArray<double>();
        Require(concentrations.Rank == 1 && a.Length > 0 && count >= 0 && a.All(IsPositive), nameof(Dirichlet), concentrations.Shape, $"takes a vector of concentrations above 0, and a count of 0 or more rows, not {count}");
        Tensor logs = Drawn([count, a.Length], rng, DType.Float64, (ref Draws draws, int i) => Distributions.LogGamma(ref draws, a[i % a.Length]));
        return logs.Softmax().To(concentrations.DType);
    }

    private static Tensor Chosen(string operation, Tensor weights, int count, bool replacement, Rng? rng)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Check.Floats(operation, weights);
        Require(weights.Rank > 0 && weights.Shape[^1] > 0 && count >= 0, operation, weights.Shape, $"takes weights [.., k] of one class or more, and a count of 0 or more, not {count}");
        int classes = weights.Shape[^1];
        int rows = weights.Count / classes;
        double[] all = weights.ToArray<double>();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> own = all.AsSpan(row * classes, classes);
            int possible = 0;
            foreach (double weight in own)
            {
                Require(weight >= 0 && double.IsFinite(weight), operation, weights.Shape, $"weights are 0 or more and finite, and row {row} has {weight}");
                possible += weight > 0 ? 1 : 0;
            }

            Require(possible >= (replacement ? Math.Min(1, count) : count), operation, weights.Shape, $"row {row} has {possible} weights above 0, too few for {count} draws{(replacement ? string.Empty : " without replacement")}");
        }

        ulong key = (rng ?? Rng.Current).NextKey();
        long[] chosen = new long[checked(rows * count)];
        for (int row = 0; row < rows; row++)
        {
            Draws draws = new(key, (ulong)row);
            Span<long> target = chosen.AsSpan(row * count, count);
            if (replacement)
            {
                Again(all.AsSpan(row * classes, classes), ref draws, target);
            }
            else
            {
                Once(all.AsSpan(row * classes, classes), ref draws, target);
            }
        }

        return From(chosen, [.. weights.Shape.Span[..^1], count]);
    }

    private static void Again(ReadOnlySpan<double> weights, ref Draws draws, Span<long> target)
    {
        double[] sums = new double[weights.Length];
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            total += weights[i];
            sums[i] = total;
        }

        for (int i = 0; i < target.Length; i++)
        {
            // The first class whose running sum is above the mark; one of weight 0 never is the first.
            double mark = draws.Unit() * total;
            int low = 0;
            int high = sums.Length - 1;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = sums[middle] > mark ? (low, middle) : (middle + 1, high);
            }

            target[i] = sums[low] > mark ? low : LastPossible(weights);
        }
    }

    // The classes race: with waiting times of rate w the next to arrive is always in proportion to the weights left
    // (Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006).
    private static void Once(ReadOnlySpan<double> weights, ref Draws draws, Span<long> target)
    {
        double[] times = new double[weights.Length];
        long[] order = new long[weights.Length];
        for (int i = 0; i < times.Length; i++)
        {
            double time = draws.Exponential();
            times[i] = weights[i] > 0 ? time / weights[i] : double.PositiveInfinity;
            order[i] = i;
        }

        Array.Sort(times, order);
        order.AsSpan(0, target.Length).CopyTo(target);
    }

    private static int LastPossible(ReadOnlySpan<double> weights)
    {
        int last = weights.Length - 1;
        while (last > 0 && weights[last] == 0)
        {
            last--;
        }

        return last;
    }
}
