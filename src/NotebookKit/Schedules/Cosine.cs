using NotebookKit.Optimizers;

namespace NotebookKit.Schedules;

/// <summary>Falls along half a cosine: epsilon_k = epsilon_T + (epsilon_0 - epsilon_T) (1 + cos(pi k / T)) / 2, after a linear rise at the start if wanted.</summary>
/// <remarks>With <see cref="WarmUp"/> w the rate rises as epsilon_0 (k + 1) / (w + 1) for w steps, and k counts from there. Loshchilov and Hutter 2017.</remarks>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class CosineDecay(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>All steps, those of the warm-up with them; the rate stays at the final one after them.</summary>
    public int TotalSteps { get; init => field = Setting.Count(this, value); } = 100;

    /// <summary>The rate at the end.</summary>
    public double FinalRate { get; init => field = Setting.NotNegative(this, value); }

    /// <summary>The steps of the rise.</summary>
    public int WarmUp { get; init => field = Setting.Count(this, value, 0); }

    /// <inheritdoc/>
    public override double RateAt(double k)
    {
        if (WarmUp >= TotalSteps)
        {
            throw new InvalidOperationException($"CosineDecay: WarmUp is below TotalSteps, and they are {WarmUp} and {TotalSteps}.");
        }

        if (k < WarmUp)
        {
            return InitialRate * (k + 1) / (WarmUp + 1);
        }

        double share = Math.Min(1, (k - WarmUp) / (TotalSteps - WarmUp));
        return FinalRate + ((InitialRate - FinalRate) * (1 + Math.Cos(Math.PI * share)) / 2);
    }
}

/// <summary>One rise to a large rate and one long fall to a tiny one, both along half cosines.</summary>
/// <remarks>It begins at MaxRate / 25, not at the optimiser's rate: call <see cref="Schedule.Begin"/>. Smith and Topin 2018; the constants are PyTorch's.</remarks>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class OneCycle(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>The largest rate; ten times the optimiser's unless set.</summary>
    public double MaxRate { get => field < 0 ? 10 * InitialRate : field; init => field = Setting.Positive(this, value); } = -1;

    /// <summary>All steps; the last has number TotalSteps - 1.</summary>
    public int TotalSteps { get; init => field = Setting.Count(this, value, 2); } = 100;

    /// <summary>The share of the steps in which the rate rises.</summary>
    public double RiseShare { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(RiseShare), value, "OneCycle: RiseShare is between 0 and 1."); } = 0.3;

    /// <summary>How much smaller than the largest the first rate is.</summary>
    public double FirstDivisor { get; init => field = Setting.Positive(this, value); } = 25;

    /// <summary>How much smaller than the first the last rate is.</summary>
    public double LastDivisor { get; init => field = Setting.Positive(this, value); } = 1e4;

    /// <inheritdoc/>
    public override double RateAt(double k)
    {
        double top = (RiseShare * TotalSteps) - 1;
        double first = MaxRate / FirstDivisor;
        return k <= top
            ? Between(first, MaxRate, top <= 0 ? 1 : k / top)
            : Between(MaxRate, first / LastDivisor, Math.Min(1, (k - top) / (TotalSteps - 1 - top)));
    }

    private static double Between(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}

/// <summary>Rises and falls in triangles between a low and a high rate, again and again.</summary>
/// <remarks>Smith 2017.</remarks>
/// <param name="optimizer">Whose rate it is; its rate is the low one.</param>
public sealed class CyclicalRate(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>The high rate; ten times the low one unless set.</summary>
    public double MaxRate { get => field < 0 ? 10 * InitialRate : field; init => field = Setting.Positive(this, value); } = -1;

    /// <summary>The steps of a rise, and of a fall.</summary>
    public int HalfCycle { get; init => field = Setting.Count(this, value); } = 2000;

    /// <summary>What the height of the triangles is multiplied by after each.</summary>
    public double Shrink { get; init => field = Setting.Factor(this, value); } = 1;

    /// <inheritdoc/>
    public override double RateAt(double k)
    {
        double cycle = Math.Floor(1 + (k / (2.0 * HalfCycle)));
        double height = Math.Max(0, 1 - Math.Abs((k / HalfCycle) - (2 * cycle) + 1));
        return InitialRate + ((MaxRate - InitialRate) * height * Math.Pow(Shrink, cycle - 1));
    }
}
