namespace NotebookKit.Generative;

/// <summary>The best detective there can be for two known densities on a line, and the value of the game that it plays.</summary>
/// <remarks>
/// Real numbers have the density p, forged ones q. The value E_p ln D + E_q ln(1 - D) is largest for D(x) = p(x) / (p(x) + q(x)), and is then
/// 2 JS(p, q) - ln 4 with the Jensen-Shannon divergence JS, from 0 (the same) to ln 2 (apart). Goodfellow et al. 2014.
/// </remarks>
public static class OptimalDiscriminator
{
    /// <summary>p / (p + q), the probability that an example from here is real; 1/2 where neither is ever found.</summary>
    /// <param name="p">Density of the real ones here, 0 or more.</param>
    /// <param name="q">Density of the forged ones here, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A density is negative or not a number.</exception>
    public static double At(double p, double q)
    {
        double larger = Math.Max(Density(p, nameof(p)), Density(q, nameof(q)));
        return larger == 0 ? 0.5 : p / larger / ((p / larger) + (q / larger));
    }

    /// <summary>The value of the game against the best detective, by the trapezoidal rule: from -ln 4 (it must guess) to 0 (it knows).</summary>
    /// <param name="p">Density of the real numbers.</param>
    /// <param name="q">Density of the forged numbers.</param>
    /// <param name="from">Where both begin to matter.</param>
    /// <param name="to">Where both end to matter.</param>
    /// <param name="points">Points of the rule, 2 at least.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty, or a density is negative or not a number.</exception>
    public static double Value(Func<double, double> p, Func<double, double> q, double from, double to, int points = 10_001)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        double step = (to - from) / (points - 1), sum = 0;
        for (int i = 0; i < points; i++)
        {
            double x = from + (i * step), real = p(x), fake = q(x);
            double here = (real > 0 ? real * Math.Log(At(real, fake)) : 0) + (fake > 0 ? fake * Math.Log(At(fake, real)) : 0);
            sum += i == 0 || i == points - 1 ? here / 2 : here;
        }

        return sum * step;
    }

    /// <summary>The Jensen-Shannon divergence in nats, 0 to ln 2: half of what the value lies above -ln 4.</summary>
    /// <inheritdoc cref="Value"/>
    public static double JensenShannon(Func<double, double> p, Func<double, double> q, double from, double to, int points = 10_001) =>
        (Value(p, q, from, to, points) + Math.Log(4)) / 2;

    private static double Density(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"OptimalDiscriminator: a density is a number of 0 or more, and {name} is {value}.");
}
