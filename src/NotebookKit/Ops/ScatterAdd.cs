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

        Tensor y = Tensor.Zeros(new Shape(sizes), x.DType);
        Check.Indices(nameof(ScatterAdd), indices, along, y.Shape);
        Tensor places = indices.Clone();
        (_, int middle, int inner) = AxisRuns.Around(y.Shape, along);
        x.Device.AddPicked(x.Detach().Contiguous(), places, middle, x.Shape[along], inner, y);
        return Gradient.Flows(x) ? y.From(new ScatterAdd(x, places, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Gather.Apply(gradient, axis, indices)];
}
