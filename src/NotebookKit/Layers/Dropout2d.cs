namespace NotebookKit.Layers;

/// <summary>Drops whole maps of [N, C, H, W] in training, since neighbouring pixels carry the same; see <see cref="Ops.Dropout.Maps"/>.</summary>
public sealed class Dropout2d : Module
{
    private readonly Rng? rng;

    /// <summary>Makes the layer.</summary>
    /// <param name="p">The probability to drop a map.</param>
    /// <param name="rng">Where the masks come from; the session's generator when null.</param>
    public Dropout2d(double p = 0.5, Rng? rng = null)
    {
        Ops.Dropout.CheckProbability(nameof(Dropout2d), p);
        P = p;
        this.rng = rng;
    }

    /// <summary>The probability to drop a map.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTraining ? Ops.Dropout.Maps(input, P, rng) : input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Dropout2d({P})";
}
