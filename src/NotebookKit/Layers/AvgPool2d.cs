namespace NotebookKit.Layers;

/// <summary>Average pooling as a layer: the mean of each window; see <see cref="Ops.AvgPool"/>.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; the window's size when null.</param>
/// <param name="padding">Zeros around the image.</param>
/// <param name="ceil">Rounds the size up: a last window may leave the image.</param>
/// <param name="countPadding">Divides by all places of the window; by those in the image when false.</param>
public sealed class AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceil = false, bool countPadding = true) : Module
{
    /// <summary>The window.</summary>
    public Pair Kernel => kernel;

    /// <summary>From window to window.</summary>
    public Pair Stride => stride ?? kernel;

    /// <summary>Zeros around the image.</summary>
    public Pair Padding => padding;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.AvgPool2d(kernel, stride, padding, ceil, countPadding);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool2d({kernel}, stride {stride ?? kernel})";
}
