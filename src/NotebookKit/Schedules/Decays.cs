using NotebookKit.Optimizers;

namespace NotebookKit.Schedules;

/// <summary>epsilon_k = epsilon_0: a small constant rate. Lecture S2 L4.</summary>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class ConstantRate(Optimizer optimizer) : Schedule(optimizer)
{
    /// <inheritdoc/>
    public override double RateAt(double k) => InitialRate;
}

/// <summary>Multiplies the rate every few steps: epsilon_k = epsilon_0 factor^floor(k / every).</summary>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class StepDecay(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>The steps between two changes.</summary>
    public int Every { get; init => field = Setting.Count(this, value); } = 30;

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; init => field = Setting.Factor(this, value); } = 0.1;

    /// <inheritdoc/>
    public override double RateAt(double k) => InitialRate * Math.Pow(Factor, Math.Floor(k / Every));
}

/// <summary>Multiplies the rate at steps that are told.</summary>
/// <param name="optimizer">Whose rate it is.</param>
/// <param name="milestones">The steps.</param>
public sealed class MilestoneDecay(Optimizer optimizer, params IReadOnlyList<int> milestones) : Schedule(optimizer)
{
    private readonly int[] milestones = [.. milestones];

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; init => field = Setting.Factor(this, value); } = 0.1;

    /// <inheritdoc/>
    public override double RateAt(double k) => InitialRate * Math.Pow(Factor, milestones.Count(milestone => milestone <= k));
}

/// <summary>Multiplies the rate at every step: epsilon_k = epsilon_0 factor^k.</summary>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class ExponentialDecay(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; init => field = Setting.Factor(this, value); } = 0.95;

    /// <inheritdoc/>
    public override double RateAt(double k) => InitialRate * Math.Pow(Factor, k);
}

/// <summary>epsilon_k = epsilon_0 / (1 + k / tau): falls like 1 / k, as Robbins and Monro's conditions allow. Lecture S2 L4.</summary>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class InverseTimeDecay(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>The steps after which the rate is half.</summary>
    public double Tau { get; init => field = Setting.Positive(this, value); } = 1;

    /// <inheritdoc/>
    public override double RateAt(double k) => InitialRate / (1 + (k / Tau));
}

/// <summary>epsilon_k = (1 - alpha) epsilon_0 + alpha epsilon_tau with alpha = k / tau, and epsilon_tau after tau steps. Lecture S2 L4, 'Learning rate at SGD'.</summary>
/// <param name="optimizer">Whose rate it is.</param>
public sealed class LinearDecay(Optimizer optimizer) : Schedule(optimizer)
{
    /// <summary>epsilon_tau, where the rate stays; a hundredth of epsilon_0 unless set.</summary>
    public double FinalRate { get => field < 0 ? InitialRate / 100 : field; init => field = Setting.NotNegative(this, value); } = -1;

    /// <summary>tau: how many steps it takes there.</summary>
    public int Tau { get; init => field = Setting.Count(this, value); } = 100;

    /// <inheritdoc/>
    public override double RateAt(double k)
    {
        double alpha = Math.Clamp(k / Tau, 0, 1);
        return ((1 - alpha) * InitialRate) + (alpha * FinalRate);
    }
}
