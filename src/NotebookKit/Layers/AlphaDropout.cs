namespace NotebookKit.Layers;

/// <summary>Dropout for SELU: what is dropped becomes the value that SELU goes to at minus infinity, and mean and variance are put right.</summary>
/// <remarks>y = a (x mask + s (1 - mask)) + b, with s = -1.7581, a = 1 / sqrt(q + s^2 q (1 - q)) and b = -a s (1 - q) for q = 1 - p. Klambauer et al., 2017.</remarks>
public sealed class AlphaDropout : Module
{
    private const double Saturation = -1.7580993408473766;
    private readonly Rng? rng;

    /// <summary>Makes the layer.</summary>
    /// <param name="p">The probability to drop a number, below 1.</param>
    /// <param name="rng">Where the masks come from; the session's generator when null.</param>
    public AlphaDropout(double p = 0.5, Rng? rng = null)
    {
        Ops.Dropout.CheckProbability(nameof(AlphaDropout), p);
        ArgumentOutOfRangeException.ThrowIfEqual(p, 1);
        P = p;
        this.rng = rng;
    }

    /// <summary>The probability to drop a number.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!IsTraining || P == 0)
        {
            return input;
        }

        double keep = 1 - P;
        double scale = 1 / Math.Sqrt(keep + (Saturation * Saturation * keep * P));
        Tensor mask = Ops.Dropout.Mask(input.Shape, keep, rng, input.Device).To(input.DType);
        return (((input * mask) + ((1 - mask) * Saturation)) * scale) - (scale * Saturation * P);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AlphaDropout({P})";
}
