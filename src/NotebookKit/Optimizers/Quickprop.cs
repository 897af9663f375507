namespace NotebookKit.Optimizers;

/// <summary>Quickprop: each weight jumps to the lowest point of the parabola through its last two slopes.</summary>
/// <remarks>
/// d = g / (g' - g) d', w = w + d, with the slope g' and the step d' of the time before. A step is at most <see cref="Growth"/> times as long
/// as the one before, which is also taken where the parabola opens downward. Where there was no step, d = -rate g. A
/// quadratic of one weight is solved in two steps, if the second need not be cut. For whole batches: slopes of different batches
/// belong to no one parabola. The lectures name it only; after Fahlman 1988, without his extra -rate g. Lecture S1.
/// </remarks>
[Method(MethodKind.SecondOrder)]
public sealed class Quickprop : Optimizer
{
    private const string Slope = "slope";
    private const string Last = "step";

    /// <summary>Makes the optimiser, with a rate of 0.01 for the first step.</summary>
    public Quickprop(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 0.01;

    /// <summary>How much longer than the last a step may be; the paper's 1.75.</summary>
    public double Growth { get; init => field = Setting.Positive(this, value); } = 1.75;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => [Slope, Last];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        (double, double, double) c = (RateOf(index), Growth, DecayOf(index));
        Run(new QuickpropRule<float>(c), new QuickpropRule<double>(c), parameter, gradient, Memory(Slope, index), Memory(Last, index));
    }
}
