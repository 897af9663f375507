using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace NotebookKit.Sparse;

/// <summary>Whether degrees look binomial, as those of a random layer do: Pearson's chi-square test.</summary>
/// <param name="Statistic">The sum of (found - expected)^2 / expected.</param>
/// <param name="DegreesOfFreedom">Groups less one.</param>
/// <param name="PValue">How often chance alone gives a larger statistic; a small one speaks against the distribution.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record BinomialFit(double Statistic, int DegreesOfFreedom, double PValue)
{
    private const double LeastExpected = 5;

    /// <summary>Compares degrees with a binomial distribution; neighbouring degrees are grouped until 5 are expected in each group.</summary>
    /// <param name="degrees">How many connections each unit has.</param>
    /// <param name="possible">How many it could have.</param>
    /// <param name="probability">The probability of each.</param>
    /// <exception cref="ArgumentException">There are too few units for two groups.</exception>
    public static BinomialFit Of(IReadOnlyCollection<int> degrees, int possible, double probability)
    {
        ArgumentNullException.ThrowIfNull(degrees);
        int[] found = new int[possible + 1];
        foreach (int degree in degrees)
        {
            found[degree]++;
        }

        List<(double Expected, int Found)> groups = [];
        (double Expected, int Found) open = (0, 0);
        for (int k = 0; k <= possible; k++)
        {
            open = (open.Expected + (degrees.Count * Binomial.PMF(probability, possible, k)), open.Found + found[k]);
            if (open.Expected >= LeastExpected)
            {
                groups.Add(open);
                open = (0, 0);
            }
        }

        if (groups.Count < 2)
        {
            throw new ArgumentException($"BinomialFit: {degrees.Count} units are too few to compare; {LeastExpected} must be expected in each of two groups.", nameof(degrees));
        }

        groups[^1] = (groups[^1].Expected + open.Expected, groups[^1].Found + open.Found);
        double statistic = groups.Sum(group => (group.Found - group.Expected) * (group.Found - group.Expected) / group.Expected);
        return new BinomialFit(statistic, groups.Count - 1, SpecialFunctions.GammaUpperRegularized((groups.Count - 1) / 2.0, statistic / 2));
    }

    /// <summary>The test in a line.</summary>
    public override string ToString() => $"chi-square {Statistic:F1} with {DegreesOfFreedom} degrees of freedom, p = {PValue:F3}";
}
