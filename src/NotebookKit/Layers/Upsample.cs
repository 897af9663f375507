namespace NotebookKit.Layers;

/// <summary>Larger images as a layer; see <see cref="Ops.Interpolate"/>.</summary>
/// <param name="scale">By how much.</param>
/// <param name="mode">How numbers between the pixels are found.</param>
/// <param name="alignCorners">Puts the outermost pixels on those of the input.</param>
public sealed class Upsample(double scale, Interpolation mode = Interpolation.Nearest, bool alignCorners = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.InterpolateBy(scale, mode, alignCorners);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Upsample({scale}, {mode})";
}
