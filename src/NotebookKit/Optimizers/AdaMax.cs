namespace NotebookKit.Optimizers;

/// <summary>AdaMax: Adam with the largest recent gradient in place of the root of the mean square.</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g, u = max(beta2 u, |g| + epsilon), w = w - rate / (1 - beta1^t) m / u. Kingma and Ba 2015, section 7.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class AdaMax : Optimizer
{
    private const string Mean = "mean";
    private const string Largest = "largest";

    /// <summary>Makes the optimiser, with the paper's constants.</summary>
    public AdaMax(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 2e-3;

    /// <summary>How much of the mean gradient stays.</summary>
    public double Beta1 { get; init => field = Setting.Share(this, value); } = 0.9;

    /// <summary>How slowly the largest gradient is forgotten.</summary>
    public double Beta2 { get; init => field = Setting.Share(this, value); } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; init => field = Setting.NotNegative(this, value); } = 1e-8;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [Mean, Largest];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        (double, double, double, double, double) c = (RateOf(index) / (1 - Math.Pow(Beta1, StepsOf(index))), Beta1, Beta2, Epsilon, DecayOf(index));
        Run(new AdaMaxRule<float>(c), new AdaMaxRule<double>(c), parameter, gradient, Memory(Mean, index), Memory(Largest, index));
    }
}
