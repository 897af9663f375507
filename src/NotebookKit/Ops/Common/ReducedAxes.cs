namespace NotebookKit.Ops;

/// <summary>The axes that a reduction takes away, and how it walks through a tensor without copying it.</summary>
/// <remarks>
/// Neighbouring axes are merged, so one pass of a [outer, middle, inner] kernel reduces them all; axes that are no
/// neighbours take a pass each, the innermost first. A tensor whose numbers lie dense in another order of axes, such as an
/// image with the channels last, is read in that order.
/// </remarks>
internal sealed class ReducedAxes
{
    private readonly Shape shape;
    private readonly bool[] gone;

    /// <summary>Notes the axes of a shape that go.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    public ReducedAxes(string operation, Shape shape, ReadOnlySpan<int> axes)
    {
        this.shape = shape;
        gone = new bool[shape.Rank];
        foreach (int axis in axes)
        {
            int along = axis < 0 ? axis + shape.Rank : axis;
            if (along < 0 || along >= shape.Rank)
            {
                throw new ArgumentException($"{operation}: {shape} has no axis {axis}; it has {shape.Rank} axes, and an axis is {-shape.Rank} to {shape.Rank - 1}.");
            }

            gone[along] = !gone[along]
                ? true
                : throw new ArgumentException($"{operation}: the axes [{string.Join(", ", axes.ToArray())}] of {shape} name axis {along} twice.");
        }
    }

    /// <summary>How many numbers become one.</summary>
    public int Count => Enumerable.Range(0, shape.Rank).Where(axis => gone[axis]).Aggregate(1, (count, axis) => count * shape[axis]);

    /// <summary>The shape with the axes still there, of size 1.</summary>
    public Shape Kept => Without(keepDim: true);

    /// <summary>All axes of a tensor, or one.</summary>
    public static int[] Of(Tensor x, int? axis) => axis is { } one ? [one] : [.. Enumerable.Range(0, x.Rank)];

    /// <summary>The shape after the reduction.</summary>
    public Shape Without(bool keepDim) =>
        new([.. Enumerable.Range(0, shape.Rank).Where(axis => keepDim || !gone[axis]).Select(axis => gone[axis] ? 1 : shape[axis])]);

    /// <summary>Reduces a tensor of the shape; no history.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="keepDim">Leaves the axes in the shape, with size 1.</param>
    /// <param name="step">Fills the last argument, [outer, inner], from the first, [outer, middle, inner].</param>
    public Tensor Run(Tensor x, bool keepDim, Action<Tensor, int, int, int, Tensor> step)
    {
        (Tensor dense, int[] order) = InStorageOrder(x.Detach());
        int inner = 1;
        int end = order.Length;
        while (end > 0)
        {
            if (!gone[order[end - 1]])
            {
                inner *= shape[order[--end]];
                continue;
            }

            int start = end;
            int middle = 1;
            while (start > 0 && gone[order[start - 1]])
            {
                middle *= shape[order[--start]];
            }

            int outer = 1;
            foreach (int axis in order.AsSpan(0, start))
            {
                outer *= shape[axis];
            }

            Tensor reduced = Tensor.Empty(new Shape(checked(outer * inner)), x.DType, x.Device);
            step(dense, outer, middle, inner, reduced);
            dense = reduced;
            end = start;
        }

        return BackInOrder(dense, order, keepDim);
    }

    /// <summary>The same in plain loops, for the check cases.</summary>
    public static double[] Naive(double[] x, Shape shape, int[] axes, Func<IReadOnlyList<double>, double> reduce)
    {
        ReducedAxes set = new("check", shape, axes);
        List<double>[] groups = [.. Enumerable.Range(0, set.Kept.Count).Select(_ => new List<double>())];
        for (int i = 0; i < x.Length; i++)
        {
            int[] place = Positions.Of(i, shape);
            for (int axis = 0; axis < place.Length; axis++)
            {
                place[axis] = set.gone[axis] ? 0 : place[axis];
            }

            groups[Positions.Element(place, set.Kept)].Add(x[i]);
        }

        return [.. groups.Select(reduce)];
    }

    private static (Tensor Dense, int[] Order) InStorageOrder(Tensor x)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        if (x.IsContiguous)
        {
            return (x, order);
        }

        // The order of additions follows the steps alone, so a view with gaps gives the bits of a dense one.
        int[] strides = x.Strides.ToArray();
        order = [.. order.OrderByDescending(axis => strides[axis])];
        return (x.Permute(order).Contiguous(), order);
    }

    private Tensor BackInOrder(Tensor dense, int[] order, bool keepDim)
    {
        int[] strides = new int[order.Length];
        int step = 1;
        foreach (int axis in order.Reverse())
        {
            strides[axis] = step;
            step *= gone[axis] ? 1 : Math.Max(1, shape[axis]);
        }

        int[] left = [.. Enumerable.Range(0, order.Length).Where(axis => keepDim || !gone[axis]).Select(axis => strides[axis])];
        return new Tensor(dense.Storage, Without(keepDim), left, dense.Offset, dense.Device);
    }
}
