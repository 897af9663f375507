using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>An axis in reverse order: y[.., i, ..] = x[.., n - 1 - i, ..]. The shape stays. dL/dx is dL/dy flipped back.</summary>
/// <remarks>A copy: views step forwards only, so that every kernel may rely on it; the backward steps live inside this operation alone.</remarks>
public sealed class Flip : GradientNode, IOp
{
    private readonly int axis;

    private Flip(Tensor x, int axis)
        : base(x) => this.axis = axis;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(5), new(4, 3), new(2, 5, 3), new(1, 1), new(2, 0, 3) })
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    int along = axis;
                    yield return new OpCase($"{shape} along {axis}", [shape], x => x[0].Flip(along - shape.Rank), x => Naive(x[0], shape, along));
                }
            }
        }
    }

    /// <summary>The axis reversed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Apply(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int along = x.Shape.NormalAxis(axis);
        Tensor y = Tensor.Empty(x.Shape, x.DType, x.Device);
        if (x.Count > 0)
        {
            int[] strides = x.Strides.ToArray();
            int last = x.Offset + ((x.Shape[along] - 1) * strides[along]);
            strides[along] = -strides[along];
            x.Device.Gather(new Tensor(x.Storage, x.Shape, strides, last, x.Device), y);
        }

        return Gradient.Flows(x) ? y.From(new Flip(x, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Flip(axis)];

    private static double[] Naive(double[] x, Shape shape, int axis) => Positions.Fill(shape, place =>
    {
        int[] from = [.. place];
        from[axis] = shape[axis] - 1 - place[axis];
        return x[Positions.Element(from, shape)];
    });
}
