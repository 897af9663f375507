namespace NotebookKit;

/// <summary>The sizes of a tensor's axes and its steps along them: one object for all tensors that lie alike and were met lately, in the manner of <see cref="AxisSizes"/>.</summary>
internal sealed class TensorLayout
{
    private const int Places = 1024;

    private static readonly TensorLayout?[] Known = new TensorLayout?[Places];

    private readonly int[] strides;

    /// <summary>Makes a layout.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="strides">The steps, which nobody else writes to.</param>
    internal TensorLayout(AxisSizes sizes, int[] strides)
    {
        Sizes = sizes;
        this.strides = strides;
        IsInOrder = LiesInOrder(sizes, strides);
        IsDense = IsInOrder || FillsAStretch(sizes.Span, strides);
    }

    /// <summary>The sizes.</summary>
    public AxisSizes Sizes { get; }

    /// <summary>The steps.</summary>
    public ReadOnlySpan<int> Strides => strides;

    /// <summary>Whether the elements lie one after the other, last axis fastest.</summary>
    public bool IsInOrder { get; }

    /// <summary>Whether the elements fill one stretch of memory without gaps, in whatever order of the axes.</summary>
    public bool IsDense { get; }

    /// <summary>The layout of a shape with any steps.</summary>
    public static TensorLayout Of(Shape shape, ReadOnlySpan<int> strides)
    {
        AxisSizes sizes = shape.Sizes;
        if (strides.SequenceEqual(sizes.InOrder.Strides))
        {
            return sizes.InOrder;
        }

        if (sizes.Pixels is { } pixels && strides.SequenceEqual(pixels.Strides))
        {
            return pixels;
        }

        ref TensorLayout? place = ref Known[(AxisSizes.Hash(sizes.Span) ^ (AxisSizes.Hash(strides) >> 3)) % Places];
        TensorLayout? known = Volatile.Read(ref place);
        if (known is not null && known.Strides.SequenceEqual(strides) && known.Sizes.Span.SequenceEqual(sizes.Span))
        {
            return known;
        }

        TensorLayout made = new(sizes, strides.ToArray());
        Volatile.Write(ref place, made);
        return made;
    }

    private static bool LiesInOrder(AxisSizes shape, ReadOnlySpan<int> strides)
    {
        int step = 1;
        ReadOnlySpan<int> sizes = shape.Span;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (sizes[axis] != 1 && strides[axis] != step)
            {
                return shape.Count == 0;
            }

            step *= sizes[axis];
        }

        return true;
    }

    // Finds the axes from the fastest to the slowest: each must step over exactly what the ones before it fill.
    private static bool FillsAStretch(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        Span<bool> found = stackalloc bool[sizes.Length];
        long filled = 1;
        for (int round = 0; round < sizes.Length; round++)
        {
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                if (!found[axis] && sizes[axis] != 1 && strides[axis] == filled)
                {
                    found[axis] = true;
                    filled *= sizes[axis];
                    break;
                }
            }
        }

        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (!found[axis] && sizes[axis] != 1)
            {
                return false;
            }
        }

        return true;
    }
}
