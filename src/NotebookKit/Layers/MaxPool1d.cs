namespace NotebookKit.Layers;

/// <summary>Max pooling of signals [N, C, L] as a layer; see <see cref="Ops.MaxPool"/>.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; the window's size when null.</param>
/// <param name="padding">Places around the signal that never win.</param>
/// <param name="dilation">From place to place within a window.</param>
/// <param name="ceil">Rounds the size up: a last window may leave the signal.</param>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceil = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.MaxPool1d(kernel, stride, padding, dilation, ceil);
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool1d({kernel}, stride {stride ?? kernel})";
}
