using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The matrix product C = A B: c_ij = sum over k of a_ik b_kj.</summary>
/// <remarks>
/// [m, k] times [k, n] gives [m, n]; transposed views cost no copy. dL/dA = (dL/dC) B', dL/dB = A' (dL/dC). With more
/// axes, [.., m, k] times [.., k, n], it is <see cref="BatchMatMul"/>: a product for each pair of matrices. A vector is a
/// row on the left and a column on the right, and that axis goes again: [k] times [k] is a single number, [m, k] times [k] is [m].
/// </remarks>
public sealed class MatMul : GradientNode, IOp
{
    private Saved left;
    private Saved right;

    private MatMul(Tensor a, Tensor b)
        : base(a, b)
    {
        left = Needs(1) ? new Saved(a) : default;
        right = Needs(0) ? new Saved(b) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int m, int k, int n) in new[] { (1, 1, 1), (5, 3, 4), (7, 13, 33), (6, 16, 16), (2, 300, 3), (3, 0, 2), (0, 4, 2) })
            {
                yield return new OpCase($"[{m}, {k}] x [{k}, {n}]", [new(m, k), new(k, n)], x => x[0].MatMul(x[1]), x => Naive(x[0], x[1], m, k, n));
                yield return new OpCase(
                    $"[{k}, {m}]' x [{n}, {k}]'", [new(k, m), new(n, k)], x => x[0].Transpose().MatMul(x[1].Transpose()), x => Naive(Flip(x[0], k, m), Flip(x[1], n, k), m, k, n));
            }

            foreach (int k in new[] { 1, 5, 0 })
            {
                yield return new OpCase($"[{k}] x [{k}]", [new(k), new(k)], x => x[0].MatMul(x[1]), x => Naive(x[0], x[1], 1, k, 1));
                yield return new OpCase($"[{k}] x [{k}, 3]", [new(k), new(k, 3)], x => x[0].MatMul(x[1]), x => Naive(x[0], x[1], 1, k, 3));
                yield return new OpCase($"[2, {k}] x [{k}]", [new(2, k), new(k)], x => x[0].MatMul(x[1]), x => Naive(x[0], x[1], 2, k, 1));
                yield return new OpCase($"[2, 2, {k}] x [{k}]", [new(2, 2, k), new(k)], x => x[0].MatMul(x[1]), x => Naive(x[0], x[1], 4, k, 1));
            }
        }
    }

    /// <summary>A B.</summary>
    /// <exception cref="ArgumentException">An operand is a single number, or the inner sizes differ.</exception>
    public static Tensor Apply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Check.SameFloats(nameof(MatMul), a, b);
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ArgumentException($"MatMul: takes vectors, matrices [m, k] and [k, n], or stacks of them, and got {a.Shape} and {b.Shape}; a single number multiplies with *.");
        }

        if (a.Shape[^1] != b.Shape[b.Rank == 1 ? ^1 : ^2])
        {
            string mend = b.Rank == 1 ? $"the vector needs {a.Shape[^1]} numbers." : a.Shape[^1] == b.Shape[^1] ? $"did you mean the transpose, {b.Transpose().Shape}?" : $"the second needs {a.Shape[^1]} rows.";
            throw new ArgumentException($"MatMul: the inner sizes differ: {a.Shape} x {b.Shape}; {mend}");
        }

        if (a.Rank == 1)
        {
            Tensor row = Apply(a.Unsqueeze(0), b);
            return row.Squeeze(b.Rank == 1 ? 0 : -2);
        }

        if (b.Rank == 1)
        {
            return Apply(a, b.Unsqueeze(1)).Squeeze(-1);
        }

        if (a.Rank > 2 || b.Rank > 2)
        {
            return BatchMatMul.Apply(a, b);
        }

        Tensor c = Tensor.Empty(new Shape(a.Shape[0], b.Shape[1]), a.DType, a.Device);
        a.Device.MatMul(a, b, c, accumulate: false);
        return Gradient.Flows(a, b) ? c.From(new MatMul(a, b)) : c;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? Apply(gradient, right.Tensor.Transpose()) : null,
        Needs(1) ? Apply(left.Tensor.Transpose(), gradient) : null,
    ];

    /// <inheritdoc/>
    protected override void Forget() => left = right = default;

    private static double[] Naive(double[] a, double[] b, int m, int k, int n)
    {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int p = 0; p < k; p++)
                {
                    c[(i * n) + j] += a[(i * k) + p] * b[(p * n) + j];
                }
            }
        }

        return c;
    }

    private static double[] Flip(double[] a, int rows, int columns)
    {
        double[] flipped = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            flipped[((i % columns) * rows) + (i / columns)] = a[i];
        }

        return flipped;
    }
}
