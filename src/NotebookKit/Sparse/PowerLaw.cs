using NotebookKit.Kernels;

namespace NotebookKit.Sparse;

/// <summary>Whether degrees have a power-law tail, P(k) in proportion to k^-exponent from some degree on, and how steep it is.</summary>
/// <remarks>
/// The exponent is the most likely one; the tail begins where the fit comes nearest to the data (Kolmogorov and Smirnov's distance).
/// The p-value is the share of samples drawn from the fitted law that lie farther from their own fit: a small one speaks against the
/// law. Clauset, Shalizi and Newman, Power-law distributions in empirical data, 2009.
/// </remarks>
public static class PowerLaw
{
    private const double Lowest = 1.01, Highest = 12;
    private const int LeastTail = 10;

    /// <summary>Fits the tail of positive whole numbers; zeros are left out.</summary>
    /// <param name="degrees">The numbers, at least ten above 0 and two different ones among them.</param>
    /// <param name="cutoff">Where the tail begins; found when null.</param>
    /// <param name="trials">Samples drawn for the p-value; 0 for none.</param>
    /// <param name="rng">Where the samples come from; the session's generator when null.</param>
    public static PowerLawFit Fit(IEnumerable<int> degrees, int? cutoff = null, int trials = 100, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(degrees);
        int[] sorted = [.. degrees.Where(degree => degree > 0).Order()];
        if (sorted.Length < LeastTail || sorted[0] == sorted[^1] || (cutoff is { } start && (start < 1 || sorted.Count(degree => degree >= start) < LeastTail || sorted[^1] == start)))
        {
            throw new ArgumentException($"PowerLaw: a tail takes at least {LeastTail} numbers, not all equal{(cutoff is null ? string.Empty : $", from {cutoff} on")}; there are {sorted.Length} above 0.", nameof(degrees));
        }

        (double exponent, int from, double distance) = Nearest(sorted, cutoff);
        int tail = sorted.Count(degree => degree >= from);
        double p = double.NaN;
        if (trials > 0)
        {
            ulong key = (rng ?? Rng.Current).NextKey();
            int farther = 0;
            for (int trial = 0; trial < trials; trial++)
            {
                int[] drawn = Drawn(sorted, from, tail, exponent, new Draws(key, (ulong)trial));
                farther += drawn[0] < drawn[^1] && Nearest(drawn, cutoff).Distance >= distance ? 1 : 0;
            }

            p = (double)farther / trials;
        }

        return new PowerLawFit(exponent, (exponent - 1) / Math.Sqrt(tail), from, tail, distance, p);
    }

    /// <summary>Hurwitz's zeta function, the sum over n from 0 of (from + n)^-exponent: what a power law's weights add up to.</summary>
    /// <param name="exponent">Above 1.</param>
    /// <param name="from">The first number, above 0.</param>
    internal static double Zeta(double exponent, double from)
    {
        // Some terms, and the rest by Euler and Maclaurin's formula.
        const int Terms = 20;
        double sum = 0;
        for (int n = 0; n < Terms; n++)
        {
            sum += Math.Pow(from + n, -exponent);
        }

        double a = from + Terms, power = Math.Pow(a, -exponent), s = exponent;
        double first = s * power / a, third = first * (s + 1) * (s + 2) / (a * a), fifth = third * (s + 3) * (s + 4) / (a * a);
        return sum + (power * a / (s - 1)) + (power / 2) + (first / 12) - (third / 720) + (fifth / 30240);
    }

