using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The decomposition X = Q R into orthonormal columns and an upper triangle with positive diagonal, the thin one.</summary>
/// <remarks>
/// [.., m, n] gives Q [.., m, k] and R [.., k, n], k = min(m, n). The positive diagonal makes both unique; NumPy and PyTorch leave the signs as they come.
/// By Householder's reflections; Float32 is computed in double precision and rounded. dL/dX = (dL/dQ + Q C) R'^-1, where C is symmetric with
/// the lower triangle of R (dL/dR)' - (dL/dQ)' Q; it needs independent columns (Walter and Lehmann, On evaluating higher-order
/// derivatives of the QR decomposition, 2010). A wide matrix is [Y, Z] with Y = Q R_1 and R = [R_1, Q' Z].
/// </remarks>
public sealed class Qr : GradientNode, IOp
{
    private Saved output;

    private Qr(Tensor x, Tensor y)
        : base(x) => output = new Saved(y);

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 2), new(4, 1), new(2, 3, 2), new(0, 3, 2) })
            {
                // Ones on the diagonal keep the columns independent.
                yield return new OpCase(
                    $"{shape}",
                    [shape],
                    x => (x[0] + (3 * Tensor.Full([shape[^1]], 1, x[0].DType, x[0].Device).DiagonalMatrix().Pad(0, (0, shape[^2] - shape[^1]), (0, 0)))).Qr() is var (q, r) ? Tensor.Concat([q, r], -2) : x[0],
                    x => Naive.Each(x[0], shape, a => Naive.GramSchmidt(Naive.Fill(shape[^2], shape[^1], (i, j) => a[i, j] + (i == j ? 3 : 0)))))
                {
                    Low = -1,
                    High = 1,
                };
            }

            yield return new OpCase(
                "[2, 3]", [new(2, 3)], x => x[0].Qr() is var (q, r) ? q.MatMul(r) : x[0], x => x[0]);
        }
    }

    /// <summary>Q and R.</summary>
    public static (Tensor Q, Tensor R) Apply(Tensor x)
    {
        Matrices.Check(nameof(Qr), x);
        if (x.DType == DType.Float32)
        {
            (Tensor q, Tensor r) = Apply(x.To(DType.Float64));
            return (q.To(DType.Float32), r.To(DType.Float32));
        }

        int m = x.Shape[^2];
        int n = x.Shape[^1];
        if (m < n)
        {
            Tensor[] parts = [.. x.Split([m, n - m], -1)];
            (Tensor q, Tensor r) = Apply(parts[0]);
            return (q, Tensor.Concat([r, q.Transpose().MatMul(parts[1])], -1));
        }

        // One result of Q above R, so that one node knows both.
        Tensor both = Matrices.Each(x, m + n, n, (a, _) => Decompose(a));
        Tensor y = Gradient.Flows(x) ? both.From(new Qr(x, both)) : both;
        return (Matrices.Rows(y, ..m), Matrices.Rows(y, m..));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        int n = gradient.Shape[^1];
        int m = gradient.Shape[^2] - n;
        Tensor q = Matrices.Rows(output.Tensor, ..m);
        Tensor r = Matrices.Rows(output.Tensor, m..);
        Tensor slopeQ = Matrices.Rows(gradient, ..m);
        Tensor product = r.MatMul(Matrices.Rows(gradient, m..).Transpose()) - slopeQ.Transpose().MatMul(q);
        Tensor symmetric = (product * Matrices.Constant(n, product.Device, (i, j) => i >= j ? 1 : 0)) + (product * Matrices.Constant(n, product.Device, (i, j) => i > j ? 1 : 0)).Transpose();
        return [r.Solve((slopeQ + q.MatMul(symmetric)).Transpose()).Transpose()];
    }

    /// <inheritdoc/>
    protected override void Forget() => output = default;

    private static Matrix<double> Decompose(Matrix<double> a)
    {
        QR<double> qr = a.QR(QRMethod.Thin);
        Matrix<double> signs = Matrix<double>.Build.Diagonal(a.ColumnCount, a.ColumnCount, i => qr.R.At(i, i) < 0 ? -1 : 1);
        return (qr.Q * signs).Stack((signs * qr.R).UpperTriangle());
    }
}
