namespace NotebookKit.Optimizers;

/// <summary>AdaDelta: steps in the unit of the weights, from the mean size of the steps so far over that of the gradients. It needs no rate.</summary>
/// <remarks>
/// r = rho r + (1 - rho) g^2, d = sqrt(u + delta) / sqrt(r + delta) g, u = rho u + (1 - rho) d^2, w = w - d. The rate is 1: a factor of d,
/// for schedules. Zeiler 2012; lectures S2 L4, S4.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class AdaDelta : Optimizer
{
    private const string Squares = "squares";
    private const string StepSquares = "stepSquares";

    /// <summary>Makes the optimiser, with the paper's constants.</summary>
    public AdaDelta(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 1;

    /// <summary>How much of the mean squares stays; the paper's 0.95.</summary>
    public double Rho { get; init => field = Setting.Share(this, value); } = 0.95;

    /// <summary>Lets the first steps begin, and keeps the division finite; the paper's 1e-6.</summary>
    public double Delta { get; init => field = Setting.Positive(this, value); } = 1e-6;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [Squares, StepSquares];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        (double, double, double, double) c = (RateOf(index), Rho, Delta, DecayOf(index));
        Run(new AdaDeltaRule<float>(c), new AdaDeltaRule<double>(c), parameter, gradient, Memory(Squares, index), Memory(StepSquares, index));
    }
}
