namespace NotebookKit.Layers;

/// <summary>Normalises groups of channels of each example, with a learned weight and bias a channel; see <see cref="Ops.GroupNorm"/>.</summary>
public sealed class GroupNorm : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="groups">Divides the channels.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias a channel are learned.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true, DType dtype = DType.Float32)
    {
        if (groups < 1 || channels < 1 || channels % groups != 0)
        {
            throw new ArgumentException($"GroupNorm: {groups} groups do not divide {channels} channels.");
        }

        Groups = groups;
        Epsilon = epsilon;
        Weight = affine ? new Parameter(Tensor.Ones([channels], dtype)) : null;
        Bias = affine ? new Parameter(Tensor.Zeros([channels], dtype)) : null;
    }

    /// <summary>How many groups.</summary>
    public int Groups { get; }

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
        return input.GroupNorm(Groups, Weight, Bias, Epsilon);
    }
}
