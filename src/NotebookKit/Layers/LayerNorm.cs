namespace NotebookKit.Layers;

/// <summary>Normalises the last axes of each example by themselves, with a learned weight and bias a feature; see <see cref="Ops.LayerNorm"/>.</summary>
public sealed class LayerNorm : Module
{
    private readonly int axes;

    /// <summary>Makes the layer.</summary>
    /// <param name="features">The sizes of the axes that are normalised together, usually one.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias a feature are learned.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public LayerNorm(Shape features, double epsilon = 1e-5, bool affine = true, DType dtype = DType.Float32)
    {
        axes = features.Rank;
        Epsilon = epsilon;
        Weight = affine ? new Parameter(Tensor.Ones(features, dtype)) : null;
        Bias = affine ? new Parameter(Tensor.Zeros(features, dtype)) : null;
    }

    /// <summary>Makes the layer for one axis.</summary>
    /// <param name="features">Its size.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias a feature are learned.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public LayerNorm(int features, double epsilon = 1e-5, bool affine = true, DType dtype = DType.Float32)
        : this(new Shape(features), epsilon, affine, dtype)
    {
    }

    /// <summary>Of the shape of the features; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>Of the shape of the features; null when not affine.</summary>
    public Parameter? Bias { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LayerNorm(Weight, Bias, axes, Epsilon);
    }
}
