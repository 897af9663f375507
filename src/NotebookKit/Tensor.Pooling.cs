using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Pooling of images [N, C, H, W] and signals [N, C, L], and the ways back up.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.MaxPool"/>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">From window to window; the window's size when null.</param>
    /// <param name="padding">Places around the image that never win; at most half a window.</param>
    /// <param name="dilation">From place to place within a window; 1 when null.</param>
    /// <param name="ceil">Rounds the size up: a last window may leave the image.</param>
    public Tensor MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceil = false) =>
        MaxPool.Apply(this, kernel, stride, padding, dilation ?? 1, ceil);

    /// <summary>Max pooling, and where each number stood: row times width plus column, Int64, for <see cref="MaxUnpool2d"/>.</summary>
    /// <inheritdoc cref="MaxPool2d"/>
    public (Tensor Values, Tensor Positions) MaxPool2dWithPositions(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceil = false) =>
        MaxPool.WithPositions(this, kernel, stride, padding, dilation ?? 1, ceil);

    /// <summary>Max pooling of signals [N, C, L]; see <see cref="MaxPool2d"/>.</summary>
    /// <inheritdoc cref="MaxPool2d"/>
    public Tensor MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceil = false) => Images.Lines(
        nameof(MaxPool1d), this, x => MaxPool.Apply(x, (1, kernel), (1, stride ?? kernel), (0, padding), (1, dilation), ceil));

    /// <inheritdoc cref="Ops.AvgPool"/>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">From window to window; the window's size when null.</param>
    /// <param name="padding">Zeros around the image; at most half a window.</param>
    /// <param name="ceil">Rounds the size up: a last window may leave the image.</param>
    /// <param name="countPadding">Divides by all places of the window; by those in the image when false.</param>
    public Tensor AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceil = false, bool countPadding = true) =>
        AvgPool.Apply(this, kernel, stride, padding, ceil, countPadding);

    /// <summary>Average pooling of signals [N, C, L]; see <see cref="AvgPool2d"/>.</summary>
    /// <inheritdoc cref="AvgPool2d"/>
    public Tensor AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceil = false, bool countPadding = true) => Images.Lines(
        nameof(AvgPool1d), this, x => AvgPool.Apply(x, (1, kernel), (1, stride ?? kernel), (0, padding), ceil, countPadding));

    /// <summary>Pooling by the root of the sum of squares; see <see cref="LpPool2d"/>.</summary>
    /// <inheritdoc cref="LpPool2d"/>
    public Tensor L2Pool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceil = false) => LpPool.Apply(this, 2, kernel, stride, padding, ceil);

    /// <inheritdoc cref="Ops.LpPool"/>
    /// <param name="p">Which norm: 1 or more.</param>
    /// <param name="kernel">The window.</param>
    /// <param name="stride">From window to window; the window's size when null.</param>
    /// <param name="padding">Zeros around the image; at most half a window.</param>
    /// <param name="ceil">Rounds the size up: a last window may leave the image.</param>
    public Tensor LpPool2d(double p, Pair kernel, Pair? stride = null, Pair padding = default, bool ceil = false) => LpPool.Apply(this, p, kernel, stride, padding, ceil);

    /// <inheritdoc cref="Ops.WeightedAvgPool"/>
    /// <param name="weights">[kernel height, kernel width], of any sum but 0.</param>
    /// <param name="stride">From window to window; the window's size when null.</param>
    /// <param name="padding">Zeros around the image; at most half a window.</param>
    public Tensor WeightedAvgPool2d(Tensor weights, Pair? stride = null, Pair padding = default) => WeightedAvgPool.Apply(this, weights, stride, padding);

    /// <summary>Average pooling to a given size; see <see cref="AdaptivePool"/>.</summary>
    /// <inheritdoc cref="AdaptivePool.Average"/>
    public Tensor AdaptiveAvgPool2d(Pair size) => AdaptivePool.Average(this, size);

    /// <summary>Max pooling to a given size; see <see cref="AdaptivePool"/>.</summary>
    /// <inheritdoc cref="AdaptivePool.Max"/>
    public Tensor AdaptiveMaxPool2d(Pair size) => AdaptivePool.Max(this, size);

    /// <summary>Average pooling of signals [N, C, L] to a given length; see <see cref="AdaptivePool"/>.</summary>
    public Tensor AdaptiveAvgPool1d(int size) => Images.Lines(nameof(AdaptiveAvgPool1d), this, x => AdaptivePool.Average(x, (1, size)));

    /// <summary>Max pooling of signals [N, C, L] to a given length; see <see cref="AdaptivePool"/>.</summary>
    public Tensor AdaptiveMaxPool1d(int size) => Images.Lines(nameof(AdaptiveMaxPool1d), this, x => AdaptivePool.Max(x, (1, size)));

    /// <summary>The mean of each map: [N, C, H, W] becomes [N, C, 1, 1]. Flatten(1) then gives rows of C numbers.</summary>
    public Tensor GlobalAvgPool2d() => AdaptivePool.Average(this, 1);

    /// <inheritdoc cref="Ops.MaxUnpool"/>
    /// <param name="positions">Those that <see cref="MaxPool2dWithPositions"/> gave.</param>
    /// <param name="size">The height and width of the result: those that the pooling was given.</param>
    public Tensor MaxUnpool2d(Tensor positions, Pair size) => MaxUnpool.Apply(this, positions, size);

    /// <summary>Each number all over a block: nearest-neighbour unpooling; see <see cref="Unpool"/>.</summary>
    /// <param name="factor">The block.</param>
    public Tensor NearestUnpool2d(Pair factor) => Unpool.Nearest(this, factor);

    /// <summary>Each number in the upper left of a block of zeros: bed-of-nails unpooling; see <see cref="Unpool"/>.</summary>
    /// <param name="factor">The block.</param>
    public Tensor BedOfNails2d(Pair factor) => Unpool.BedOfNails(this, factor);

    /// <summary>RoI pooling: the largest number of each bin of each box; see <see cref="Ops.RoiPool"/>.</summary>
    /// <param name="boxes">[K, 5]: number of the image, x1, y1, x2, y2.</param>
    /// <param name="size">The grid that each box becomes.</param>
    /// <param name="scale">Pixels of this map for each pixel that the boxes count.</param>
    public Tensor RoiPool(Tensor boxes, Pair size, double scale = 1) => Ops.RoiPool.Max(this, boxes, size, scale);

    /// <summary>RoI align: the mean of samples in each bin of each box; see <see cref="Ops.RoiPool"/>.</summary>
    /// <param name="boxes">[K, 5]: number of the image, x1, y1, x2, y2.</param>
    /// <param name="size">The grid that each box becomes.</param>
    /// <param name="scale">Pixels of this map for each pixel that the boxes count.</param>
    /// <param name="samples">Samples of a bin along each axis; as many as it has pixels, rounded up, when 0.</param>
    /// <param name="aligned">Takes the middle of a pixel for its place, half a pixel less.</param>
    public Tensor RoiAlign(Tensor boxes, Pair size, double scale = 1, int samples = 0, bool aligned = false) => Ops.RoiPool.Align(this, boxes, size, scale, samples, aligned);
}
