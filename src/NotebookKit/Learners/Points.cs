using System.Numerics.Tensors;

namespace NotebookKit.Learners;

/// <summary>Rows of numbers as the learners compute with them, and what they ask of a tensor, in the same words everywhere.</summary>
internal static class Points
{
    /// <summary>The rows of a tensor [N, d] in double precision.</summary>
    /// <exception cref="ArgumentException">It has not two axes, is empty, or holds something that is no number.</exception>
    public static double[][] Rows(string operation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2)
        {
            throw new ArgumentException($"{operation}: points are rows of a tensor [N, d], and this one is {x.Shape}; Reshape it, [N, 1] for plain numbers.", nameof(x));
        }

        if (x.Count == 0)
        {
            throw new ArgumentException($"{operation}: there is nothing to learn from in {x.Shape}.", nameof(x));
        }

        double[][] rows = x.Detach().To(DType.Float64).ToJagged<double>();
        int odd = Array.FindIndex(rows, row => !row.All(double.IsFinite));
        return odd < 0 ? rows : throw new ArgumentException($"{operation}: row {odd} of the {rows.Length} points holds a value that is not finite; fill or drop it first.", nameof(x));
    }

    /// <summary>The sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>The squared distance of two points.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>target += factor x.</summary>
    public static void Add(Span<double> target, ReadOnlySpan<double> x, double factor) => TensorPrimitives.MultiplyAdd(x, factor, target, target);

    /// <summary>A point has as many numbers as expected.</summary>
    public static void Fits(string operation, int got, int expected)
    {
        if (got != expected)
        {
            throw new ArgumentException($"{operation}: takes {expected} input{(expected == 1 ? string.Empty : "s")}, and got {got}.");
        }
    }

    /// <summary>Numbers as a reader wants them: (1, -0.8).</summary>
    public static string Text(IEnumerable<double> values) => $"({string.Join(", ", values.Select(Text))})";

    /// <summary>A number of at most six digits.</summary>
    public static string Text(double value) => FormattableString.Invariant($"{value:G6}");
}
