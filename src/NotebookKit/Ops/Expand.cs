using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Repeats axes of size 1 up to a shape, without copying: their steps become 0.</summary>
/// <remarks>dL/dx is dL/dy summed along the repeated axes.</remarks>
public sealed class Expand : GradientNode, IOp
{
    private readonly Shape shape;

    private Expand(Tensor x)
        : base(x) => shape = x.Shape;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("[3] to [2, 3]", [new(3)], x => x[0].Expand(new Shape(2, 3)), x => [.. x[0], .. x[0]]);
            yield return new OpCase("[2, 1] to [2, 2]", [new(2, 1)], x => x[0].Expand(new Shape(2, 2)), x => [x[0][0], x[0][0], x[0][1], x[0][1]]);
            yield return new OpCase("[] to [3]", [new([])], x => x[0].Expand(new Shape(3)), x => [x[0][0], x[0][0], x[0][0]]);
            yield return new OpCase("[1] to [0]", [new(1)], x => x[0].Expand(new Shape(0)), _ => []);
        }
    }

    /// <summary>The tensor seen in a larger shape.</summary>
    /// <exception cref="ArgumentException">An axis that is not 1 would have to change.</exception>
    public static Tensor Apply(Tensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape == shape)
        {
            return x;
        }

        if (Broadcasting.Join(nameof(Expand), x.Shape, shape) != shape)
        {
            throw new ArgumentException($"Expand: {x.Shape} cannot become {shape}: only axes of size 1 repeat.");
        }

        Span<int> strides = stackalloc int[shape.Rank];
        strides.Clear();
        int missing = shape.Rank - x.Rank;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            strides[missing + axis] = x.Shape[axis] == shape[missing + axis] ? x.Strides[axis] : 0;
        }

        Tensor y = new(x.Storage, shape, strides, x.Offset, x.Device);
        return Gradient.Flows(x) ? y.From(new Expand(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => OperandGradients.Of(Broadcasting.SumTo(gradient, shape));
}
