namespace NotebookKit.Layers;

/// <summary>Windows as columns, as a layer; see <see cref="Ops.Unfold"/>.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; 1 when null.</param>
/// <param name="padding">Zeros around the image.</param>
/// <param name="dilation">From place to place within a window; 1 when null.</param>
public sealed class Unfold(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Unfold(kernel, stride, padding, dilation);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Unfold({kernel}, stride {stride ?? 1})";
}
