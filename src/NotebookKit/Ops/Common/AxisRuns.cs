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
        int[] sizes = shape.ToArray();
        if (axis is not { } along)
        {
            Array.Fill(sizes, 1);
            return keepDim ? new Shape(sizes) : new Shape([]);
        }

        sizes[along] = 1;
        return keepDim ? new Shape(sizes) : new Shape([.. sizes[..along], .. sizes[(along + 1)..]]);
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
