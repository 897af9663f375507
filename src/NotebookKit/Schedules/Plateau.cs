using NotebookKit.Optimizers;

namespace NotebookKit.Schedules;

/// <summary>Divides the rate by 10 when the error has stopped falling: call <see cref="Step(double)"/> with the validation error after each epoch.</summary>
/// <remarks>AlexNet began at 0.01 and was divided three times. Krizhevsky, Sutskever and Hinton 2012; lecture S2 L7.</remarks>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class Plateau(Optimizer optimizer) : Schedule(optimizer)
{
    private double rate = -1;
    private double best = double.PositiveInfinity;
    private int waited;

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; init => field = Setting.Factor(this, value); } = 0.1;

    /// <summary>How many epochs without a better error are forgiven.</summary>
    public int Patience { get; init => field = Setting.Count(this, value, 0); } = 10;

    /// <summary>By how much an error must be below the best to count as better.</summary>
    public double MinChange { get; init => field = Setting.NotNegative(this, value); } = 1e-4;

    /// <summary>Whether <see cref="MinChange"/> is a share of the best error instead of a difference.</summary>
    public bool IsRelative { get; init; } = true;

    /// <summary>The smallest rate.</summary>
    public double MinRate { get; init => field = Setting.NotNegative(this, value); }

    /// <summary>The smallest error so far.</summary>
    public double Best => best;

    /// <summary>The rate now: that of the future is known to nobody.</summary>
    /// <param name="k">Without effect.</param>
    public override double RateAt(double k) => rate < 0 ? InitialRate : rate;

    /// <summary>Takes the error after an epoch, and lowers the rate if too many have passed without a better one.</summary>
    /// <returns>Whether the rate was lowered.</returns>
    /// <exception cref="ArgumentException">The error is NaN.</exception>
    public bool Step(double error)
    {
        if (double.IsNaN(error))
        {
            throw new ArgumentException("Plateau: the error is NaN; the training has failed before the rate could help.", nameof(error));
        }

        Count();
        bool isBetter = double.IsPositiveInfinity(best) ? error < best : error < best - (IsRelative ? MinChange * Math.Abs(best) : MinChange);
        (best, waited) = isBetter ? (error, 0) : (best, waited + 1);
        bool lowers = waited > Patience;
        if (lowers)
        {
            waited = 0;
            rate = Math.Max(MinRate, RateAt(Steps) * Factor);
        }

        Optimizer.LearningRate = RateAt(Steps);
        return lowers;
    }

    /// <inheritdoc/>
    private protected override IEnumerable<(string Name, double Value)> Numbers() => [.. base.Numbers(), ("rate", RateAt(Steps)), ("best", best), ("waited", waited)];

    /// <inheritdoc/>
    private protected override void Take(IReadOnlyDictionary<string, double> numbers)
    {
        (rate, best, waited) = (numbers["rate"], numbers["best"], (int)numbers["waited"]);
        base.Take(numbers);
    }
}
