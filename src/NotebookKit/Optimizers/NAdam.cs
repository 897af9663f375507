namespace NotebookKit.Optimizers;

/// <summary>NAdam: Adam that looks ahead along its mean gradient, as Nesterov does along the velocity.</summary>
/// <remarks>
/// mu_t = beta1 (1 - 0.96^(0.004 t) / 2), m and v as in <see cref="Adam"/>, and m's part of the step is
/// mu_(t+1) m / (1 - mu_1 .. mu_(t+1)) + (1 - mu_t) g / (1 - mu_1 .. mu_t). Dozat 2016.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class NAdam : Optimizer
{
    private const string Mean = "mean";
    private const string Squares = "squares";
    private (int Step, double Product) known = (0, 1);

    /// <summary>Makes the optimiser, with the paper's constants.</summary>
    public NAdam(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 2e-3;

    /// <summary>How much of the mean gradient stays.</summary>
    public double Beta1 { get; init => field = Setting.Share(this, value); } = 0.9;

    /// <summary>How much of the mean square stays.</summary>
    public double Beta2 { get; init => field = Setting.Share(this, value); } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; init => field = Setting.NotNegative(this, value); } = 1e-8;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [Mean, Squares];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        int step = StepsOf(index);
        double product = ProductTo(step);
        double rate = RateOf(index);
        NAdamConstants c = new(
            Beta1, Beta2, rate * Mu(step + 1) / (1 - (product * Mu(step + 1))), rate * (1 - Mu(step)) / (1 - product), 1 / (1 - Math.Pow(Beta2, step)), Epsilon, DecayOf(index));
        Run(new NAdamRule<float>(c), new NAdamRule<double>(c), parameter, gradient, Memory(Mean, index), Memory(Squares, index));
    }

    private double Mu(int step) => Beta1 * (1 - (0.5 * Math.Pow(0.96, 0.004 * step)));

    // mu_1 .. mu_step, multiplied in one order whatever was asked before, so that a resumed training has the same bits.
    private double ProductTo(int step)
    {
        (int from, double product) = known.Step <= step ? known : (0, 1);
        for (int t = from + 1; t <= step; t++)
        {
            product *= Mu(t);
        }

        known = (step, product);
        return product;
    }
}
