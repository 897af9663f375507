namespace NotebookKit;

/// <summary>What an indexer says about one axis: a place (<c>2</c>, <c>^1</c>) or a range (<c>1..3</c>, <c>..</c>).</summary>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct AxisIndex
{
    private readonly Range range;
    private readonly bool single;

    private AxisIndex(Range range, bool single)
    {
        this.range = range;
        this.single = single;
    }

    /// <summary>A place; negative places count from the end, as in Python.</summary>
    public static implicit operator AxisIndex(int place) => new(new Range(place < 0 ? ^-place : place, default), single: true);

    /// <summary>A place from the start or the end.</summary>
    public static implicit operator AxisIndex(Index place) => new(new Range(place, default), single: true);

    /// <summary>A range.</summary>
    public static implicit operator AxisIndex(Range range) => new(range, single: false);

    /// <summary>Where it starts on an axis, how many places it takes, and whether the axis stays.</summary>
    internal (int Start, int Length, bool Keep) Within(Shape shape, int axis)
    {
        int size = shape[axis];
        int start = range.Start.GetOffset(size);
        int end = single ? start + 1 : range.End.GetOffset(size);
        return start >= 0 && end <= size && start <= end
            ? (start, end - start, !single)
            : throw new ArgumentOutOfRangeException(
                nameof(shape), $"Index: {this} lies outside axis {axis} of {shape}, which has places 0 to {size - 1}.");
    }

    /// <summary>As it is written in C#.</summary>
    public override string ToString() => single ? range.Start.ToString() : range.ToString();
}
