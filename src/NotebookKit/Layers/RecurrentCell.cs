using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>One step of a recurrent network: the weights that all kinds have, in PyTorch's layout, evenly spread over +-1 / sqrt(H) at first.</summary>
public abstract class RecurrentCell : Module
{
    private protected RecurrentCell(int gates, int inputs, int hidden, bool bias, Rng? rng, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        double bound = 1 / Math.Sqrt(hidden);
        int rows = checked(gates * hidden);
        WeightIh = new Parameter(Tensor.Uniform([rows, inputs], -bound, bound, rng, dtype));
        WeightHh = new Parameter(Tensor.Uniform([rows, hidden], -bound, bound, rng, dtype));
        BiasIh = bias ? new Parameter(Tensor.Uniform([rows], -bound, bound, rng, dtype)) : null;
        BiasHh = bias ? new Parameter(Tensor.Uniform([rows], -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[gates H, inputs].</summary>
    public Parameter WeightIh { get; }

    /// <summary>[gates H, H].</summary>
    public Parameter WeightHh { get; }

    /// <summary>[gates H], or null.</summary>
    public Parameter? BiasIh { get; }

    /// <summary>[gates H], or null.</summary>
    public Parameter? BiasHh { get; }

    /// <summary>The weights as the operations take them.</summary>
    private protected RecurrentWeights Weights => new(WeightIh, WeightHh, BiasIh, BiasHh);

    /// <summary>[N, inputs] as a sequence of one step.</summary>
    private protected Tensor OneStep(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 2 && input.Shape[1] == WeightIh.Shape[1]
            ? input.Unsqueeze(0)
            : throw new ArgumentException($"{GetType().Name}: takes [N, {WeightIh.Shape[1]}], and got {input.Shape}.");
    }
}
