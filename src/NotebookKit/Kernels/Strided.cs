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
internal static class Strided
{
    /// <summary>Writes the elements of a view one after the other, last axis fastest.</summary>
    public static void Gather<T>(ReadOnlySpan<T> source, Layout from, Span<T> target)
        where T : unmanaged
    {
        int rank = from.Sizes.Length;
        if (target.IsEmpty)
        {
            return;
        }

        if (rank == 0)
        {
            target[0] = source[from.Offset];
            return;
        }

        int columns = from.Sizes[rank - 1];
        int step = from.Strides[rank - 1];
        Walk walk = new(from.Sizes[..(rank - 1)], stackalloc int[rank]);
        int written = 0;
        do
        {
            int at = from.Offset + walk.At(from.Strides);
            if (step == 1)
            {
                source.Slice(at, columns).CopyTo(target[written..]);
            }
            else
            {
                for (int column = 0; column < columns; column++)
                {
                    target[written + column] = source[at + (column * step)];
                }
            }

            written += columns;
        }
        while (walk.Next());
    }

    /// <summary>Writes numbers that lie one after the other into the places of a view.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> source, Span<T> target, Layout to)
        where T : unmanaged
    {
        int rank = to.Sizes.Length;
        if (source.IsEmpty)
        {
            return;
        }

        if (rank == 0)
        {
            target[to.Offset] = source[0];
            return;
        }

        int columns = to.Sizes[rank - 1];
        int step = to.Strides[rank - 1];
        Walk walk = new(to.Sizes[..(rank - 1)], stackalloc int[rank]);
        int read = 0;
        do
        {
            int at = to.Offset + walk.At(to.Strides);
            for (int column = 0; column < columns; column++)
            {
                target[at + (column * step)] = source[read + column];
            }

            read += columns;
        }
        while (walk.Next());
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
