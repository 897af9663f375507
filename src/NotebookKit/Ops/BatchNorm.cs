namespace NotebookKit.Ops;

/// <summary>Batch normalisation: each channel over the whole batch, y = weight (x - mean) / sqrt(variance + epsilon) + bias.</summary>
/// <remarks>
/// x is [N, C], [N, C, L] or [N, C, H, W]; weight (gamma) and bias (beta) are [C]. The variance divides by the number m of
/// values a channel (lecture S2 L5, and PyTorch), or by m - 1 on request (lecture S1). Ioffe and Szegedy, Batch
/// Normalization, 2015. The gradient is that of <see cref="ChannelNorm"/>.
/// </remarks>
public static class BatchNorm
{
    /// <summary>Normalises with the batch's own mean and variance, which are given out for a running estimate: Float64, [C].</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a channel has one number only.</exception>
    public static Tensor Apply(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool unbiased, out Tensor mean, out Tensor variance)
    {
        Tensor y = Apply(x, weight, bias, epsilon, unbiased, out Tensor moments);
        (mean, variance) = (Moment(moments, 0).Clone(), Moment(moments, 1).Clone());
        return y;
    }

    /// <summary>The means, 0, or the variances, 1, of the channels: [C]. A view.</summary>
    internal static Tensor Moment(Tensor moments, int which) => Slice.View(moments, [which, 0]);

    /// <summary>The same, with the means and after them the variances in one tensor: Float64 [2, 1, C].</summary>
    internal static Tensor Apply(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool unbiased, out Tensor moments)
    {
        CheckEnough(x, weight, bias, epsilon);
        return ChannelNorm.Apply(new ChannelNorm.Setting(x.Shape[1], PerExample: false, epsilon, unbiased ? 1 : 0), x, weight, bias, out moments);
    }

    /// <summary>Checks what is to be normalised with its own mean and variance.</summary>
    internal static void CheckEnough(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
    {
        NormCheck.Channels(nameof(BatchNorm), x, weight, bias, epsilon);
        int channels = x.Shape[1];
        if (x.Count < 2L * channels || x.Count == 0)
        {
            throw new ArgumentException(
                $"BatchNorm: {x.Shape} has {(x.Count == 0 ? "no" : "one")} number a channel, and a mean and variance need two or more; give it a larger batch, or use the running estimates (IsTraining = false).");
        }
    }

    /// <summary>Normalises with a mean and variance that are given: those stored in training, for use.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Use(Tensor x, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        NormCheck.Channels(nameof(BatchNorm), x, weight, bias, epsilon);
        NormCheck.Each(nameof(BatchNorm), "mean", x, mean, x.Shape[1]);
        NormCheck.Each(nameof(BatchNorm), "variance", x, variance, x.Shape[1]);
        Tensor scale = 1 / (variance + epsilon).Sqrt();
        Tensor y = (x - Beside(mean, x)) * Beside(weight is null ? scale : scale * weight, x);
        return bias is null ? y : y + Beside(bias, x);
    }

    /// <summary>[C] as [C, 1, 1], so that it repeats along the axes after the channels.</summary>
    internal static Tensor Beside(Tensor perChannel, Tensor x) =>
        perChannel.Reshape([perChannel.Count, .. Enumerable.Repeat(1, x.Rank - 2)]);
}
