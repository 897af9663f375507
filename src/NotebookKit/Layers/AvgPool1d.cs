namespace NotebookKit.Layers;

/// <summary>Average pooling of signals [N, C, L] as a layer; see <see cref="Ops.AvgPool"/>.</summary>
/// <param name="kernel">The window.</param>
/// <param name="stride">From window to window; the window's size when null.</param>
/// <param name="padding">Zeros around the signal.</param>
/// <param name="ceil">Rounds the size up: a last window may leave the signal.</param>
/// <param name="countPadding">Divides by all places of the window; by those in the signal when false.</param>
public sealed class AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceil = false, bool countPadding = true) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.AvgPool1d(kernel, stride, padding, ceil, countPadding);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool1d({kernel}, stride {stride ?? kernel})";
}
