using NotebookKit.Layers;

namespace NotebookKit.Autoencoders;

/// <summary>Puts out numbers by chance in training, and changes nothing in use; what is left keeps its size, unlike with dropout.</summary>
/// <remarks>Vincent, Larochelle, Bengio and Manzagol 2008; lecture S2 L9 (denoising).</remarks>
public sealed class MaskNoise : Module
{
    private readonly Rng? rng;

    /// <summary>Makes the layer.</summary>
    /// <param name="p">The probability to put a number out.</param>
    /// <param name="rng">Where the masks come from; the session's generator when null.</param>
    public MaskNoise(double p = 0.3, Rng? rng = null)
    {
        Ops.Dropout.CheckProbability(nameof(MaskNoise), p);
        P = p;
        this.rng = rng;
    }

    /// <summary>The probability to put a number out.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTraining ? input.Dropout(P, rng, rescale: false) : input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaskNoise({P})";
}
