namespace NotebookKit.Layers;

/// <summary>Pooling by the root of the sum of squares as a layer; see <see cref="Ops.LpPool"/>.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; the window's size when null.</param>
/// <param name="padding">Zeros around the image.</param>
/// <param name="ceil">Rounds the size up: a last window may leave the image.</param>
public sealed class L2Pool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceil = false) : Module
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
        return input.L2Pool2d(kernel, stride, padding, ceil);
    }

    /// <inheritdoc/>
    public override string ToString() => $"L2Pool2d({kernel}, stride {stride ?? kernel})";
}
