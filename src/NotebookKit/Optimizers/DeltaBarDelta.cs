namespace NotebookKit.Optimizers;

/// <summary>Delta-bar-delta: a rate a weight, which grows by steps while the slope keeps its sign and shrinks by a factor when it changes.</summary>
/// <remarks>
/// With b' the mean slope before: where b' g is above 0 the gain k = k + increase, where it is below 0 k = k (1 - decrease); then
/// b = (1 - memory) g + memory b', w = w - rate k g. Gains begin at 1. For whole batches. The lectures name it only; after Jacobs 1988. Lecture S1.
/// </remarks>
[Method(MethodKind.Adaptive)]
public sealed class DeltaBarDelta : Optimizer
{
    private const string MeanSlope = "meanSlope";
    private const string Gain = "gainMinusOne";

    /// <summary>Makes the optimiser, with a rate of 0.01.</summary>
    public DeltaBarDelta(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 0.01;

    /// <summary>What is added to the gain where the slope keeps its sign: kappa over the rate.</summary>
    public double Increase { get; init => field = Setting.NotNegative(this, value); } = 0.05;

    /// <summary>The share of the gain that is lost where the sign changes: phi.</summary>
    public double Decrease { get; init => field = Setting.Share(this, value); } = 0.2;

    /// <summary>How much of the mean slope stays: theta.</summary>
    public double MemoryShare { get; init => field = Setting.Share(this, value); } = 0.7;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [MeanSlope, Gain];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        (double, double, double, double, double) c = (RateOf(index), Increase, Decrease, MemoryShare, DecayOf(index));
        Run(new DeltaBarDeltaRule<float>(c), new DeltaBarDeltaRule<double>(c), parameter, gradient, Memory(MeanSlope, index), Memory(Gain, index));
    }
}
