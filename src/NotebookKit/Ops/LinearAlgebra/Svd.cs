using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The singular value decomposition X = U diag(s) V', the thin one, with U' U = V' V = I.</summary>
/// <remarks>
/// [.., m, n] gives U [.., m, k], s [.., k] descending and V [.., n, k], k = min(m, n); NumPy and PyTorch give V' for V. Each column of V has
/// its largest component positive, the first of equal ones, and U follows. A tall matrix is decomposed through its QR
/// decomposition. Float32 is computed in double precision and rounded. The gradient is that of Wan and Zhang, Automatic
/// differentiation for complex valued SVD, 2019, in its real form; equal singular values, and vectors of the value 0, have no
/// vectors of their own, and what would turn them counts as 0.
/// </remarks>
public sealed class Svd : GradientNode, IOp
{
    private readonly int rows;
    private Saved output;

    private Svd(Tensor x, Tensor y)
        : base(x)
    {
        rows = x.Shape[^2];
        output = new Saved(y);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 2), new(2, 3), new(4, 1), new(2, 2, 3), new(0, 3, 2), new(0, 2) })
            {
                // U s^3 V' = X X' X, whatever the signs.
                yield return new OpCase(
                    $"cube of {shape}",
                    [shape],
                    x => x[0].Svd() is var (u, s, v) ? (u * s.Pow(3).Unsqueeze(-2)).MatMul(v.Transpose()) : x[0],
                    x => Naive.Each(x[0], shape, a => Naive.Multiply(a, Naive.Multiply(Naive.Turn(a), a))));
            }
        }
    }

    /// <summary>U, s and V.</summary>
    public static (Tensor U, Tensor S, Tensor V) Apply(Tensor x)
    {
        Matrices.Check(nameof(Svd), x);
        if (x.DType == DType.Float32)
        {
            (Tensor u, Tensor s, Tensor v) = Apply(x.To(DType.Float64));
            return (u.To(DType.Float32), s.To(DType.Float32), v.To(DType.Float32));
        }

        // One result of U above s above V, so that one node knows all.
        int m = x.Shape[^2];
        int n = x.Shape[^1];
        Tensor all = Matrices.Each(x, m + 1 + n, Math.Min(m, n), (a, _) => Decompose(a));
        Tensor y = Gradient.Flows(x) ? all.From(new Svd(x, all)) : all;
        return (Matrices.Rows(y, ..m), Matrices.Rows(y, m..(m + 1)).Squeeze(-2), Matrices.Rows(y, (m + 1)..));
    }

    /// <summary>The singular values of one matrix, largest first.</summary>
    internal static Vector<double> Values(Matrix<double> a) => Decompose(a).Row(a.RowCount);

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor u = Matrices.Rows(output.Tensor, ..rows);
        Tensor s = Matrices.Rows(output.Tensor, rows..(rows + 1));
        Tensor v = Matrices.Rows(output.Tensor, (rows + 1)..);
        Tensor slopeU = Matrices.Rows(gradient, ..rows);
        Tensor slopeS = Matrices.Rows(gradient, rows..(rows + 1));
        Tensor slopeV = Matrices.Rows(gradient, (rows + 1)..);
        Tensor squares = s.Square();
        Tensor gaps = Matrices.SafeReciprocal(squares - squares.Transpose(), squares.Shape[^1] == 0 ? squares : squares.Detach().Amax(-1, keepDim: true));
        Tensor turnU = u.Transpose().MatMul(slopeU);
        Tensor turnV = v.Transpose().MatMul(slopeV);
        Tensor inner = ((turnU - turnU.Transpose()) * gaps * s) + (s.Transpose() * ((turnV - turnV.Transpose()) * gaps)) + slopeS.Squeeze(-2).DiagonalMatrix();
        Tensor slope = u.MatMul(inner).MatMul(v.Transpose());
        Tensor safe = s + (1 - s.Detach().Sign());
        if (rows > s.Shape[^1])
        {
            slope += ((slopeU - u.MatMul(turnU)) / safe).MatMul(v.Transpose());
        }

        if (v.Shape[^2] > s.Shape[^1])
        {
            slope += (u / safe).MatMul((slopeV - v.MatMul(turnV)).Transpose());
        }

        return [slope];
    }

    /// <inheritdoc/>
    protected override void Forget() => output = default;

    private static Matrix<double> Decompose(Matrix<double> a)
    {
        (Matrix<double> u, Vector<double> s, Matrix<double> v) = Thin(a);
        Matrices.FixSigns(v, u);
        return u.Stack(s.ToRowMatrix()).Stack(v);
    }

    private static (Matrix<double> U, Vector<double> S, Matrix<double> V) Thin(Matrix<double> a)
    {
        if (a.RowCount < a.ColumnCount)
        {
            (Matrix<double> left, Vector<double> values, Matrix<double> right) = Thin(a.Transpose());
            return (right, values, left);
        }

        // The small square factor of a tall matrix has the same singular values, and no m x m matrix is made.
        QR<double>? qr = a.RowCount > a.ColumnCount ? a.QR(QRMethod.Thin) : null;
        Svd<double> svd = (qr?.R ?? a).Svd();
        return (qr is null ? svd.U : qr.Q * svd.U, svd.S, svd.VT.Transpose());
    }
}
