using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The diagonal of matrices, y_i = x_ii: a view, as the last axis of the result.</summary>
/// <remarks>
/// [.., m, n] becomes [.., min(m, n)]; any two axes may be the matrix. dL/dx has dL/dy on the diagonal and zeros beside it:
/// <see cref="DiagonalMatrix"/>.
/// </remarks>
public sealed class Diagonal : GradientNode, IOp
{
    private readonly int rows;
    private readonly int columns;
    private readonly int first;
    private readonly int second;

    private Diagonal(Tensor x, int first, int second)
        : base(x)
    {
        rows = x.Shape[first];
        columns = x.Shape[second];
        this.first = first;
        this.second = second;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int m, int n) in new[] { (3, 3), (2, 4), (4, 2), (1, 1), (0, 3) })
            {
                int size = Math.Min(m, n);
                yield return new OpCase($"[{m}, {n}]", [new(m, n)], x => Apply(x[0]), x => Positions.Fill(new(size), at => x[0][(at[0] * n) + at[0]]));
                yield return new OpCase(
                    $"[2, {m}, {n}]", [new(2, m, n)], x => Apply(x[0]), x => Positions.Fill(new(2, size), at => x[0][(((at[0] * m) + at[1]) * n) + at[1]]));
                yield return new OpCase(
                    $"[{m}, 2, {n}], outer axes", [new(m, 2, n)], x => Apply(x[0], 0, 2), x => Positions.Fill(new(2, size), at => x[0][(((at[1] * 2) + at[0]) * n) + at[1]]));
            }
        }
    }

    /// <summary>The diagonal of two axes.</summary>
    /// <exception cref="ArgumentException">There are no such axes, or they are one.</exception>
    public static Tensor Apply(Tensor x, int firstAxis = -2, int secondAxis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        int first = firstAxis < 0 ? firstAxis + x.Rank : firstAxis;
        int second = secondAxis < 0 ? secondAxis + x.Rank : secondAxis;
        if (first == second || Math.Min(first, second) < 0 || Math.Max(first, second) >= x.Rank)
        {
            throw new ArgumentException($"Diagonal: takes two different axes of a tensor, and got {firstAxis} and {secondAxis} of {x.Shape}; a vector becomes a matrix with DiagonalMatrix.");
        }

        int[] others = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != first && axis != second)];
        int[] strides = x.Strides.ToArray();
        Shape shape = new([.. others.Select(axis => x.Shape[axis]), Math.Min(x.Shape[first], x.Shape[second])]);
        Tensor y = new(x.Storage, shape, [.. others.Select(axis => strides[axis]), strides[first] + strides[second]], x.Offset, x.Device);
        return Gradient.Flows(x) ? y.From(new Diagonal(x, first, second)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        // The matrix comes out in the last two axes and goes back to where it was.
        Tensor slope = DiagonalMatrix.Apply(gradient, rows, columns);
        List<int> order = [.. Enumerable.Range(0, slope.Rank - 2)];
        bool ordered = first < second;
        order.Insert(Math.Min(first, second), slope.Rank - (ordered ? 2 : 1));
        order.Insert(Math.Max(first, second), slope.Rank - (ordered ? 1 : 2));
        return [slope.Permute([.. order])];
    }
}
