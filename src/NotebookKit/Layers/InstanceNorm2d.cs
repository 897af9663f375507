namespace NotebookKit.Layers;

/// <summary>Normalises each map of each image by itself; see <see cref="Ops.GroupNorm"/>. Nothing is learned unless asked for, as in PyTorch.</summary>
public sealed class InstanceNorm2d : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias a channel are learned.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public InstanceNorm2d(int channels, double epsilon = 1e-5, bool affine = false, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        Channels = channels;
        Epsilon = epsilon;
        Weight = affine ? new Parameter(Tensor.Ones([channels], dtype)) : null;
        Bias = affine ? new Parameter(Tensor.Zeros([channels], dtype)) : null;
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>[C]; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>[C]; null when not affine.</summary>
    public Parameter? Bias { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Rank == 4 && input.Shape[1] == Channels
            ? input.InstanceNorm(Weight, Bias, Epsilon)
            : throw new ArgumentException($"InstanceNorm2d: takes images [N, {Channels}, H, W], and got {input.Shape}.");
    }
}
