namespace NotebookKit.Layers;

/// <summary>
/// Average pooling to a given size as a layer, whatever the size of the images; 1 is global pooling. See
/// <see cref="Ops.AdaptivePool"/>.
/// </summary>
/// <param name="size">The height and width of the result.</param>
public sealed class AdaptiveAvgPool2d(Pair size) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.AdaptiveAvgPool2d(size);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveAvgPool2d({size})";
}
