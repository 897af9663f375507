using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Batch normalisation of each channel, with running estimates for use; see <see cref="Ops.BatchNorm"/>.</summary>
/// <remarks>
/// In training each channel is normalised by the batch's own mean and variance, and the running estimates move towards them:
/// running = (1 - momentum) running + momentum new, with the unbiased variance. In use the running estimates normalise, so
/// the result of an example does not depend on the others. Ioffe and Szegedy, 2015; lectures S1, S2 L5.
/// </remarks>
public abstract class BatchNorm : Module
{
    private protected BatchNorm(int channels, double epsilon, double? momentum, bool affine, bool tracking, bool unbiased, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (momentum is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "BatchNorm: the momentum is from 0 to 1, or null for the plain average of all batches.");
        }

        Channels = channels;
        Epsilon = epsilon;
        Momentum = momentum;
        Unbiased = unbiased;
        Weight = affine ? new Parameter(Tensor.Ones([channels], dtype)) : null;
        Bias = affine ? new Parameter(Tensor.Zeros([channels], dtype)) : null;
        RunningMean = tracking ? new ModuleBuffer(Tensor.Zeros([channels], dtype)) : null;
        RunningVariance = tracking ? new ModuleBuffer(Tensor.Ones([channels], dtype)) : null;
        BatchesTracked = tracking ? new ModuleBuffer(Tensor.Zeros([], DType.Int64)) : null;
    }

    /// <summary>gamma, [C]; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>beta, [C]; null when not affine.</summary>
    public Parameter? Bias { get; }

    /// <summary>The running mean, [C]; null when not tracking.</summary>
    public ModuleBuffer? RunningMean { get; }

    /// <summary>The running unbiased variance, [C]; null when not tracking.</summary>
    public ModuleBuffer? RunningVariance { get; }

    /// <summary>How many batches the running estimates have seen; null when not tracking.</summary>
    public ModuleBuffer? BatchesTracked { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The weight of a new batch in the running estimates; null averages all batches alike.</summary>
    public double? Momentum { get; }

    /// <summary>Whether the batch's variance divides by m - 1 (lecture S1) instead of m.</summary>
    public bool Unbiased { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        CheckShape(input);
        if (!IsTraining && RunningMean is not null)
        {
            return Ops.BatchNorm.Use(input, RunningMean, RunningVariance!, Weight, Bias, Epsilon);
        }

        Tensor y = Ops.BatchNorm.Apply(input, Weight, Bias, Epsilon, Unbiased, out Tensor moments);
        if (IsTraining && RunningMean is not null)
        {
            Track(moments, (double)input.Count / Channels);
        }

        return y;
    }

    /// <summary>max(0, <see cref="Forward"/> + addend), in one pass where the batch's own mean and variance normalise; the same bits.</summary>
    internal Tensor Rectified(Tensor input, Tensor? addend)
    {
        if (!IsTraining)
        {
            Tensor normal = Forward(input);
            return (addend is null ? normal : normal + addend).Relu();
        }

        CheckShape(input);
        Tensor y = RectifiedNorm.Apply(input, Weight, Bias, addend, Epsilon, Unbiased, out Tensor moments);
        if (RunningMean is not null)
        {
            Track(moments, (double)input.Count / Channels);
        }

        return y;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({Channels})";

    /// <summary>The shapes that it takes, in words.</summary>
    private protected abstract string Wanted { get; }

    /// <summary>Whether it takes tensors of that many axes.</summary>
    private protected abstract bool Takes(int rank);

    private void CheckShape(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!Takes(input.Rank) || input.Shape[1] != Channels)
        {
            throw new ArgumentException($"{GetType().Name}: takes {Wanted} with {Channels} channels, and got {input.Shape}.");
        }
    }

    private void Track(Tensor moments, double count)
    {
        double share = RunningEstimate.Share(BatchesTracked!, Momentum);
        RunningEstimate.Move(RunningMean!, moments, 0, 1, share);
        RunningEstimate.Move(RunningVariance!, moments, 1, Unbiased ? 1 : count / (count - 1), share);
    }
}
