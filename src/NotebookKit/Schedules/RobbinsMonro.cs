namespace NotebookKit.Schedules;

/// <summary>Whether rates fall slowly enough to arrive and fast enough to settle: the sum of epsilon_k is infinite, that of epsilon_k^2 finite.</summary>
/// <remarks>
/// Under both conditions stochastic gradient descent converges. The rates are read at k = 2^128, 2^256 and 2^512, where
/// log2 epsilon = -p k' - q log2 k' + const with k' = log2 k for epsilon_k of about k^-p (log k)^-q: the sum is infinite if p is below 1, or p is 1 and q at most 1.
/// So it judges formulas that go on for ever, not tables. Robbins and Monro 1951; lecture S2 L4.
/// </remarks>
/// <param name="Exponent">p: how fast the rates fall as a power of k; infinite for an exponential fall.</param>
/// <param name="LogExponent">q: how fast they fall as a power of log k besides.</param>
public sealed record RobbinsMonro(double Exponent, double LogExponent)
{
    private const double Close = 1e-6;

    /// <summary>Whether the sum of the rates is infinite: any distance can be gone.</summary>
    public bool SumIsInfinite => IsInfinite(Exponent, LogExponent);

    /// <summary>Whether the sum of the squares is finite: the noise dies away.</summary>
    public bool SquaresAreFinite => !IsInfinite(2 * Exponent, 2 * LogExponent);

    /// <summary>Whether both hold.</summary>
    public bool IsSatisfied => SumIsInfinite && SquaresAreFinite;

    /// <summary>Judges rates by their formula: <c>RobbinsMonro.Of(k => 1 / k)</c>, <c>RobbinsMonro.Of(schedule.RateAt)</c>.</summary>
    /// <param name="rate">epsilon_k, for any k of 1 or more.</param>
    /// <exception cref="ArgumentException">A rate is negative, NaN or infinite.</exception>
    public static RobbinsMonro Of(Func<double, double> rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        double[] logs = [.. new[] { 128.0, 256, 512 }.Select(log => Log(rate, Math.Pow(2, log)))];
        if (logs.Any(double.IsNegativeInfinity))
        {
            return new RobbinsMonro(double.PositiveInfinity, 0);
        }

        // Two differences: one of 128 p + q, one of 256 p + q.
        double near = logs[0] - logs[1], far = logs[1] - logs[2];
        double p = (far - near) / 128;
        return new RobbinsMonro(p, near - (128 * p));
    }

    /// <summary>The verdict in a line.</summary>
    public override string ToString() =>
        $"sum {(SumIsInfinite ? "infinite" : "finite, so it may stop short")}; sum of squares {(SquaresAreFinite ? "finite" : "infinite, so the noise stays")}: Robbins-Monro {(IsSatisfied ? "holds" : "fails")}";

    private static bool IsInfinite(double p, double q) => p < 1 - Close || (p <= 1 + Close && q <= 1 + (128 * Close));

    private static double Log(Func<double, double> rate, double k)
    {
        double value = rate(k);
        return double.IsFinite(value) && value >= 0 ? Math.Log2(value) : throw new ArgumentException($"RobbinsMonro: a rate is a finite number of 0 or more, and at k = {k:G3} it is {value}.", nameof(rate));
    }
}
