using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>The gradient of a convolution's weights: w[k, c, u, v] = sum over n, i, j of y[n, k, i, j] x[n, c, i s + u r - p, j s + v r - p].</summary>
/// <remarks>
/// A weight is used at every pixel of every image, so its gradient is the sum of what all of them ask for. Images
/// [N, C, H, W] and the gradient of their maps [N, K, h, w] give [K, C / groups, kh, kw]. It is linear in both: dL/dx is the
/// <see cref="TransposedConvolution"/> of y and dL/dy the <see cref="Convolution"/> of x, with dL/dw as weights. Lectures S1, S2 L6.
/// </remarks>
public sealed class ConvolutionWeights : GradientNode, IOp
{
    private readonly KnownGeometry geometry;
    private Saved images;
    private Saved maps;

    private ConvolutionWeights(Tensor x, Tensor y, in ConvolutionGeometry geometry)
        : base(x, y)
    {
        this.geometry = KnownGeometry.Of(geometry);
        images = Needs(1) ? new Saved(x) : default;
        maps = Needs(0) ? new Saved(y) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => ConvolutionCases.All.Select(c => new OpCase(
        c.Name,
        [c.Images, c.Maps],
        x => Apply(x[0], x[1], c.Geometry),
        x => ConvolutionCases.WeightsOf(c.Geometry, x[0], x[1])));

    /// <summary>The shape of the weights.</summary>
    internal static Shape ShapeOf(in ConvolutionGeometry geometry) => new(geometry.Filters, geometry.ChannelsInGroup, geometry.KernelHeight, geometry.KernelWidth);

    /// <summary>The gradient, of sizes that were checked.</summary>
    /// <param name="x">The images.</param>
    /// <param name="y">The gradient of their maps.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="room">Where to write it, in order; new room when null.</param>
    internal static Tensor Apply(Tensor x, Tensor y, in ConvolutionGeometry geometry, Tensor? room = null)
    {
        Check.SameFloats(nameof(ConvolutionWeights), x, y);
        Tensor w = room ?? Tensor.Empty(ShapeOf(geometry), x.DType, x.Device);
        x.Device.ConvolutionWeights(geometry, x, y, w);
        return Gradient.Flows(x, y) ? w.From(new ConvolutionWeights(x, y, geometry)) : w;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? TransposedConvolution.Apply(maps.Tensor, gradient, null, geometry.Sizes) : null,
        Needs(1) ? Convolution.Apply(images.Tensor, gradient, null, geometry.Sizes) : null,
    ];

    /// <inheritdoc/>
    protected override void Forget() => images = maps = default;
}
