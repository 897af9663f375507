namespace NotebookKit.Ilgpu.Works;

/// <summary>The axes of a result and how far up to three operands step along each, so that a thread finds its operands from its number.</summary>
/// <remarks>
/// Neighbouring axes that all walk without a gap are one, axes of size 1 none: eight are left of nearly every tensor. The first axis is the
/// fastest in the order of the result.
/// </remarks>
internal readonly struct Axes
{
    /// <summary>How many different axes a kernel can walk.</summary>
    public const int Most = 8;

    private readonly int count;
    private readonly int startFirst;
    private readonly int startSecond;
    private readonly int startThird;
    private readonly Axis a0;
    private readonly Axis a1;
    private readonly Axis a2;
    private readonly Axis a3;
    private readonly Axis a4;
    private readonly Axis a5;
    private readonly Axis a6;
    private readonly Axis a7;

    private Axes(ReadOnlySpan<Axis> axes, Operand first, Operand second, Operand third)
    {
        count = axes.Length;
        (startFirst, startSecond, startThird) = (first.Start, second.Start, third.Start);
        a0 = Get(axes, 0);
        a1 = Get(axes, 1);
        a2 = Get(axes, 2);
        a3 = Get(axes, 3);
        a4 = Get(axes, 4);
        a5 = Get(axes, 5);
        a6 = Get(axes, 6);
        a7 = Get(axes, 7);
    }

    /// <summary>Arranges the axes.</summary>
    /// <param name="shape">The result's shape.</param>
    /// <param name="order">The result's steps; it fills one stretch of memory in whatever order of its axes.</param>
    /// <param name="first">The first operand.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <exception cref="NotSupportedException">More than eight axes are left.</exception>
    public static Axes Of(Shape shape, ReadOnlySpan<int> order, Operand first, Operand second = default, Operand third = default)
    {
        int[] steps = order.ToArray();
        int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] != 1).OrderBy(axis => steps[axis])];
        List<Axis> joined = [];
        foreach (int axis in axes)
        {
            Axis next = new(shape[axis], first.Along(axis), second.Along(axis), third.Along(axis));
            if (joined.Count > 0 && joined[^1].GoesOnWith(next))
            {
                joined[^1] = joined[^1] with { Size = joined[^1].Size * next.Size };
            }
            else
            {
                joined.Add(next);
            }
        }

        return joined.Count <= Most
            ? new Axes([.. joined], first, second, third)
            : throw new NotSupportedException($"A tensor of shape {shape} is walked along {joined.Count} axes that cannot be joined, and a kernel on the GPU walks {Most}; call Contiguous() before, or reshape to fewer axes.");
    }

    /// <summary>Where the operands of result number i lie.</summary>
    public void Find(int i, out int first, out int second, out int third)
    {
        first = startFirst;
        second = startSecond;
        third = startThird;
        Take(a0, ref i, ref first, ref second, ref third);
        if (count > 1)
        {
            Take(a1, ref i, ref first, ref second, ref third);
            Take(a2, ref i, ref first, ref second, ref third);
        }

        if (count > 3)
        {
            Take(a3, ref i, ref first, ref second, ref third);
            Take(a4, ref i, ref first, ref second, ref third);
        }

        if (count > 5)
        {
            Take(a5, ref i, ref first, ref second, ref third);
            Take(a6, ref i, ref first, ref second, ref third);
            Take(a7, ref i, ref first, ref second, ref third);
        }
    }

    private static void Take(Axis axis, ref int rest, ref int first, ref int second, ref int third)
    {
        int over = rest / axis.Size;
        int at = rest - (over * axis.Size);
        rest = over;
        first += at * axis.First;
        second += at * axis.Second;
        third += at * axis.Third;
    }

    private static Axis Get(ReadOnlySpan<Axis> axes, int place) => place < axes.Length ? axes[place] : new Axis(1, 0, 0, 0);

    /// <summary>Where an operand begins in its storage, and how far it steps along each axis of the result: 0 where it repeats.</summary>
    internal readonly record struct Operand(int Start, int[]? Steps)
    {
        /// <summary>A tensor seen in a result's shape.</summary>
        public static Operand Of(Tensor x, Shape shape)
        {
            int[] steps = new int[shape.Rank];
            int missing = shape.Rank - x.Rank;
            for (int axis = 0; axis < x.Rank; axis++)
            {
                steps[missing + axis] = x.Shape[axis] == 1 ? 0 : x.Strides[axis];
            }

            return new Operand(x.Offset, steps);
        }

        /// <summary>The step along an axis.</summary>
        public int Along(int axis) => Steps?[axis] ?? 0;
    }

    internal readonly record struct Axis(int Size, int First, int Second, int Third)
    {
        public bool GoesOnWith(Axis next) =>
            next.First == (long)First * Size && next.Second == (long)Second * Size && next.Third == (long)Third * Size;
    }
}
