namespace NotebookKit.Optimizers;

/// <summary>AdaGrad: each weight steps by its gradient over the root of the sum of all its squared gradients so far.</summary>
/// <remarks>
/// r = r + g^2, w = w - rate g / (delta + sqrt(r)). The first step is as long as the rate, whatever the scale of the gradient; for a
/// constant gradient step t is rate / sqrt(t). It remembers the whole history evenly, so it may stop before it arrives.
/// Duchi, Hazan and Singer 2011; lecture S2 L4.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class AdaGrad : Optimizer
{
    private const string Squares = "squares";

    /// <summary>Makes the optimiser, with a rate of 0.01.</summary>
    public AdaGrad(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 0.01;

    /// <summary>Keeps the division finite; the lecture's 1e-7.</summary>
    public double Delta { get; init => field = Setting.NotNegative(this, value); } = 1e-7;

    /// <summary>Where r begins.</summary>
    public double InitialSquares { get; init => field = Setting.NotNegative(this, value); }

    /// <summary>Lets the rate fall as rate / (1 + (t - 1) decay).</summary>
    public double RateDecay { get; init => field = Setting.NotNegative(this, value); }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [Squares];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        double rate = RateOf(index) / (1 + ((StepsOf(index) - 1) * RateDecay));
        (double, double, double, double) c = (rate, Delta, StepsOf(index) == 1 ? InitialSquares : 0, DecayOf(index));
        Run(new AdaGradRule<float>(c), new AdaGradRule<double>(c), parameter, gradient, Memory(Squares, index));
    }
}
