namespace NotebookKit.Layers;

/// <summary>A convolution layer: each of its filters slides over the images and gives one map; see <see cref="Ops.Convolution"/>.</summary>
/// <remarks>
/// [N, in, H, W] becomes [N, out, h, w]; out * in / groups * kh * kw weights and out biases. Both begin evenly spread
/// over +-1 / sqrt(in / groups * kh * kw), PyTorch's default. LeCun et al., 1998; lectures S1, S2 L6, S3.
/// </remarks>
public sealed class Conv2d : Module
{
    private readonly Pair stride;
    private readonly Padding padding;
    private readonly Pair dilation;
    private readonly int groups;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the images.</param>
    /// <param name="outChannels">Filters, and maps of an image.</param>
    /// <param name="kernelSize">Rows and columns of a filter.</param>
    /// <param name="stride">From a look at the image to the next; 1 when null.</param>
    /// <param name="padding">Zeros around the image: one number, (height, width), four numbers or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From a place of the filter to the next; 1 when null.</param>
    /// <param name="groups">Shares of the channels that do not meet; it divides both channel numbers.</param>
    /// <param name="bias">Whether each map has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Conv2d(
        int inChannels, int outChannels, Pair kernelSize, Pair? stride = null, Padding padding = default, Pair? dilation = null, int groups = 1, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        this.stride = stride ?? 1;
        this.padding = padding;
        this.dilation = dilation ?? 1;
        this.groups = groups;
        ConvolutionStart.Check(nameof(Conv2d), inChannels, outChannels, kernelSize, this.stride, this.dilation, groups);
        double bound = ConvolutionStart.Bound(inChannels / groups, kernelSize);
        Weight = new Parameter(Tensor.Uniform(new Shape(outChannels, inChannels / groups, kernelSize.Height, kernelSize.Width), -bound, bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(outChannels), -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[out, in / groups, kh, kw].</summary>
    public Parameter Weight { get; }

    /// <summary>[out], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>From a look at the image to the next.</summary>
    public Pair Stride => stride;

    /// <summary>Zeros around the image.</summary>
    public Padding Padding => padding;

    /// <summary>From a place of the filter to the next.</summary>
    public Pair Dilation => dilation;

    /// <summary>Shares of the channels that do not meet.</summary>
    public int Groups => groups;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Conv2d(Weight, Bias, stride, padding, dilation, groups);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Conv2d({Weight.Shape[1] * groups}, {Weight.Shape[0]}, kernel ({Weight.Shape[2]}, {Weight.Shape[3]})"
        + ConvolutionStart.Text(stride, padding == default(Padding) ? null : $"{padding}", dilation, groups, Bias) + ")";
}
