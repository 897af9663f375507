namespace NotebookKit.Layers;

/// <summary>A convolution layer for signals, text and time series: each of its filters slides along them and gives one signal; see <see cref="Ops.Convolution"/>.</summary>
/// <remarks>
/// [N, in, L] becomes [N, out, l]; out * in / groups * k weights and out biases. Both begin evenly spread over
/// +-1 / sqrt(in / groups * k), PyTorch's default. Lectures S1, S2 L6.
/// </remarks>
public sealed class Conv1d : Module
{
    private readonly int stride;
    private readonly Padding padding;
    private readonly int dilation;
    private readonly int groups;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the signals.</param>
    /// <param name="outChannels">Filters.</param>
    /// <param name="kernelSize">Length of a filter.</param>
    /// <param name="stride">From a look at the signal to the next.</param>
    /// <param name="padding">Zeros around the signal: one number, <see cref="Padding.Between"/> or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From a place of the filter to the next.</param>
    /// <param name="groups">Shares of the channels that do not meet; it divides both channel numbers.</param>
    /// <param name="bias">Whether each filter has a bias.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public Conv1d(
        int inChannels, int outChannels, int kernelSize, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.groups = groups;
        ConvolutionStart.Check(nameof(Conv1d), inChannels, outChannels, kernelSize, stride, dilation, groups);
        double bound = ConvolutionStart.Bound(inChannels / groups, (1, kernelSize));
        Weight = new Parameter(Tensor.Uniform(new Shape(outChannels, inChannels / groups, kernelSize), -bound, bound, rng, dtype));
        Bias = bias ? new Parameter(Tensor.Uniform(new Shape(outChannels), -bound, bound, rng, dtype)) : null;
    }

    /// <summary>[out, in / groups, k].</summary>
    public Parameter Weight { get; }

    /// <summary>[out], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Conv1d(Weight, Bias, stride, padding, dilation, groups);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"Conv1d({Weight.Shape[1] * groups}, {Weight.Shape[0]}, kernel {Weight.Shape[2]}"
        + ConvolutionStart.Text(stride, padding == default(Padding) ? null : $"{padding}", dilation, groups, Bias) + ")";
}
