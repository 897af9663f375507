namespace NotebookKit;

/// <summary>The sizes of axes and what follows from them: one object for all shapes that are equal and were met lately.</summary>
/// <remarks>
/// A training step makes hundreds of tensors of the same few dozen shapes. Looking one up takes as long as making an array of its sizes, but leaves
/// nothing to collect: a step of ResNet-20 left 40 KB of such arrays. The table has a place for each of 1,024 shapes; one that another has taken is
/// made anew, so it never grows. Its objects do not change, so threads need no lock: at worst two make the same one.
/// </remarks>
internal sealed class AxisSizes
{
    private const int Places = 1024;

    private static readonly AxisSizes?[] Known = new AxisSizes?[Places];

    /// <summary>No axes: a scalar.</summary>
    public static readonly AxisSizes None = Of([]);

    private readonly int[] sizes;

    private AxisSizes(int[] sizes, int count)
    {
        this.sizes = sizes;
        Count = count;
        InOrder = new TensorLayout(this, StridesInOrder(sizes));
        Pixels = sizes is [_, int channels, int height, int width] ? new TensorLayout(this, [channels * width * height, 1, channels * width, channels]) : null;
    }

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> Span => sizes;

    /// <summary>How many axes.</summary>
    public int Rank => sizes.Length;

    /// <summary>How many elements.</summary>
    public int Count { get; }

    /// <summary>A contiguous tensor of these sizes.</summary>
    public TensorLayout InOrder { get; }

    /// <summary>An image [N, C, H, W] of these sizes whose channels lie side by side; null for other ranks.</summary>
    public TensorLayout? Pixels { get; }

    /// <summary>The sizes, as an object that may serve other shapes too.</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are more elements than an array can hold.</exception>
    public static AxisSizes Of(ReadOnlySpan<int> sizes)
    {
        uint hash = Hash(sizes) % Places;
        ref AxisSizes? place = ref Known[hash];
        AxisSizes? known = Volatile.Read(ref place);
        if (known is not null && known.Span.SequenceEqual(sizes))
        {
            return known;
        }

        // The neighbouring place, where the one of before moves when another takes its own: two that meet do not drive each other out.
        ref AxisSizes? second = ref Known[hash ^ 1];
        AxisSizes? other = Volatile.Read(ref second);
        if (other is not null && other.Span.SequenceEqual(sizes))
        {
            return other;
        }

        AxisSizes made = new(sizes.ToArray(), CountOf(sizes));
        if (known is not null)
        {
            Volatile.Write(ref second, known);
        }

        Volatile.Write(ref place, made);
        return made;
    }

    /// <summary>A number that is the same for equal lists, and seldom for others.</summary>
    public static uint Hash(ReadOnlySpan<int> numbers)
    {
        uint hash = (uint)numbers.Length;
        foreach (int number in numbers)
        {
            hash = (hash ^ (uint)number) * 0x9E3779B1;
            hash ^= hash >> 15;
        }

        return hash;
    }

    private static int CountOf(ReadOnlySpan<int> sizes)
    {
        long count = 1;
        foreach (int size in sizes)
        {
            if (size < 0)
            {
                throw new ArgumentException($"Shape {Shape.Text(sizes)}: a size cannot be negative.", nameof(sizes));
            }

            count = size == 0 ? 0 : count * size;
            if (count > Array.MaxLength)
            {
                throw new ArgumentException($"Shape {Shape.Text(sizes)} has more than {Array.MaxLength:N0} elements, the most one tensor can hold.", nameof(sizes));
            }

            if (count == 0)
            {
                break;
            }
        }

        return (int)count;
    }

    private static int[] StridesInOrder(int[] sizes)
    {
        int[] strides = new int[sizes.Length];
        int step = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, sizes[axis]);
        }

        return strides;
    }
}
