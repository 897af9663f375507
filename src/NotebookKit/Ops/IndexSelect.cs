using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The rows that indices name along an axis: y[.., k, ..] = x[.., indices[k], ..].</summary>
/// <remarks>[.., n, ..] and Int64 [k] give [.., k, ..], for every kind of number. dL/dx adds up dL/dy where each row came from: <see cref="IndexAdd"/>.</remarks>
public sealed class IndexSelect : GradientNode, IOp
{
    private readonly Tensor places;
    private readonly int axis;
    private readonly int size;

    private IndexSelect(Tensor x, Tensor places, int axis)
        : base(x)
    {
        this.places = places;
        this.axis = axis;
        size = x.Shape[axis];
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(3), new(2, 4), new(2, 3, 1), new(0, 2) })
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    int along = axis;
                    long[] places = shape[axis] == 0 ? [] : [1 % shape[axis], 0, -1, 0];
                    int[] sizes = shape.ToArray();
                    sizes[axis] = places.Length;
                    yield return new OpCase(
                        $"{shape} along {axis}",
                        [shape],
                        x => x[0].IndexSelect(along, Tensor.From(places)),
                        x => Positions.Fill(sizes, at =>
                        {
                            int[] from = [.. at];
                            from[along] = (int)((places[at[along]] + shape[along]) % shape[along]);
                            return x[0][Positions.Element(from, shape)];
                        }));
                }
            }
        }
    }

    /// <summary>The rows named.</summary>
    /// <exception cref="ArgumentException">The indices are no row of Int64, or one lies outside the axis.</exception>
    public static Tensor Apply(Tensor x, int axis, Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        int along = x.Shape.NormalAxis(axis);
        if (indices.Rank != 1)
        {
            throw new ArgumentException($"IndexSelect: takes a row of indices for axis {axis} of {x.Shape}, and these are {indices.Shape}; Flatten them, or use Gather.");
        }

        Tensor places = Places.Of(nameof(IndexSelect), indices, along, x.Shape);
        int[] sizes = x.Shape.ToArray();
        sizes[along] = places.Count;
        Tensor y = Tensor.Empty(new Shape(sizes), x.DType, x.Device);
        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        x.Device.SelectRows(x.Detach().Contiguous(), places, outer, middle, inner, y);
        return Gradient.Flows(x) ? y.From(new IndexSelect(x, places, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [IndexAdd.Apply(gradient, axis, places, size)];
}