    private static (double Exponent, int From, double Distance) Nearest(int[] sorted, int? cutoff)
    {
        (double Exponent, int From, double Distance) best = (double.NaN, 0, double.PositiveInfinity);
        double[] logs = Array.ConvertAll(sorted, degree => Math.Log(degree));
        double sumOfLogs = logs.Sum();
        for (int i = 0; i < sorted.Length; i++)
        {
            if ((i == 0 || sorted[i] != sorted[i - 1]) && sorted.Length - i >= LeastTail && sorted[i] < sorted[^1] && (cutoff is null || sorted[i] >= cutoff))
            {
                int from = cutoff ?? sorted[i];
                double exponent = Likeliest(from, sumOfLogs / (sorted.Length - i));
                double distance = Distance(sorted.AsSpan(i), from, exponent);
                best = distance < best.Distance ? (exponent, from, distance) : best;
                if (cutoff is not null)
                {
                    break;
                }
            }

            sumOfLogs -= logs[i];
        }

        return best;
    }

    // The minimum of ln zeta + exponent * mean logarithm, by golden section: the function is convex.
    private static double Likeliest(int from, double meanLog)
    {
        double Cost(double exponent) => Math.Log(Zeta(exponent, from)) + (exponent * meanLog);
        double ratio = (Math.Sqrt(5) - 1) / 2, low = Lowest, high = Highest;
        double a = high - (ratio * (high - low)), b = low + (ratio * (high - low));
        double ofA = Cost(a), ofB = Cost(b);
        while (high - low > 1e-8)
        {
            if (ofA < ofB)
            {
                (high, b, ofB) = (b, a, ofA);
                a = high - (ratio * (high - low));
                ofA = Cost(a);
            }
            else
            {
                (low, a, ofA) = (a, b, ofB);
                b = low + (ratio * (high - low));
                ofB = Cost(b);
            }
        }

        return (low + high) / 2;
    }

    // The largest gap between the shares of numbers up to x, of the data and of the law.
    private static double Distance(ReadOnlySpan<int> tail, int from, double exponent)
    {
        double whole = Zeta(exponent, from), worst = 0;
        for (int i = 0; i < tail.Length; i++)
        {
            if (i == tail.Length - 1 || tail[i + 1] != tail[i])
            {
                double law = 1 - (Zeta(exponent, tail[i] + 1.0) / whole);
                worst = Math.Max(worst, Math.Abs(((i + 1.0) / tail.Length) - law));
            }
        }

        return worst;
    }

    // A sample like the data: below the tail from the data itself, in the tail from the law.
    private static int[] Drawn(int[] sorted, int from, int tail, double exponent, Draws draws)
    {
        int below = sorted.Length - tail;
        double whole = Zeta(exponent, from);
        int[] sample = new int[sorted.Length];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = draws.Unit() * sorted.Length < below ? sorted[(int)draws.Below((ulong)below)] : One(from, exponent, draws.Positive() * whole);
        }

        Array.Sort(sample);
        return sample;
    }

    // The largest x whose share of numbers from x on is still at least the mark.
    private static int One(int from, double exponent, double mark)
    {
        const int Most = int.MaxValue / 4;
        int low = from, high = 2 * from;
        while (high < Most && Zeta(exponent, high) >= mark)
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = Zeta(exponent, middle) >= mark ? (middle, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>A power law fitted to the tail of numbers.</summary>
/// <param name="Exponent">How steeply it falls.</param>
/// <param name="StandardError">Of the exponent, (exponent - 1) / sqrt(tail).</param>
/// <param name="Cutoff">Where the tail begins.</param>
/// <param name="Tail">How many numbers are in it.</param>
/// <param name="Distance">Kolmogorov and Smirnov's distance of law and data.</param>
/// <param name="PValue">The share of samples of the law that lie farther from their fit; NaN when none was drawn.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record PowerLawFit(double Exponent, double StandardError, int Cutoff, int Tail, double Distance, double PValue)
{
    /// <summary>The fit in a line.</summary>
    public override string ToString() => $"k^-{Exponent:F2} (+-{StandardError:F2}) from {Cutoff} on, {Tail:N0} numbers, distance {Distance:F3}" + (double.IsNaN(PValue) ? string.Empty : $", p = {PValue:F2}");
}
