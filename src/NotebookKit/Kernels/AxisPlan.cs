namespace NotebookKit.Kernels;

/// <summary>The axes of an operation on two operands, arranged so that the result is walked in the order in which it lies in memory.</summary>
/// <remarks>
/// Axes are sorted by the result's steps, largest first, and neighbours that all three tensors walk without a gap
/// become one: the fewer and longer the rows, the faster. Axes of size 1 are left out.
/// </remarks>
internal readonly ref struct AxisPlan
{
    private AxisPlan(ReadOnlySpan<int> sizes, ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        Sizes = sizes;
        X = x;
        Y = y;
    }

    /// <summary>How many numbers of room <see cref="Of"/> needs for a result of some axes.</summary>
    public static int Room(int rank) => 4 * Math.Max(1, rank);

    /// <summary>The sizes of the axes, at least one.</summary>
    public ReadOnlySpan<int> Sizes { get; }

    /// <summary>The first operand's steps; 0 repeats.</summary>
    public ReadOnlySpan<int> X { get; }

    /// <summary>The second operand's steps.</summary>
    public ReadOnlySpan<int> Y { get; }

    /// <summary>Arranges the axes of operands whose steps are given in the result's axes.</summary>
    /// <param name="sizes">The result's sizes.</param>
    /// <param name="x">The first operand's steps.</param>
    /// <param name="y">The second operand's steps.</param>
    /// <param name="z">The result's steps; its elements fill one stretch of memory, in any order of axes.</param>
    /// <param name="room">Scratch that the plan lives in.</param>
    public static AxisPlan Of(ReadOnlySpan<int> sizes, ReadOnlySpan<int> x, ReadOnlySpan<int> y, ReadOnlySpan<int> z, Span<int> room)
    {
        int rank = Math.Max(1, sizes.Length);
        Span<int> order = room[..rank];
        int count = Sort(sizes, z, order);
        Span<int> joined = room.Slice(rank, rank);
        Span<int> stepsX = room.Slice(2 * rank, rank);
        Span<int> stepsY = room.Slice(3 * rank, rank);
        int axes = 0;
        foreach (int axis in order[..count])
        {
            int size = sizes[axis];
            if (axes > 0 && stepsX[axes - 1] == (long)x[axis] * size && stepsY[axes - 1] == (long)y[axis] * size)
            {
                joined[axes - 1] *= size;
                stepsX[axes - 1] = x[axis];
                stepsY[axes - 1] = y[axis];
                continue;
            }

            joined[axes] = size;
            stepsX[axes] = x[axis];
            stepsY[axes++] = y[axis];
        }

        if (axes == 0)
        {
            joined[0] = 1;
            stepsX[0] = stepsY[0] = 0;
            axes = 1;
        }

        return new AxisPlan(joined[..axes], stepsX[..axes], stepsY[..axes]);
    }

    /// <summary>Lists the axes of more than one element, largest step first; by insertion, as there are few.</summary>
    private static int Sort(ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps, Span<int> order)
    {
        int count = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1)
            {
                continue;
            }

            int place = count++;
            for (; place > 0 && steps[order[place - 1]] < steps[axis]; place--)
            {
                order[place] = order[place - 1];
            }

            order[place] = axis;
        }

        return count;
    }
}
