namespace NotebookKit.Optimizers;

/// <summary>RMSProp: each weight steps by its gradient over the root of the decaying mean of its square.</summary>
/// <remarks>
/// r = rho r + (1 - rho) g^2, w = w - rate g / sqrt(delta + r): AdaGrad that forgets. For a constant gradient r goes to g^2 and the step
/// to the rate. Centred, r - m^2 with the mean gradient m stands for r: the variance. With momentum, v = momentum v + g / root,
/// w = w - rate v. The defaults are the lecture's; PyTorch's are <c>Rho = 0.99, Delta = 1e-8, DeltaPlace = OutsideRoot</c>.
/// Tieleman and Hinton 2012; Graves 2013 (centred); lecture S2 L4.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class RmsProp : Optimizer
{
    private const string Squares = "squares";
    private const string Mean = "mean";
    private const string Velocity = "velocity";

    /// <summary>Makes the optimiser, with a rate of 0.001.</summary>
    public RmsProp(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 1e-3;

    /// <summary>How much of the mean square stays.</summary>
    public double Rho { get; init => field = Setting.Share(this, value); } = 0.9;

    /// <summary>Keeps the division finite; the lecture's 1e-6.</summary>
    public double Delta { get; init => field = Setting.NotNegative(this, value); } = 1e-6;

    /// <summary>Where delta stands.</summary>
    public DeltaPlace DeltaPlace { get; init; } = DeltaPlace.InsideRoot;

    /// <summary>How much of the velocity stays; 0 for none.</summary>
    public double Momentum { get; init => field = Setting.Share(this, value); }

    /// <summary>Whether the square of the mean gradient is taken off.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [Squares, .. Centered ? [Mean] : Array.Empty<string>(), .. Momentum == 0 ? [] : new[] { Velocity }];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        RmsPropConstants c = new(RateOf(index), Rho, Centered, Momentum, Delta, DeltaPlace, DecayOf(index));
        Run(
            new RmsPropRule<float>(c),
            new RmsPropRule<double>(c),
            parameter,
            gradient,
            Memory(Squares, index),
            Centered ? Memory(Mean, index) : null,
            Momentum == 0 ? null : Memory(Velocity, index));
    }
}
