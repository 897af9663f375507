namespace NotebookKit.Layers;

/// <summary>Adds normal noise of mean 0 in training, and nothing in use: a way to keep a network from overfitting.</summary>
public sealed class GaussianNoise : Module
{
    private readonly Rng? rng;

    /// <summary>Makes the layer.</summary>
    /// <param name="deviation">The standard deviation of the noise.</param>
    /// <param name="rng">Where the noise comes from; the session's generator when null.</param>
    public GaussianNoise(double deviation = 0.1, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        Deviation = deviation;
        this.rng = rng;
    }

    /// <summary>The standard deviation of the noise.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using IDisposable home = input.Device.MakeHome();
        return IsTraining && Deviation > 0 ? input + Tensor.Normal(input.Shape, 0, Deviation, rng, input.DType) : input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"GaussianNoise({Deviation})";
}
