using MathNet.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Numbers of distributions that need more than one formula; all of them exact up to rounding.</summary>
internal static class Distributions
{
    /// <summary>target[i] is drawn from the words of element i.</summary>
    public static void Fill(Span<double> target, ulong key, Drawing draw)
    {
        for (int i = 0; i < target.Length; i++)
        {
            Draws draws = new(key, (ulong)i);
            target[i] = draw(ref draws, i);
        }
    }

    /// <summary>The logarithm of a gamma number with scale 1; for small shapes the number itself underflows.</summary>
    /// <remarks>Marsaglia and Tsang, A simple method for generating gamma variables, 2000: the cube of a normal number, accepted or not.</remarks>
    public static double LogGamma(ref Draws draws, double shape)
    {
        if (shape < 1)
        {
            // G(a) = G(a + 1) u^(1/a).
            return LogGamma(ref draws, shape + 1) + (Math.Log(draws.Positive()) / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = draws.Normal();
            double root = 1 + (c * x);
            if (root > 0)
            {
                double v = root * root * root;
                if (Math.Log(draws.Positive()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
                {
                    return Math.Log(d * v);
                }
            }
        }
    }

    /// <summary>A number of the beta distribution: G(a) / (G(a) + G(b)).</summary>
    public static double Beta(ref Draws draws, double a, double b)
    {
        double x = LogGamma(ref draws, a);
        double y = LogGamma(ref draws, b);
        return 1 / (1 + Math.Exp(y - x));
    }

    /// <summary>How many of <paramref name="count"/> trials succeed.</summary>
    /// <remarks>The middle one of the sorted uniform numbers of all trials has a beta distribution and halves the question (Relles, 1972).</remarks>
    public static double Binomial(ref Draws draws, double count, double probability)
    {
        double successes = 0;
        while (count > 16 && probability > 0 && probability < 1)
        {
            double middle = Math.Floor(count / 2) + 1;
            double x = Beta(ref draws, middle, count + 1 - middle);
            if (x <= probability)
            {
                successes += middle;
                count -= middle;
                probability = (probability - x) / (1 - x);
            }
            else
            {
                count = middle - 1;
                probability /= x;
            }
        }

        if (count > 16)
        {
            return probability <= 0 ? successes : successes + count;
        }

        for (; count > 0; count--)
        {
            successes += draws.Unit() < probability ? 1 : 0;
        }

        return successes;
    }

    /// <summary>How many events happen at a rate.</summary>
    /// <remarks>A gamma number is the time of the m-th event; what happens before or after it is a smaller question (Ahrens and Dieter, 1974).</remarks>
    public static double Poisson(ref Draws draws, double rate)
    {
        double events = 0;
        while (rate > 12)
        {
            double m = Math.Floor(rate * 7 / 8);
            double time = Math.Exp(LogGamma(ref draws, m));
            if (time > rate)
            {
                return events + Binomial(ref draws, m - 1, rate / time);
            }

            events += m;
            rate -= time;
        }

        double limit = Math.Exp(-rate);
        for (double product = draws.Positive(); product > limit; product *= draws.Positive())
        {
            events++;
        }

        return events;
    }

    /// <summary>A standard normal number between two bounds, by the inverse of its distribution, in the tail on the side where the digits are.</summary>
    public static double TruncatedNormal(ref Draws draws, double low, double high)
    {
        if (low > 0)
        {
            return -TruncatedNormal(ref draws, -high, -low);
        }

        double from = Below(low);
        double share = from + ((Below(high) - from) * draws.Unit());
        return Math.Clamp(-Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * share), low, high);
    }

    /// <summary>The probability of a standard normal number below x.</summary>
    public static double Below(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
}
