namespace NotebookKit.Layers;

/// <summary>How a block uses one of its layers: the usual step is the layer's forward pass.</summary>
/// <param name="layer">One of the block's modules.</param>
/// <param name="input">What the layer gets.</param>
public delegate Tensor LayerStep(Module layer, Tensor input);

/// <summary>A module that is made of layers and says in <see cref="Walk"/> in which order they are used.</summary>
/// <remarks>
/// Whoever wants to look on, such as a summary that notes the shape after each layer or <see cref="LayerFeatures"/>, walks through with a step of
/// its own. When a layer does not fit, the message names it with its way through the model: <c>Layer layer2.0.conv1</c>.
/// </remarks>
public abstract class Block : Module
{
    private LayerStep? usual;

    /// <summary>The result for an input, each layer being used by <paramref name="step"/>.</summary>
    /// <param name="input">What the block gets.</param>
    /// <param name="step">Passes a layer's input through the layer.</param>
    public abstract Tensor Walk(Tensor input, LayerStep step);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A layer does not fit what it gets; the message names the layer.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Walk(input, usual ??= Run);
    }

    /// <summary>The name of one of its layers.</summary>
    internal string NameOf(Module layer) => Children().First(child => ReferenceEquals(child.Child, layer)).Name;

    private Tensor Run(Module layer, Tensor input)
    {
        try
        {
            return layer.Forward(input);
        }
        catch (ArgumentException e)
        {
            const string Start = "Layer ";
            bool isNamed = e.Message.StartsWith(Start, StringComparison.Ordinal);
            throw new ArgumentException(Start + NameOf(layer) + (isNamed ? $".{e.Message[Start.Length..]}" : $", {layer}: {e.Message}"), isNamed ? e.InnerException ?? e : e);
        }
    }
}
