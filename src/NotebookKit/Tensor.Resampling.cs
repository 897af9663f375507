using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Images in other sizes and arrangements, and normalised by their surroundings.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Interpolate"/>
    /// <param name="size">The new height and width.</param>
    /// <param name="mode">How numbers between the pixels are found.</param>
    /// <param name="alignCorners">Puts the outermost pixels on those of the input.</param>
    public Tensor Interpolate(Pair size, Interpolation mode = Interpolation.Nearest, bool alignCorners = false) => Ops.Interpolate.ToSize(this, size, mode, alignCorners);

    /// <summary>Images larger or smaller by a factor, sizes rounded down; see <see cref="Ops.Interpolate"/>.</summary>
    /// <inheritdoc cref="InterpolateBy(double, double, Interpolation, bool)"/>
    /// <param name="scale">The factor.</param>
    /// <param name="mode">How numbers between the pixels are found.</param>
    /// <param name="alignCorners">Puts the outermost pixels on those of the input.</param>
    public Tensor InterpolateBy(double scale, Interpolation mode = Interpolation.Nearest, bool alignCorners = false) => Ops.Interpolate.ByScale(this, scale, scale, mode, alignCorners);

    /// <summary>Images higher and wider by factors, sizes rounded down; see <see cref="Ops.Interpolate"/>.</summary>
    /// <param name="height">The factor of the height.</param>
    /// <param name="width">The factor of the width.</param>
    /// <param name="mode">How numbers between the pixels are found.</param>
    /// <param name="alignCorners">Puts the outermost pixels on those of the input.</param>
    public Tensor InterpolateBy(double height, double width, Interpolation mode, bool alignCorners = false) => Ops.Interpolate.ByScale(this, height, width, mode, alignCorners);

    /// <summary>Signals [N, C, L] in another length; see <see cref="Ops.Interpolate"/>.</summary>
    /// <param name="length">The new length.</param>
    /// <param name="mode">How numbers between the places are found.</param>
    /// <param name="alignCorners">Puts the first and last place on those of the input.</param>
    public Tensor Interpolate1d(int length, Interpolation mode = Interpolation.Linear, bool alignCorners = false) => Images.Lines(
        nameof(Interpolate1d), this, x => Ops.Interpolate.ToSize(x, (1, length), mode, alignCorners));

    /// <inheritdoc cref="Ops.DepthToSpace"/>
    /// <param name="factor">The side of a block.</param>
    public Tensor DepthToSpace(int factor) => Ops.DepthToSpace.Apply(this, factor);

    /// <summary>Blocks of pixels become channels: the inverse of <see cref="DepthToSpace"/>.</summary>
    /// <param name="factor">The side of a block.</param>
    public Tensor SpaceToDepth(int factor) => Ops.DepthToSpace.Inverse(this, factor);

    /// <inheritdoc cref="Ops.Unfold"/>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">From window to window; 1 when null.</param>
    /// <param name="padding">Zeros around the image.</param>
    /// <param name="dilation">From place to place within a window; 1 when null.</param>
    public Tensor Unfold(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null) => Ops.Unfold.Apply(this, kernel, stride ?? 1, padding, dilation ?? 1);

    /// <inheritdoc cref="Ops.Fold"/>
    /// <param name="size">The height and width of the image.</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">From window to window; 1 when null.</param>
    /// <param name="padding">Zeros that were around the image.</param>
    /// <param name="dilation">From place to place within a window; 1 when null.</param>
    public Tensor Fold(Pair size, Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null) => Ops.Fold.Apply(this, size, kernel, stride ?? 1, padding, dilation ?? 1);

    /// <inheritdoc cref="Ops.LocalResponseNorm"/>
    /// <param name="size">n: how many maps count, the own one in the middle.</param>
    /// <param name="alpha">How much the neighbours count.</param>
    /// <param name="beta">The power.</param>
    /// <param name="k">What keeps the quiet ones from being divided by 0.</param>
    public Tensor LocalResponseNorm(int size = 5, double alpha = 1e-4, double beta = 0.75, double k = 2) => Ops.LocalResponseNorm.Apply(this, size, alpha, beta, k);

    /// <summary>Local response normalisation by the n x n pixels around each pixel of a map; see <see cref="Ops.LocalResponseNorm"/>.</summary>
    /// <param name="size">n: the side of the window, its own pixel in the middle.</param>
    /// <param name="alpha">How much the neighbours count.</param>
    /// <param name="beta">The power.</param>
    /// <param name="k">What keeps the quiet ones from being divided by 0.</param>
    public Tensor LocalResponseNormWithinMaps(int size = 5, double alpha = 1e-4, double beta = 0.75, double k = 2) => Ops.LocalResponseNorm.WithinMaps(this, size, alpha, beta, k);
}
