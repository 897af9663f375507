using NotebookKit.Gradients;

namespace NotebookKit.Layers;

/// <summary>A fully connected layer whose weights are learned as length and direction, W = g V / |V|; see <see cref="Ops.WeightNorm"/>.</summary>
/// <remarks>It begins with the weights of the layer that it is made of. Salimans and Kingma, 2016; lecture S1.</remarks>
public sealed class WeightNorm : Module
{
    /// <summary>Takes over the weights and the bias of a layer.</summary>
    public WeightNorm(Linear layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using IDisposable off = Gradient.Off();
        Direction = new Parameter(layer.Weight.Clone());
        Length = new Parameter(layer.Weight.Square().Sum(1).Sqrt());
        Bias = layer.Bias;
    }

    /// <summary>V, [outputs, inputs].</summary>
    public Parameter Direction { get; }

    /// <summary>g, [outputs].</summary>
    public Parameter Length { get; }

    /// <summary>[outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>W, the weights in use.</summary>
    public Tensor Weight => Direction.WeightNorm(Length);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Linear(Weight, Bias);
    }
}
