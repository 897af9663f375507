namespace NotebookKit.Layers;

/// <summary>Local response normalisation as a layer, by default AlexNet's across 5 maps; see <see cref="Ops.LocalResponseNorm"/>.</summary>
/// <param name="size">n: how many maps, or the side of the window within a map.</param>
/// <param name="alpha">How much the neighbours count: alpha times the sum, where PyTorch's layer takes alpha / n.</param>
/// <param name="beta">The power.</param>
/// <param name="k">What keeps the quiet ones from being divided by 0.</param>
/// <param name="withinMaps">Looks at neighbouring pixels of a map instead of neighbouring maps.</param>
public sealed class LocalResponseNorm(int size = 5, double alpha = 1e-4, double beta = 0.75, double k = 2, bool withinMaps = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return withinMaps ? input.LocalResponseNormWithinMaps(size, alpha, beta, k) : input.LocalResponseNorm(size, alpha, beta, k);
    }

    /// <inheritdoc/>
    public override string ToString() => $"LocalResponseNorm({size}{(withinMaps ? ", within maps" : string.Empty)})";
}
