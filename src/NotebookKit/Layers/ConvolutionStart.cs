namespace NotebookKit.Layers;

/// <summary>What the convolution layers share when they are made and shown.</summary>
internal static class ConvolutionStart
{
    /// <summary>The sizes make a layer.</summary>
    public static void Check(string layer, int inChannels, int outChannels, Pair kernel, Pair stride, Pair dilation, int groups)
    {
        if (inChannels < 1 || outChannels < 1 || kernel.Height < 1 || kernel.Width < 1 || stride.Height < 1 || stride.Width < 1 || dilation.Height < 1 || dilation.Width < 1)
        {
            throw new ArgumentException(
                $"{layer}: {inChannels} channels in, {outChannels} out, kernel {kernel}, stride {stride} and dilation {dilation} are all 1 or more.");
        }

        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException($"{layer}: {groups} groups must divide both the {inChannels} channels in and the {outChannels} out.");
        }
    }

    /// <summary>PyTorch's bound for the first weights and biases, 1 / sqrt(channels * kh * kw).</summary>
    public static double Bound(int channels, Pair kernel) => 1 / Math.Sqrt((double)channels * kernel.Height * kernel.Width);

    /// <summary>What is not as usual, for a layer's text.</summary>
    public static string Text(Pair stride, string? padding, Pair dilation, int groups, Parameter? bias) =>
        (stride == 1 ? string.Empty : $", stride {One(stride)}")
        + (padding is null ? string.Empty : $", padding {padding}")
        + (dilation == 1 ? string.Empty : $", dilation {One(dilation)}")
        + (groups == 1 ? string.Empty : $", {groups} groups")
        + (bias is null ? ", no bias" : string.Empty);

    private static string One(Pair pair) => pair.Height == pair.Width ? $"{pair.Height}" : $"{pair}";
}
