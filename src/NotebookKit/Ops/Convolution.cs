using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>A convolution layer before its activation: y[n, k, i, j] = b_k + sum over c, u, v of w[k, c, u, v] x[n, c, i s + u r - p, j s + v r - p].</summary>
/// <remarks>
/// Images [N, C, H, W] and weights [K, C / groups, kh, kw] give maps [N, K, h, w] with h = (H + 2p - r (kh - 1) - 1) / s + 1
/// rounded down; outside the image there are zeros. As in most libraries the kernel is not flipped: it is the
/// cross-correlation. dL/dx is the <see cref="TransposedConvolution"/> of dL/dy, dL/dw is <see cref="ConvolutionWeights"/>, dL/db
/// the sum of dL/dy over images and pixels. LeCun et al., 1998; lectures S1, S2 L6, S3; groups S2 L11, dilation r S2 L8.
/// </remarks>
public sealed class Convolution : GradientNode, IOp
{
    private readonly KnownGeometry geometry;
    private Saved input;
    private Saved weights;

    private Convolution(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry)
        : base(x, weight, bias)
    {
        this.geometry = KnownGeometry.Of(geometry);
        input = Needs(1) ? new Saved(x) : default;
        weights = Needs(0) ? new Saved(weight) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => ConvolutionCases.All.Select(c => new OpCase(
        c.Name,
        c.Bias ? [c.Images, c.Weights, new(c.Geometry.Filters)] : [c.Images, c.Weights],
        x => Apply(x[0], x[1], c.Bias ? x[2] : null, c.Geometry),
        x => ConvolutionCases.Maps(c.Geometry, x[0], x[1], c.Bias ? x[2] : null)));

    /// <summary>The convolution of images.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Pair stride, Padding padding, Pair dilation, int groups)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Apply(x, weight, bias, ConvolutionSizes.Forward("Conv2d", x, weight, bias, stride, padding, dilation, groups));
    }

    /// <summary>The convolution of signals [N, C, L] with weights [K, C / groups, k], as images of one row.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor ApplyToSignals(Tensor x, Tensor weight, Tensor? bias, int stride, Padding padding, int dilation, int groups)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        ConvolutionGeometry geometry = ConvolutionSizes.Forward("Conv1d", x, weight, bias, (1, stride), padding, (1, dilation), groups);
        return SignalView.OfImages(Apply(SignalView.AsImages(x), weight.Unsqueeze(2), bias, geometry));
    }

    /// <summary>The convolution, of sizes that were checked.</summary>
    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, in ConvolutionGeometry geometry)
    {
        Check.SameFloats(nameof(Convolution), x, weight);
        Tensor y = ChannelsLast.Empty(new Shape(geometry.Images, geometry.Filters, geometry.MapHeight, geometry.MapWidth), x.DType, x.Device);
        x.Device.Convolve(geometry, x, weight.Bare, bias?.Bare, y);
        return Gradient.Flows(x, weight) || (bias is not null && Gradient.Flows(bias)) ? y.From(new Convolution(x, weight, bias, geometry)) : y;
    }

    /// <inheritdoc/>
    internal override bool GivesOwn => true;

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        // The image last: the operation before this one reads its gradient next, while it is still in the cache.
        Tensor? weight = Needs(1) ? ConvolutionWeights.Apply(input.Tensor, gradient, geometry.Sizes, RoomForWeights(gradient)) : null;
        Tensor? bias = Needs(2) ? ChannelsLast.SumOfPixels(gradient) : null;
        Tensor? image = Needs(0) ? TransposedConvolution.Apply(gradient, weights.Tensor, null, geometry.Sizes) : null;
        return OperandGradients.Of(image, weight, bias);
    }

    /// <inheritdoc/>
    protected override void Forget() => input = weights = default;

    private Tensor RoomForWeights(Tensor gradient) => Room(1, ConvolutionWeights.ShapeOf(geometry.Sizes), gradient.DType, gradient.Device);
}
