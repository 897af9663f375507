namespace NotebookKit.Layers;

/// <summary>Columns back to images, as a layer; see <see cref="Ops.Fold"/>.</summary>
/// <param name="size">The height and width of the images.</param>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; 1 when null.</param>
/// <param name="padding">Zeros that were around the image.</param>
/// <param name="dilation">From place to place within a window; 1 when null.</param>
public sealed class Fold(Pair size, Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Fold(size, kernel, stride, padding, dilation);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Fold({size}, {kernel}, stride {stride ?? 1})";
}
