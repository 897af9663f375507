using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The reverse of a slice: zeros of a shape, with the tensor in the place that the indices name.</summary>
/// <remarks>dL/dx is that part of dL/dy. It is the gradient of <see cref="Slice"/>.</remarks>
public sealed class Embed : GradientNode, IOp
{
    private readonly AxisIndex[] indices;

    private Embed(Tensor x, AxisIndex[] indices)
        : base(x) => this.indices = indices;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("into [4]", [new(2)], x => Apply(x[0], new Shape(4), [1..3]), x => [0, x[0][0], x[0][1], 0]);
            yield return new OpCase("a column", [new(2)], x => Apply(x[0], new Shape(2, 2), [Range.All, 1]), x => [0, x[0][0], 0, x[0][1]]);
        }
    }

    /// <summary>The tensor among zeros.</summary>
    public static Tensor Apply(Tensor x, Shape shape, AxisIndex[] indices)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = Tensor.Empty(shape, x.DType, x.Device);
        y.Device.Fill(y, 0);
        Tensor place = Slice.View(y, indices);
        if (place.Shape != x.Shape)
        {
            throw new ArgumentException($"Embed: the indices name a part of shape {place.Shape}, and the tensor is {x.Shape}.");
        }

        x.Device.Scatter(x.Bare, place);
        return Gradient.Flows(x) ? y.From(new Embed(x, indices)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Slice.Apply(gradient, indices)];
}
