using NotebookKit.Layers;

namespace NotebookKit.Autoencoders;

/// <summary>The way back through the weights of the way in: y = h W + c, where the encoder made h = x W' + b.</summary>
/// <remarks>The weights are one parameter with two uses, so its gradient is the sum of both; half the weights have to be learned. Lecture S1 (V = W transposed).</remarks>
public sealed class TiedDecoder : Module
{
    private readonly Parameter bias;

    // Not a member that is looked for parameters: the encoder owns the weights.
    private readonly Func<Tensor> weights;

    /// <summary>Ties a decoder to an encoder.</summary>
    /// <param name="encoder">The layer whose weights [code, inputs] are used.</param>
    public TiedDecoder(Linear encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        weights = () => encoder.Weight;
        bias = new Parameter(Tensor.Zeros([encoder.Weight.Shape[1]], encoder.Weight.DType));
    }

    /// <summary>What is added to each number.</summary>
    public Parameter Bias => bias;

    /// <summary>Codes [N, code] to inputs [N, inputs].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.MatMul(weights()) + bias;
    }

    /// <inheritdoc/>
    public override string ToString() => $"TiedDecoder({weights().Shape[0]}, {weights().Shape[1]})";
}
