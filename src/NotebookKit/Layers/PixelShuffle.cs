namespace NotebookKit.Layers;

/// <summary>Sub-pixel upsampling as a layer: r^2 channels become blocks of r x r pixels; see <see cref="Ops.DepthToSpace"/>.</summary>
/// <param name="factor">r.</param>
public sealed class PixelShuffle(int factor) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.DepthToSpace(factor);
    }

    /// <inheritdoc/>
    public override string ToString() => $"PixelShuffle({factor})";
}
