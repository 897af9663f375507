namespace NotebookKit.Optimizers;

/// <summary>Gradient descent on batches, with or without momentum: v = momentum v + (1 - dampening) g, w = w - rate v, where g is the gradient plus decay w.</summary>
/// <remarks>
/// Without momentum v is g. The velocity is PyTorch's; the first one is g whatever the dampening. With
/// <see cref="RateInVelocity"/> it is the lecture's, v = momentum v - rate g, w = w + v: the same steps while the rate stays
/// (v is -rate times the other), and later velocities keep the rate of their time. For a constant gradient v grows to
/// rate |g| / (1 - momentum). Nesterov's form moves by what the velocity will be: the weights are then the lecture's
/// look-ahead points, theta + momentum v, where it takes its gradient. Robbins and Monro 1951; Polyak 1964; Nesterov 1983;
/// lectures S1, S2 L4.
/// </remarks>
[Method(MethodKind.NonAdaptive)]
public sealed class Sgd : Optimizer
{
    private const string Velocity = "velocity";

    /// <summary>Makes the optimiser, with a rate of 0.01.</summary>
    public Sgd(IEnumerable<Parameter> parameters)
        : base(parameters) => LearningRate = 0.01;

    /// <summary>How much of the velocity stays, 0 to less than 1.</summary>
    public double Momentum { get; init => field = Setting.Share(this, value); }

    /// <summary>How much less than the whole gradient enters the velocity.</summary>
    public double Dampening { get; init => field = Setting.Share(this, value); }

    /// <summary>Whether to look ahead along the velocity; needs momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Whether the velocity holds the rate, as in the lecture, instead of being multiplied by it.</summary>
    public bool RateInVelocity { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Remembered => Momentum == 0 ? [] : [Velocity];

    /// <summary>AlexNet's rule: v = 0.9 v - 0.0005 rate w - rate g, w = w + v, with a rate of 0.01.</summary>
    /// <remarks>Krizhevsky, Sutskever and Hinton 2012; lecture S2 L7.</remarks>
    public static Sgd AlexNet(IEnumerable<Parameter> parameters) => new(parameters) { Momentum = 0.9, WeightDecay = 0.0005, RateInVelocity = true };

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
        {
            throw new InvalidOperationException($"Sgd: Nesterov's look ahead needs Momentum above 0 and no Dampening; they are {Momentum} and {Dampening}.");
        }

        double rate = RateOf(index);
        if (Momentum == 0)
        {
            Run(new SgdRule<float>(rate, DecayOf(index)), new SgdRule<double>(rate, DecayOf(index)), parameter, gradient);
            return;
        }

        double added = StepsOf(index) == 1 ? 1 : 1 - Dampening;
        MomentumConstants constants = RateInVelocity
            ? new(Momentum, -rate * added, Nesterov ? Momentum : 1, Nesterov ? -rate : 0, DecayOf(index))
            : new(Momentum, added, Nesterov ? -rate * Momentum : -rate, Nesterov ? -rate : 0, DecayOf(index));
        Run(new MomentumRule<float>(constants), new MomentumRule<double>(constants), parameter, gradient, Memory(Velocity, index));
    }
}
