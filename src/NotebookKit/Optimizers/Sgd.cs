using System.Numerics;

namespace NotebookKit.Optimizers;

/// <summary>Gradient descent on batches, w = w - rate v with v = momentum v + g, where g is the gradient plus decay w.</summary>
/// <remarks>
/// Without momentum v is g. Nesterov's form steps by g + momentum v. The velocity is PyTorch's; it is not scaled by
/// 1 - momentum. Robbins and Monro 1951; Polyak 1964; lectures S1, S2 L4.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly Tensor?[] velocities;

    /// <summary>Makes the optimiser, with a rate of 0.01.</summary>
    public Sgd(IEnumerable<Parameter> parameters)
        : base(parameters)
    {
        LearningRate = 0.01;
        velocities = new Tensor?[Parameters.Count];
    }

    /// <summary>How much of the velocity stays, 0 to 1.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether to look ahead along the velocity; needs momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>How strongly weights are pulled to 0 (L2).</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    private protected override IEnumerable<(string Name, Tensor?[] Kept)> Memory => Momentum == 0 ? [] : [("velocity", velocities)];

    /// <inheritdoc/>
    protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.DType == DType.Float32)
        {
            Update<float>(index, parameter, gradient);
        }
        else
        {
            Update<double>(index, parameter, gradient);
        }
    }

    private void Update<T>(int index, Parameter parameter, Tensor gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor? velocity = Momentum == 0 ? null : State(velocities, index, parameter);
        if (velocity is null)
        {
            parameter.Device.Update<SgdRule<T>, T>(new(LearningRate, WeightDecay), parameter, gradient);
        }
        else if (Nesterov)
        {
            parameter.Device.Update<NesterovRule<T>, T>(new(LearningRate, Momentum, WeightDecay), parameter, gradient, velocity);
        }
        else
        {
            parameter.Device.Update<MomentumRule<T>, T>(new(LearningRate, Momentum, WeightDecay), parameter, gradient, velocity);
        }
    }
}
