using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Upsampling that is learned: each pixel of x puts a copy of the kernel, times its number, into y, s pixels from the last one's; overlaps add up.</summary>
/// <remarks>
/// Maps [N, C, h, w] and weights [C, K / groups, kh, kw] give images [N, K, H, W] with H = (h - 1) s - 2p + r (kh - 1) + 1 + o:
/// the padding p cuts the border off, the output padding o adds to its end. It is the transpose of <see cref="Convolution"/>,
/// &lt;conv(x), y&gt; = &lt;x, transposed(y)&gt;, and so its gradients: dL/dx is the convolution of dL/dy, dL/dw is
/// <see cref="ConvolutionWeights"/> with the two changed over. Zeiler et al., 2010; lecture S2 L7.
/// </remarks>
public sealed class TransposedConvolution : GradientNode, IOp
{
    private readonly KnownGeometry geometry;
    private Saved input;
    private Saved weights;

    private TransposedConvolution(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry)
        : base(x, weight, bias)
    {
        this.geometry = KnownGeometry.Of(geometry);
        input = Needs(1) ? new Saved(x) : default;
        weights = Needs(0) ? new Saved(weight) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => ConvolutionCases.All.Select(c => new OpCase(
        c.Name,
        c.Bias ? [c.Maps, c.Weights, new(c.Geometry.Channels)] : [c.Maps, c.Weights],
        x => Apply(x[0], x[1], c.Bias ? x[2] : null, c.Geometry),
        x => ConvolutionCases.ImagesOf(c.Geometry, x[0], x[1], c.Bias ? x[2] : null)));

    /// <summary>The transposed convolution of maps.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Pair stride, Pair padding, Pair outputPadding, int groups, Pair dilation)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Apply(x, weight, bias, ConvolutionSizes.Transposed("ConvTranspose2d", x, weight, bias, stride, padding, outputPadding, groups, dilation));
    }

    /// <summary>The transposed convolution of signals [N, C, L] with weights [C, K / groups, k], as images of one row.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor ApplyToSignals(Tensor x, Tensor weight, Tensor? bias, int stride, int padding, int outputPadding, int groups, int dilation)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ConvolutionGeometry geometry = ConvolutionSizes.Transposed(
            "ConvTranspose1d", x, weight, bias, (1, stride), (0, padding), (0, outputPadding), groups, (1, dilation));
        return SignalView.OfImages(Apply(SignalView.AsImages(x), weight.Unsqueeze(2), bias, geometry));
    }

    /// <summary>The transposed convolution, of sizes that were checked: x are the geometry's maps, the result its images.</summary>
    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry)
    {
        Check.SameFloats(nameof(TransposedConvolution), x, weight);
        Tensor y = ChannelsLast.Empty(new Shape(geometry.Images, geometry.Channels, geometry.Height, geometry.Width), x.DType, x.Device);
        x.Device.ConvolveTransposed(geometry, x, weight.Bare, bias?.Bare, y);
        return Gradient.Flows(x, weight) || (bias is not null && Gradient.Flows(bias)) ? y.From(new TransposedConvolution(x, weight, bias, geometry)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? Convolution.Apply(gradient, weights.Tensor, null, geometry.Sizes) : null,
        Needs(1) ? ConvolutionWeights.Apply(gradient, input.Tensor, geometry.Sizes) : null,
        Needs(2) ? ChannelsLast.SumOfPixels(gradient) : null,
    ];

    /// <inheritdoc/>
    protected override void Forget() => input = weights = default;
}
