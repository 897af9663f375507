namespace NotebookKit.Ops;

/// <summary>Group normalisation: the channels of one example in groups, each group with one mean and variance.</summary>
/// <remarks>
/// x is [N, C, ..]; weight and bias are [C]. As many groups as channels is instance normalisation (Ulyanov, Vedaldi and
/// Lempitsky, 2016). Independent of the other examples. Wu and He, Group Normalization, 2018. The gradient is that of
/// <see cref="ChannelNorm"/>.
/// </remarks>
public static class GroupNorm
{
    /// <summary>The normalised tensor.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or the groups do not divide the channels.</exception>
    public static Tensor Apply(Tensor x, int groups, Tensor? weight, Tensor? bias, double epsilon)
    {
        NormCheck.Channels(nameof(GroupNorm), x, weight, bias, epsilon);
        if (groups < 1 || x.Shape[1] % groups != 0)
        {
            throw new ArgumentException($"GroupNorm: {groups} groups do not divide the {x.Shape[1]} channels of {x.Shape}.");
        }

        return ChannelNorm.Apply(new ChannelNorm.Setting(groups, PerExample: true, epsilon, 0), x, weight, bias, out _);
    }

    /// <summary>A group a channel: each map of each example by itself.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a map is a single number.</exception>
    public static Tensor Instance(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
    {
        NormCheck.Channels("InstanceNorm", x, weight, bias, epsilon);
        if (x.Shape.Span[2..].Product() < 2)
        {
            throw new ArgumentException($"InstanceNorm: takes maps [N, C, L] or [N, C, H, W] of more than one number, and got {x.Shape}.");
        }

        return ChannelNorm.Apply(new ChannelNorm.Setting(x.Shape[1], PerExample: true, epsilon, 0), x, weight, bias, out _);
    }
}
