using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Rows added up among zeros where indices name a place along an axis: y[.., indices[k], ..] += x[.., k, ..].</summary>
/// <remarks>[.., k, ..] and Int64 [k] give [.., n, ..], for every kind of number but Bool. Equal places add up in the order of k. dL/dx is dL/dy at each place: <see cref="IndexSelect"/>.</remarks>
public sealed class IndexAdd : GradientNode, IOp
{
    private readonly Tensor places;
    private readonly int axis;

    private IndexAdd(Tensor x, Tensor places, int axis)
        : base(x)
    {
        this.places = places;
        this.axis = axis;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            Tensor places = Tensor.From([2L, 0L, 2L]);
            yield return new OpCase("numbers", [new(3)], x => Apply(x[0], 0, places, 4), x => [x[0][1], 0, x[0][0] + x[0][2], 0]);
            yield return new OpCase("rows", [new(3, 2)], x => Apply(x[0], 0, places, 3), x => [x[0][2], x[0][3], 0, 0, x[0][0] + x[0][4], x[0][1] + x[0][5]]);
            yield return new OpCase("columns", [new(2, 3)], x => Apply(x[0], 1, places, 3), x => [x[0][1], 0, x[0][0] + x[0][2], x[0][4], 0, x[0][3] + x[0][5]]);
            yield return new OpCase("none", [new(0)], x => Apply(x[0], 0, Tensor.From(Array.Empty<long>()), 2), _ => [0, 0]);
        }
    }

    /// <summary>The sums, in an axis of the given size.</summary>
    /// <exception cref="ArgumentException">There is not one index a row, or one lies outside the axis.</exception>
    public static Tensor Apply(Tensor x, int axis, Tensor indices, int size)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        Kinds.Numbers(nameof(IndexAdd), x);
        int along = x.Shape.NormalAxis(axis);
        if (indices.Rank != 1 || indices.Count != x.Shape[along])
        {
            throw new ArgumentException($"IndexAdd: axis {axis} of {x.Shape} needs one index a place, [{x.Shape[along]}], and these are {indices.Shape}.");
        }

        int[] sizes = x.Shape.ToArray();
        sizes[along] = size;
        Shape shape = new(sizes);
        Tensor places = Places.Of(nameof(IndexAdd), indices, along, shape);
        Tensor y = Tensor.Empty(shape, x.DType, x.Device);
        y.Device.Fill(y, 0);
        (int outer, int middle, int inner) = AxisRuns.Around(shape, along);
        x.Device.AddRows(x.Detach().Contiguous(), places, outer, middle, inner, y);
        return Gradient.Flows(x) ? y.From(new IndexAdd(x, places, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [IndexSelect.Apply(gradient, axis, places)];
}
