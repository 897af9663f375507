namespace NotebookKit.Layers;

/// <summary>The rectified linear unit as a layer: y = max(0, x); see <see cref="Ops.Relu"/>.</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Relu();
    }

    /// <inheritdoc/>
    public override string ToString() => "ReLU()";
}
