namespace NotebookKit.Layers;

/// <summary>Lays out each example as one row: [N, 1, 28, 28] becomes [N, 784].</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Flatten(1);
    }

    /// <inheritdoc/>
    public override string ToString() => "Flatten()";
}
