namespace NotebookKit.Layers;

/// <summary>Drops numbers in training, by a mask drawn anew for each batch, and passes everything on in use; see <see cref="Ops.Dropout"/>.</summary>
/// <remarks>
/// As usual, what is kept is scaled by 1 / (1 - p) in training, so use costs nothing. The lectures' first form scales nothing in training
/// and multiplies by 1 - p in use; both give the same expected value. Srivastava et al., 2014; lectures S1, S2 L5, S4.
/// </remarks>
public sealed class Dropout : Module
{
    private readonly Rng? rng;

    /// <summary>Makes the layer.</summary>
    /// <param name="p">The probability to drop a number.</param>
    /// <param name="scaleInUse">Whether to multiply by 1 - p in use, instead of by 1 / (1 - p) in training.</param>
    /// <param name="rng">Where the masks come from; the session's generator when null.</param>
    public Dropout(double p = 0.5, bool scaleInUse = false, Rng? rng = null)
    {
        Ops.Dropout.CheckProbability(nameof(Dropout), p);
        P = p;
        ScaleInUse = scaleInUse;
        this.rng = rng;
    }

    /// <summary>The probability to drop a number.</summary>
    public double P { get; }

    /// <summary>Whether the scale is applied in use instead of in training.</summary>
    public bool ScaleInUse { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTraining ? input.Dropout(P, rng, rescale: !ScaleInUse)
            : ScaleInUse ? input * (1 - P)
            : input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Dropout({P})";
}
