namespace NotebookKit.Ops;

/// <summary>NumPy's rule for operands of different shapes: aligned at the last axis, an axis of size 1 repeats.</summary>
internal static class Broadcasting
{
    /// <summary>The shape that both stretch to.</summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Shape Join(string operation, Shape left, Shape right)
    {
        if (left == right)
        {
            return left;
        }

        int[] sizes = new int[Math.Max(left.Rank, right.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int a = i <= left.Rank ? left.Span[^i] : 1;
            int b = i <= right.Rank ? right.Span[^i] : 1;
            sizes[^i] = a == b || b == 1 ? a : a == 1 ? b : throw new ArgumentException(
                $"{operation}: shapes {left} and {right} do not fit: at axis -{i} the sizes are {a} and {b}, and neither is 1. {Mend(left, right)}");
        }

        return new Shape(sizes);
    }

    /// <summary>Adds up a gradient along the axes that were repeated, so that it has its operand's shape again.</summary>
    public static Tensor SumTo(Tensor gradient, Shape shape)
    {
        if (gradient.Shape == shape)
        {
            return gradient;
        }

        while (gradient.Rank > shape.Rank)
        {
            gradient = gradient.Sum(0);
        }

        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1 && gradient.Shape[axis] != 1)
            {
                gradient = gradient.Sum(axis, keepDim: true);
            }
        }

        return gradient;
    }

    private static string Mend(Shape left, Shape right) =>
        left.Rank == 2 && right.Rank == 1 && left[0] == right[0] ? $"Did you mean Reshape({right[0]}, 1) for one number a row?"
        : left.Rank == 2 && right.Rank == 2 && left[0] == right[1] && left[1] == right[0] ? "Did you mean Transpose()?"
        : "Reshape one of them so that the sizes agree or are 1.";
}
