using NotebookKit.Optimizers;

namespace NotebookKit.Models;

/// <summary>How AlexNet was trained in 2012; the defaults are the paper's and those of lecture S2 L7 (Training I, II).</summary>
/// <remarks>
/// v becomes 0.9 v - 0.0005 eps w - eps dL/dw and w becomes w + v: the decay stands within the velocity. The rate eps is divided by 10 whenever the
/// error on other pictures stops falling, which was three times. Krizhevsky, Sutskever and Hinton 2012.
/// </remarks>
public sealed record AlexNetRecipe
{
    /// <summary>Pictures a batch.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>eps at first.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>What the rate is divided by on a plateau.</summary>
    public double RateDivisor { get; init; } = 10;

    /// <summary>How much of the velocity stays.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>How strongly weights are drawn to 0.</summary>
    public double WeightDecay { get; init; } = 0.0005;

    /// <summary>About how many times all 1.2 million pictures were seen.</summary>
    public int Epochs { get; init; } = 90;

    /// <summary>How long that took, from 5 to 6 days.</summary>
    public (int From, int To) Days { get; init; } = (5, 6);

    /// <summary>On what: two cards of 3 GB.</summary>
    public string Machine { get; init; } = "2 x GTX 580 3GB";

    /// <summary>The rule as an optimiser.</summary>
    /// <param name="parameters">What it moves.</param>
    public Sgd Rule(IEnumerable<Parameter> parameters) => new(parameters) { LearningRate = LearningRate, Momentum = Momentum, WeightDecay = WeightDecay, RateInVelocity = true };

    /// <summary>One step for a single weight: the velocity and the weight after it.</summary>
    /// <param name="velocity">v.</param>
    /// <param name="weight">w.</param>
    /// <param name="gradient">dL/dw.</param>
    public (double Velocity, double Weight) Step(double velocity, double weight, double gradient)
    {
        double v = (Momentum * velocity) - (WeightDecay * LearningRate * weight) - (LearningRate * gradient);
        return (v, weight + v);
    }
}
