using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Numbers added up among zeros where indices name a place along an axis: y[.., indices[.., k, ..], ..] += x[.., k, ..].</summary>
/// <remarks>Floats and Int64 of one shape [.., k, ..] give [.., n, ..]. dL/dx is dL/dy at each place: <see cref="Gather"/>.</remarks>
public sealed class ScatterAdd : GradientNode, IOp
{
    private readonly Tensor indices;
    private readonly int axis;

    private ScatterAdd(Tensor x, Tensor indices, int axis)
        : base(x)
    {
        this.indices = indices;
        this.axis = axis;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            Tensor rows = Tensor.From([1L, 0L, 1L, 1L, 0L, 1L], new Shape(2, 3));
            yield return new OpCase("rows", [new(2, 3)], x => Apply(x[0], 0, rows, 2), x => [0, x[0][1] + x[0][4], 0, x[0][0] + x[0][3], 0, x[0][2] + x[0][5]]);
            yield return new OpCase("columns", [new(2, 3)], x => Apply(x[0], 1, rows, 2), x => [x[0][1], x[0][0] + x[0][2], x[0][4], x[0][3] + x[0][5]]);
            for (int axis = 0; axis < 3; axis++)
            {
                int along = axis;
                Shape target = new(2, 3, 1);
                Tensor indices = Some(target, along, count: 4);
                yield return new OpCase($"{indices.Shape} along {axis}", [indices.Shape], x => Apply(x[0], along, indices, target[along]), x => Naive(x[0], target, along, indices));
            }
        }
    }

    /// <summary>The sums, in an axis of the given size.</summary>
    /// <exception cref="ArgumentException">The indices are no Int64, do not fit, or lie outside the axis.</exception>
    public static Tensor Apply(Tensor x, int axis, Tensor indices, int size)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        Check.Floats(nameof(ScatterAdd), x);
        int along = x.Shape.NormalAxis(axis);
        int[] sizes = x.Shape.ToArray();
        sizes[along] = size;
        if (indices.Shape != x.Shape)
        {
            throw new ArgumentException($"ScatterAdd: the indices {indices.Shape} must name one place for each number of {x.Shape}.");
        }

        Tensor y = Tensor.Empty(new Shape(sizes), x.DType, x.Device);
        y.Device.Fill(y, 0);
        Check.Indices(nameof(ScatterAdd), indices, along, y.Shape);
        Tensor places = indices.Clone();
        (_, int middle, int inner) = AxisRuns.Around(y.Shape, along);
        x.Device.AddPicked(x.Detach().Contiguous(), places, middle, x.Shape[along], inner, y);
        return Gradient.Flows(x) ? y.From(new ScatterAdd(x, places, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Gather.Apply(gradient, axis, indices)];

    /// <summary>Indices into an axis of a shape, that many along it, for checks.</summary>
    internal static Tensor Some(Shape shape, int axis, int count)
    {
        int[] sizes = shape.ToArray();
        sizes[axis] = count;
        long[] places = new long[new Shape(sizes).Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = ((5 * i) + 1) % shape[axis];
        }

        return Tensor.From(places, sizes);
    }

    private static double[] Naive(double[] x, Shape target, int axis, Tensor indices)
    {
        long[] places = indices.ToArray<long>();
        double[] y = new double[target.Count];
        for (int i = 0; i < x.Length; i++)
        {
            int[] to = Positions.Of(i, indices.Shape);
            to[axis] = (int)places[i];
            y[Positions.Element(to, target)] += x[i];
        }

        return y;
    }
}
