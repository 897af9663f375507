namespace NotebookKit.Layers;

/// <summary>A layer that lengthens signals by learned kernels, the transpose of a convolution; see <see cref="Ops.TransposedConvolution"/>.</summary>
/// <remarks>
/// [N, in, l] becomes [N, out, (l - 1) s - 2p + r (k - 1) + 1 + o]. Weights and biases begin evenly spread over
/// +-1 / sqrt(out / groups * k), PyTorch's default. Lecture S2 L7.
/// </remarks>
public sealed class ConvTranspose1d : Module
{
    private readonly int stride;
    private readonly int padding;
    private readonly int outputPadding;
    private readonly int dilation;
    private readonly int groups;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels in.</param>
    /// <param name="outChannels">Channels out.</param>
    /// <param name="kernelSize">Length of a kernel.</param>
    /// <param name="stride">From a kernel's copy to the next.</param>
    /// <param name="padding">Elements cut from each side.</param>
    /// <param name="outputPadding">More elements at the end, fewer than the stride.</param>
    /// <param name="groups">Shares of the channels that do not meet; it divides both channel numbers.</param>
    /// <param name="bias">Whether each channel has a bias.</param>
    /// <param name="dilation">From a place of the kernel to the next.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public ConvTranspose1d(
        int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, bool bias = true, int dilation = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        this.stride = stride;
        this.padding = padding;
        this.outputPadding = outputPadding;
        this.dilation = dilation;
        this.groups = groups;
        ConvolutionStart.Check(nameof(ConvTranspose1d), inChannels, outChannels, kernelSize, stride, dilation, groups);
        double bound = ConvolutionStart.Bound(outChannels / groups, (1, kernelSize));
        Weight = new Parameter(Tensor.Uniform(new Shape(inChannels, outChannels / groups, kernelSize), -bound, bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(outChannels), -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[in, out / groups, k].</summary>
    public Parameter Weight { get; }

    /// <summary>[out], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ConvTranspose1d(Weight, Bias, stride, padding, outputPadding, groups, dilation);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ConvTranspose1d({Weight.Shape[0]}, {Weight.Shape[1] * groups}, kernel {Weight.Shape[2]}"
        + ConvolutionStart.Text(stride, padding == 0 ? null : $"{padding}", dilation, groups, Bias) + ")";
}
