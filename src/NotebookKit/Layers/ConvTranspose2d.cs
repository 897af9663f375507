namespace NotebookKit.Layers;

/// <summary>A layer that enlarges images by learned kernels, the transpose of a convolution; see <see cref="Ops.TransposedConvolution"/>.</summary>
/// <remarks>
/// [N, in, h, w] becomes [N, out, (h - 1) s - 2p + r (kh - 1) + 1 + o, ..]. Weights and biases begin evenly spread over
/// +-1 / sqrt(out / groups * kh * kw), PyTorch's default. A kernel that the stride divides covers all pixels alike;
/// others leave a checkerboard. Lecture S2 L7.
/// </remarks>
public sealed class ConvTranspose2d : Module
{
    private readonly Pair stride;
    private readonly Pair padding;
    private readonly Pair outputPadding;
    private readonly Pair dilation;
    private readonly int groups;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels in.</param>
    /// <param name="outChannels">Channels out.</param>
    /// <param name="kernelSize">Rows and columns of a kernel.</param>
    /// <param name="stride">From a kernel's copy to the next; 1 when null.</param>
    /// <param name="padding">Rows and columns cut from each side.</param>
    /// <param name="outputPadding">More rows and columns at the end, fewer than the stride.</param>
    /// <param name="groups">Shares of the channels that do not meet; it divides both channel numbers.</param>
    /// <param name="bias">Whether each channel has a bias.</param>
    /// <param name="dilation">From a place of the kernel to the next; 1 when null.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public ConvTranspose2d(
        int inChannels, int outChannels, Pair kernelSize, Pair? stride = null, Pair padding = default, Pair outputPadding = default, int groups = 1, bool bias = true, Pair? dilation = null, Rng? rng = null, DType dtype = DType.Float32)
    {
        this.stride = stride ?? 1;
        this.padding = padding;
        this.outputPadding = outputPadding;
        this.dilation = dilation ?? 1;
        this.groups = groups;
        ConvolutionStart.Check(nameof(ConvTranspose2d), inChannels, outChannels, kernelSize, this.stride, this.dilation, groups);
        double bound = ConvolutionStart.Bound(outChannels / groups, kernelSize);
        Weight = new Parameter(Tensor.Uniform(new Shape(inChannels, outChannels / groups, kernelSize.Height, kernelSize.Width), -bound, bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(outChannels), -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[in, out / groups, kh, kw].</summary>
    public Parameter Weight { get; }

    /// <summary>[out], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ConvTranspose2d(Weight, Bias, stride, padding, outputPadding, groups, dilation);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ConvTranspose2d({Weight.Shape[0]}, {Weight.Shape[1] * groups}, kernel ({Weight.Shape[2]}, {Weight.Shape[3]})"
        + ConvolutionStart.Text(stride, padding == default(Pair) ? null : $"{padding}", dilation, groups, Bias) + ")";
}
