using NotebookKit.Layers;

namespace NotebookKit.Sparse;

/// <summary>A locally connected layer along a signal: each output sees a window, as in a convolution, but with weights of its own.</summary>
/// <remarks>
/// [N, in, L] becomes [N, out, l]; l * out * in * k weights and out * l biases. With the same weights everywhere it is a
/// convolution. Lectures S0, S2 L6.
/// </remarks>
public sealed class LocallyConnected1d : Module
{
    private readonly LocallyConnected2d plane;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the signals.</param>
    /// <param name="outChannels">Outputs at each place.</param>
    /// <param name="length">The length of the signals.</param>
    /// <param name="kernelSize">The length of a window.</param>
    /// <param name="stride">From a window to the next.</param>
    /// <param name="padding">Zeros at both ends.</param>
    /// <param name="bias">Whether each output has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public LocallyConnected1d(
        int inChannels, int outChannels, int length, int kernelSize, int stride = 1, int padding = 0, bool bias = true, Rng? rng = null, DType dtype = DType.Float32) =>
        plane = new LocallyConnected2d(inChannels, outChannels, (1, length), (1, kernelSize), (1, stride), (0, padding), bias, rng, dtype);

    /// <summary>[places, in * k, out]: the weights of each place.</summary>
    public Parameter Weight => plane.Weight;

    /// <summary>[places, 1, out], or null.</summary>
    public Parameter? Bias => plane.Bias;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 3
            ? plane.Forward(input.Unsqueeze(2)).Squeeze(2)
            : throw new ArgumentException($"LocallyConnected1d: takes signals [N, channels, length], and got {input.Shape}.");
    }

    /// <summary>Gives every place the same weights: those of a convolution's filters.</summary>
    /// <param name="filters">[out, in, k].</param>
    /// <param name="bias">[out]; zeros when null.</param>
    public void Tie(Tensor filters, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(filters);
        plane.Tie(filters.Rank == 3 ? filters.Unsqueeze(2) : filters, bias);
    }

    /// <inheritdoc/>
    public override string ToString() => plane.ToString().Replace("2d", "1d", StringComparison.Ordinal);
}
