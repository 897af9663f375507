namespace NotebookKit.Optimizers;

/// <summary>Adam: steps by the decaying mean of the gradient over the root of the decaying mean of its square.</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// The lecture calls the betas rho, m and v s and r, and epsilon delta; its slide has delta inside the root, which
/// <see cref="DeltaPlace"/> chooses. The first step is as long as the rate. With <see cref="AmsGrad"/> the largest v so far stands for v.
/// Kingma and Ba 2015; Reddi, Kale and Kumar 2018 (AMSGrad); lecture S2 L4.
/// </remarks>
[Method(MethodKind.Adaptive)]
public class Adam : Optimizer
{
    private const string Mean = "mean";
    private const string Squares = "squares";
    private const string LargestSquares = "largestSquares";

    /// <summary>Makes the optimiser, with the paper's constants.</summary>
    public Adam(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 1e-3;

    /// <summary>How much of the mean gradient stays.</summary>
    public double Beta1 { get; init => field = Setting.Share(this, value); } = 0.9;

    /// <summary>How much of the mean square stays.</summary>
    public double Beta2 { get; init => field = Setting.Share(this, value); } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; init => field = Setting.NotNegative(this, value); } = 1e-8;

    /// <summary>Where epsilon stands.</summary>
    public DeltaPlace DeltaPlace { get; init; } = DeltaPlace.OutsideRoot;

    /// <summary>Whether steps never grow again once a gradient was large.</summary>
    public bool AmsGrad { get; init; }

    /// <summary>Whether weights shrink beside the step, instead of through the gradient.</summary>
    private protected virtual bool DecaysApart => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => AmsGrad ? [Mean, Squares, LargestSquares] : [Mean, Squares];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        double ofMean = 1 - Math.Pow(Beta1, StepsOf(index));
        double ofSquares = 1 - Math.Pow(Beta2, StepsOf(index));
        (double decay, double keep) = DecaysApart ? (0.0, 1 - (RateOf(index) * DecayOf(index))) : (DecayOf(index), 1.0);
        AdamConstants c = new(Beta1, Beta2, RateOf(index) / ofMean, 1 / ofSquares, Epsilon, DeltaPlace, decay, keep);
        Run(
            new AdamRule<float>(c),
            new AdamRule<double>(c),
            parameter,
            gradient,
            Memory(Mean, index),
            Memory(Squares, index),
            AmsGrad ? Memory(LargestSquares, index) : null);
    }
}
