namespace NotebookKit.Ops;

/// <summary>A shape seen from one of its axes.</summary>
internal static class AxisRuns
{
    /// <summary>How many elements lie outside, along and inside an axis: the shape as [outer, middle, inner]; all along when there is no axis.</summary>
    public static (int Outer, int Middle, int Inner) Around(Shape shape, int? axis) => axis is { } along
        ? (shape.Span[..along].Product(), shape.Span[along], shape.Span[(along + 1)..].Product())
        : (1, shape.Count, 1);

    /// <summary>The shape without an axis, or without any.</summary>
    public static Shape Without(Shape shape, int? axis, bool keepDim)
    {
        if (axis is null && !keepDim)
        {
            return default;
        }

        Span<int> sizes = stackalloc int[shape.Rank];
        shape.Span.CopyTo(sizes);
        if (axis is not { } along)
        {
            sizes.Fill(1);
        }
        else if (keepDim)
        {
            sizes[along] = 1;
        }
        else
        {
            sizes[(along + 1)..].CopyTo(sizes[along..]);
            sizes = sizes[..^1];
        }

        return new Shape(sizes);
    }

    /// <summary>The product of sizes; 1 of none.</summary>
    public static int Product(this ReadOnlySpan<int> sizes)
    {
        int product = 1;
        foreach (int size in sizes)
        {
            product *= size;
        }

        return product;
    }
}
