using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The solution X of A X = B for square A.</summary>
/// <remarks>
/// [.., n, n] and [.., n, k] give [.., n, k]; leading axes of size 1, or missing, repeat. A right side [n], or one whose shape is that of
/// A without its last axis, holds one vector a matrix. By LU decomposition with pivoting; Float32 is computed in double
/// precision and rounded. dL/dB = A'^-1 (dL/dX), dL/dA = -(dL/dB) X'.
/// </remarks>
public sealed class Solve : GradientNode, IOp
{
    private Saved left;
    private Saved output;

    private Solve(Tensor a, Tensor b, Tensor x)
        : base(a, b)
    {
        left = new Saved(a);
        output = new Saved(x);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int n, int k) in new[] { (1, 1), (2, 3), (3, 1), (3, 2), (0, 2), (2, 0) })
            {
                yield return new OpCase($"[{n}, {n}] and [{n}, {k}]", [new(n, n), new(n, k)], x => Naive.Safe(x[0]).Solve(x[1]), x => Reference(x[0], x[1], n, k))
                {
                    Low = -1,
                    High = 1,
                };
            }

            yield return new OpCase("a vector", [new(3, 3), new(3)], x => Naive.Safe(x[0]).Solve(x[1]), x => Reference(x[0], x[1], 3, 1))
            {
                Low = -1,
                High = 1,
            };
            yield return new OpCase(
                "one matrix, two right sides", [new(2, 2), new(2, 2, 1)], x => Naive.Safe(x[0]).Solve(x[1]), x => [.. Reference(x[0], x[1][..2], 2, 1), .. Reference(x[0], x[1][2..], 2, 1)])
            {
                Low = -1,
                High = 1,
            };
        }
    }

    /// <summary>A^-1 B.</summary>
    /// <exception cref="ArgumentException">A is not square or singular, or the sizes do not fit.</exception>
    public static Tensor Apply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        Matrices.Check(nameof(Solve), a, square: true);
        Check.SameFloats(nameof(Solve), a, b);
        if (b.Rank == 1 || (b.Rank == a.Rank - 1 && b.Shape == new Shape(a.Shape.Span[..^1])))
        {
            return Apply(a, b.Unsqueeze(-1)).Squeeze(-1);
        }

        if (b.Rank == 0 || b.Shape[^2] != a.Shape[^1])
        {
            throw new ArgumentException($"Solve: {a.Shape} needs right sides [{a.Shape[^1]}] or [.., {a.Shape[^1]}, k], and got {b.Shape}.");
        }

        if (a.DType == DType.Float32)
        {
            return Apply(a.To(DType.Float64), b.To(DType.Float64)).To(DType.Float32);
        }

        Shape batch = Broadcasting.Join(nameof(Solve), new Shape(a.Shape.Span[..^2]), new Shape(b.Shape.Span[..^2]));
        return Paired(a.Expand([.. batch.Span, .. a.Shape.Span[^2..]]), b.Expand([.. batch.Span, .. b.Shape.Span[^2..]]));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor slope = Paired(left.Tensor.Transpose(), gradient);
        return [Needs(0) ? -slope.MatMul(output.Tensor.Transpose()) : null, slope];
    }

    /// <inheritdoc/>
    protected override void Forget() => left = output = default;

    private static Tensor Paired(Tensor a, Tensor b)
    {
        int n = a.Shape[^1];
        Tensor both = Tensor.Concat([a.Detach(), b.Detach()], -1);
        Tensor x = Matrices.Each(
            both,
            n,
            b.Shape[^1],
            (m, name) => new ScaledLu(m.SubMatrix(0, n, 0, n)).Regular(nameof(Solve), name).Solve(m.SubMatrix(0, n, n, m.ColumnCount - n)),
            a.Shape);
        return Gradient.Flows(a, b) ? x.From(new Solve(a, b, x)) : x;
    }

    private static double[] Reference(double[] a, double[] b, int n, int k) =>
        [.. Naive.Solve(Naive.Safe(Naive.Fill(n, n, (i, j) => a[(i * n) + j])), Naive.Fill(n, k, (i, j) => b[(i * k) + j])).Cast<double>()];
}
