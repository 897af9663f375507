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

    /// <summary>What is above 0 of a layer's result, an addend being added before: in one operation where the layer normalises a batch and nobody looks on.</summary>
    /// <param name="step">The step that <see cref="Walk"/> got.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What the layer gets.</param>
    /// <param name="addend">What is added to the layer's result, of the same shape; null for nothing.</param>
    internal static Tensor Rectified(LayerStep step, Module layer, Tensor input, Tensor? addend = null)
    {
        if (layer is BatchNorm norm && IsUsual(step) && step.Target is Block block)
        {
            try
            {
                return norm.Rectified(input, addend);
            }
            catch (ArgumentException e)
            {
                throw block.Named(layer, e);
            }
        }

        Tensor result = step(layer, input);
        return (addend is null ? result : result + addend).Relu();
    }

    /// <summary>Whether a step is the usual one, so that nobody sees what lies between two layers.</summary>
    internal static bool IsUsual(LayerStep step) => step.Target is Block block && ReferenceEquals(step, block.usual);

    private Tensor Run(Module layer, Tensor input)
    {
        try
        {
            return layer.Forward(input);
        }
        catch (ArgumentException e)
        {
            throw Named(layer, e);
        }
    }

    private ArgumentException Named(Module layer, ArgumentException e)
    {
        const string Start = "Layer ";
        bool isNamed = e.Message.StartsWith(Start, StringComparison.Ordinal);
        return new ArgumentException(Start + NameOf(layer) + (isNamed ? $".{e.Message[Start.Length..]}" : $", {layer}: {e.Message}"), isNamed ? e.InnerException ?? e : e);
    }
}
