namespace NotebookKit.Kernels;

/// <summary>Where each element of a view lies: sizes, steps and start, in elements.</summary>
internal readonly ref struct Layout(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
{
    /// <summary>The sizes of the axes.</summary>
    public ReadOnlySpan<int> Sizes { get; } = sizes;

    /// <summary>How far one step along each axis moves; 0 repeats.</summary>
    public ReadOnlySpan<int> Strides { get; } = strides;

    /// <summary>Where the first element lies.</summary>
    public int Offset { get; } = offset;
}

/// <summary>Copies between numbers that do not lie one after the other.</summary>
/// <remarks>Trailing axes without gaps are one run, copied as a whole; threads share the runs of large copies, and a run that is large alone.</remarks>
internal static unsafe class Strided
{
    // Numbers that one thread copies at a time.
    private const int NumbersInPart = 32 * 1024;

    /// <summary>Writes the elements of a view one after the other, last axis fastest.</summary>
    public static void Gather<T>(ReadOnlySpan<T> source, Layout from, Span<T> target)
        where T : unmanaged
    {
        fixed (T* view = source, line = target)
        {
            Copy(view, from, line, target.Length, gathers: true);
        }
    }

    /// <summary>Writes numbers that lie one after the other into the places of a view.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> source, Span<T> target, Layout to)
        where T : unmanaged
    {
        fixed (T* line = source, view = target)
        {
            Copy(view, to, line, source.Length, gathers: false);
        }
    }

    private static void Copy<T>(T* view, Layout layout, T* line, int count, bool gathers)
        where T : unmanaged
    {
        if (count == 0)
        {
            return;
        }

        int axes = layout.Sizes.Length;
        int columns = 1, step = 1;
        if (axes > 0)
        {
            axes--;
            (columns, step) = (layout.Sizes[axes], layout.Strides[axes]);
            if (columns == 1)
            {
                step = 1;
            }
        }

        while (axes > 0 && step == 1 && (layout.Sizes[axes - 1] == 1 || layout.Strides[axes - 1] == columns))
        {
            axes--;
            columns *= layout.Sizes[axes];
        }

        fixed (int* sizes = layout.Sizes, strides = layout.Strides)
        {
            Job<T> job = new(view + layout.Offset, sizes, strides, axes, columns, step, line, count / columns, gathers);
            Fork.Run(job.Parts, ref job);
        }
    }

    private readonly struct Job<T>(T* view, int* sizes, int* strides, int axes, int columns, int step, T* line, int rows, bool gathers) : IForkBody
        where T : unmanaged
    {
        private int RowsInPart => Math.Max(1, NumbersInPart / columns);

        public int Parts => rows == 1 ? (columns + NumbersInPart - 1) / NumbersInPart : (rows + RowsInPart - 1) / RowsInPart;

        public void Run(int part)
        {
            if (rows == 1)
            {
                int first = part * NumbersInPart;
                Run(view + ((long)first * step), line + first, Math.Min(NumbersInPart, columns - first));
                return;
            }

            int row = part * RowsInPart;
            int last = Math.Min(rows, row + RowsInPart);
            ReadOnlySpan<int> steps = new(strides, axes);
            Walk walk = Walk.From(row, new ReadOnlySpan<int>(sizes, axes), stackalloc int[axes]);
            for (; row < last; row++, walk.Next())
            {
                Run(view + walk.At(steps), line + ((long)row * columns), columns);
            }
        }

        private void Run(T* there, T* here, int count)
        {
            if (step == 1)
            {
                new ReadOnlySpan<T>(gathers ? there : here, count).CopyTo(new Span<T>(gathers ? here : there, count));
            }
            else if (gathers)
            {
                for (int column = 0; column < count; column++)
                {
                    here[column] = there[(long)column * step];
                }
            }
            else
            {
                for (int column = 0; column < count; column++)
                {
                    there[(long)column * step] = here[column];
                }
            }
        }
    }
}

/// <summary>Counts through the positions of some axes, last fastest, like an odometer.</summary>
internal ref struct Walk(ReadOnlySpan<int> sizes, Span<int> room)
{
    private readonly ReadOnlySpan<int> sizes = sizes;
    private readonly Span<int> position = Clean(room, sizes.Length);

    /// <summary>A walk that begins at the position number <paramref name="number"/> of all.</summary>
    public static Walk From(int number, ReadOnlySpan<int> sizes, Span<int> room)
    {
        Walk walk = new(sizes, room);
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            walk.position[axis] = number % sizes[axis];
            number /= sizes[axis];
        }

        return walk;
    }

    /// <summary>How far the present position is from the start, for these steps.</summary>
    public readonly int At(ReadOnlySpan<int> strides)
    {
        int at = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            at += position[axis] * strides[axis];
        }

        return at;
    }

    /// <summary>Moves on; false when all positions were seen.</summary>
    public readonly bool Next()
    {
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (++position[axis] < sizes[axis])
            {
                return true;
            }

            position[axis] = 0;
        }

        return false;
    }

    private static Span<int> Clean(Span<int> room, int count)
    {
        Span<int> clean = room[..count];
        clean.Clear();
        return clean;
    }
}
