namespace NotebookKit.Optimizers;

/// <summary>Adam: steps by the decaying mean of the gradient over the root of the decaying mean of its square.</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// Epsilon stands outside the root, as in the paper and in PyTorch. Kingma and Ba 2015; lecture S2 L4.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly Tensor?[] means;
    private readonly Tensor?[] squares;

    /// <summary>Makes the optimiser, with the paper's constants.</summary>
    public Adam(IEnumerable<Parameter> parameters)
        : base(parameters)
    {
        LearningRate = 1e-3;
        means = new Tensor?[Parameters.Count];
        squares = new Tensor?[Parameters.Count];
    }

    /// <summary>How much of the mean gradient stays.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean square stays.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How strongly weights are pulled to 0 through the gradient (L2).</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    private protected override IEnumerable<(string Name, Tensor?[] Kept)> Memory => [("mean", means), ("squares", squares)];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        double step = LearningRate / (1 - Math.Pow(Beta1, Steps));
        double rootCorrection = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        Tensor mean = State(means, index, parameter);
        Tensor square = State(squares, index, parameter);
        if (parameter.DType == DType.Float32)
        {
            parameter.Device.Update<AdamRule<float>, float>(new(Beta1, Beta2, step, rootCorrection, Epsilon, WeightDecay), parameter, gradient, mean, square);
        }
        else
        {
            parameter.Device.Update<AdamRule<double>, double>(new(Beta1, Beta2, step, rootCorrection, Epsilon, WeightDecay), parameter, gradient, mean, square);
        }
    }
}
