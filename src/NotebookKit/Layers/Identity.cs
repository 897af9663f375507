namespace NotebookKit.Layers;

/// <summary>The layer that changes nothing: it stands where a model may or may not have one.</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input;
    }

    /// <inheritdoc/>
    public override string ToString() => "Identity()";
}
