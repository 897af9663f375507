using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The inverse of Moore and Penrose for matrices of any shape and rank: P = V diag(1/s) U' over the singular values above a cutoff.</summary>
/// <remarks>
/// [.., m, n] gives [.., n, m]. P B is the shortest of the X that make |A X - B| smallest. Float32 is computed in double precision and rounded. The gradient holds while
/// the rank stays (Golub and Pereyra, 1973): dL/dA = -P' G P' + (I - A P) G' P P' + P' P G' (I - P A) for G = dL/dP.
/// </remarks>
public sealed class PseudoInverse : GradientNode, IOp
{
    private Saved input;
    private Saved output;

    private PseudoInverse(Tensor x, Tensor y)
        : base(x)
    {
        input = new Saved(x);
        output = new Saved(y);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 2), new(2, 2, 1), new(0, 3, 2), new(3, 0) })
            {
                // (A' A)^-1 A' for independent columns.
                yield return new OpCase(
                    $"{shape}",
                    [shape],
                    x => x[0].PseudoInverse(),
                    x => Naive.Each(x[0], shape, a => Naive.Solve(Naive.Multiply(Naive.Turn(a), a), Naive.Turn(a))))
                {
                    Low = 0.2,
                    Tolerance = 1e-4,
                };
            }
        }
    }

    /// <summary>The pseudo-inverses.</summary>
    /// <param name="x">The matrices.</param>
    /// <param name="cutoff">Singular values up to this part of the largest count as 0; max(m, n) units in the last place when null.</param>
    public static Tensor Apply(Tensor x, double? cutoff = null)
    {
        Matrices.Check(nameof(PseudoInverse), x);
        double limit = Ranks.Cutoff(x, cutoff);
        if (x.DType == DType.Float32)
        {
            return Apply(x.To(DType.Float64), limit).To(DType.Float32);
        }

        Tensor y = Matrices.Each(x, x.Shape[^1], x.Shape[^2], (a, _) => Invert(a, limit));
        return Gradient.Flows(x) ? y.From(new PseudoInverse(x, y)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor a = input.Tensor;
        Tensor p = output.Tensor;
        Tensor turned = p.Transpose();
        Tensor slope = gradient.Transpose();
        Tensor own = slope - a.MatMul(p.MatMul(slope));
        Tensor other = slope - slope.MatMul(p).MatMul(a);
        return [own.MatMul(p).MatMul(turned) + turned.MatMul(p.MatMul(other)) - turned.MatMul(gradient).MatMul(turned)];
    }

    /// <inheritdoc/>
    protected override void Forget() => input = output = default;

    private static Matrix<double> Invert(Matrix<double> a, double cutoff)
    {
        if (a.RowCount < a.ColumnCount)
        {
            return Invert(a.Transpose(), cutoff).Transpose();
        }

        QR<double>? qr = a.RowCount > a.ColumnCount ? a.QR(QRMethod.Thin) : null;
        Svd<double> svd = (qr?.R ?? a).Svd();
        Matrix<double> inverse = svd.VT.Transpose() * Matrix<double>.Build.DiagonalOfDiagonalVector(svd.S.Map(s => s > cutoff * svd.S[0] ? 1 / s : 0)) * svd.U.Transpose();
        return qr is null ? inverse : inverse * qr.Q.Transpose();
    }
}
