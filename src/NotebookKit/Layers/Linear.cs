namespace NotebookKit.Layers;

/// <summary>A fully connected layer, y = x W' + b: each output is a weighted sum of all inputs.</summary>
/// <remarks>
/// [N, inputs] becomes [N, outputs]; inputs * outputs weights and outputs biases. Both begin evenly spread over
/// +-1 / sqrt(inputs), PyTorch's default. Lectures S1, S2 L3.
/// </remarks>
public sealed class Linear : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="outputs">Numbers out, one a neuron.</param>
    /// <param name="bias">Whether each neuron has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Linear(int inputs, int outputs, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        double bound = 1 / Math.Sqrt(inputs);
        Weight = new Parameter(Tensor.Uniform(new Shape(outputs, inputs), -bound, bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(outputs), -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Linear(Weight, Bias);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Linear({Weight.Shape[1]}, {Weight.Shape[0]}{(Bias is null ? ", no bias" : string.Empty)})";
}
