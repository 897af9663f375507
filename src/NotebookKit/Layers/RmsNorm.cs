namespace NotebookKit.Layers;

/// <summary>Divides the last axis of each example by its root mean square, with a learned weight a feature; see <see cref="Ops.LayerNorm.Rms"/>.</summary>
public sealed class RmsNorm : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="features">The size of the last axis.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public RmsNorm(int features, double epsilon = 1e-5, DType dtype = DType.Float32)
    {
        Epsilon = epsilon;
        Weight = new Parameter(Tensor.Ones([features], dtype));
    }

    /// <summary>[features].</summary>
    public Parameter Weight { get; }

    /// <summary>Added to the mean square.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.RmsNorm(Weight, epsilon: Epsilon);
    }
}
