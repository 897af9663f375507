using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The numbers that indices name along an axis: y[.., k, ..] = x[.., indices[.., k, ..], ..].</summary>
/// <remarks>
/// Numbers of any kind [.., n, ..] and Int64 [.., k, ..] give the shape of the indices, which may be shorter than x along the other
/// axes but not longer. dL/dx adds up dL/dy where each number came from: <see cref="ScatterAdd"/>.
/// </remarks>
public sealed class Gather : GradientNode, IOp
{
    private readonly Tensor indices;
    private readonly int axis;
    private readonly int size;

    private Gather(Tensor x, Tensor indices, int axis)
        : base(x)
    {
        this.indices = indices;
        this.axis = axis;
        size = x.Shape[axis];
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            Tensor rows = Tensor.From([1L, 0L, 1L, 1L, 0L, 1L], new Shape(2, 3));
            yield return new OpCase("rows", [new(2, 3)], x => x[0].Gather(0, rows), x => [x[0][3], x[0][1], x[0][5], x[0][3], x[0][1], x[0][5]]);
            yield return new OpCase("columns", [new(2, 4)], x => x[0].Gather(-1, rows), x => [x[0][1], x[0][0], x[0][1], x[0][5], x[0][4], x[0][5]]);
            for (int axis = 0; axis < 3; axis++)
            {
                int along = axis;
                Shape shape = new(2, 3, 1);
                Tensor indices = ScatterAdd.Some(shape, along, count: 4);
                yield return new OpCase($"{shape} along {axis}", [shape], x => x[0].Gather(along, indices), x => Naive(x[0], shape, along, indices));
            }

            Tensor corner = Tensor.From([2L, -1L], new Shape(1, 2));
            yield return new OpCase("a corner", [new(3, 4)], x => x[0].Gather(0, corner), x => [x[0][8], x[0][9]]);
            yield return new OpCase("none", [new(2, 3)], x => x[0].Gather(1, Tensor.Zeros([2, 0], DType.Int64)), _ => []);
        }
    }

    /// <summary>The numbers named.</summary>
    /// <exception cref="ArgumentException">The indices are no Int64, do not fit, or lie outside the axis.</exception>
    public static Tensor Apply(Tensor x, int axis, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        int along = x.Shape.NormalAxis(axis);
        Tensor places = Places.Along(nameof(Gather), indices, along, x.Shape);
        Tensor part = Places.Narrow(x, places.Shape, along);
        Tensor y = Tensor.Empty(places.Shape, x.DType, x.Device);
        (_, int middle, int inner) = AxisRuns.Around(part.Shape, along);
        x.Device.Pick(part.Detach().Contiguous(), places, middle, places.Shape[along], inner, y);
        return Gradient.Flows(x) ? y.From(new Gather(part, places, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [ScatterAdd.Apply(gradient, axis, indices, size)];

    private static double[] Naive(double[] x, Shape shape, int axis, Tensor indices)
    {
        long[] places = indices.ToArray<long>();
        return Positions.Fill(indices.Shape, place =>
        {
            int[] from = [.. place];
            from[axis] = (int)places[Positions.Element(place, indices.Shape)];
            return x[Positions.Element(from, shape)];
        });
    }
}
