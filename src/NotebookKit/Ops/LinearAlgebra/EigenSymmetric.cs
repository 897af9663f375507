using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The eigenvalues and eigenvectors of symmetric matrices: X = V diag(l) V' with V V' = I.</summary>
/// <remarks>
/// [.., n, n] gives values [.., n], ascending, and vectors [.., n, n], one a column. Each vector has its largest component positive, the first
/// of equal ones, so results are the same on every machine. Float32 is computed in double precision and rounded.
/// dL/dX = V (diag(dL/dl) + F (V' dL/dV)) V' with f_ij = 1 / (l_j - l_i), made symmetric (Giles, Collected matrix derivative
/// results, 2008). Equal values have no vectors of their own, only a plane of them: the gradient of anything that depends on the
/// plane or the values alone is right there, and what would turn the vectors within it counts as 0. Near ones have large gradients.
/// </remarks>
public sealed class EigenSymmetric : GradientNode, IOp
{
    private Saved output;

    private EigenSymmetric(Tensor x, Tensor y)
        : base(x) => output = new Saved(y);

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 3), new(2, 2, 2), new(0, 2, 2) })
            {
                // V l^3 V' = X^3, whatever the signs.
                yield return new OpCase(
                    $"cube of {shape}",
                    [shape],
                    x => Naive.Positive(x[0]).EigenSymmetric() is var (values, vectors) ? (vectors * values.Pow(3).Unsqueeze(-2)).MatMul(vectors.Transpose()) : x[0],
                    x => Naive.Each(x[0], shape, a => Naive.Positive(a) is var b ? Naive.Multiply(b, Naive.Multiply(b, b)) : a));
            }
        }
    }

    /// <summary>Values and vectors.</summary>
    /// <exception cref="ArgumentException">A matrix is not square or not symmetric.</exception>
    public static (Tensor Values, Tensor Vectors) Apply(Tensor x)
    {
        Matrices.Symmetric(nameof(EigenSymmetric), x);
        if (x.DType == DType.Float32)
        {
            (Tensor values, Tensor vectors) = Apply(((x + x.Transpose()) / 2).To(DType.Float64));
            return (values.To(DType.Float32), vectors.To(DType.Float32));
        }

        // One result of values above vectors, so that one node knows both.
        int n = x.Shape[^1];
        Tensor both = Matrices.Each(x, n + 1, n, (a, _) => Decompose((a + a.Transpose()) / 2));
        Tensor y = Gradient.Flows(x) ? both.From(new EigenSymmetric(x, both)) : both;
        return (Matrices.Rows(y, ..1).Squeeze(-2), Matrices.Rows(y, 1..));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor values = Matrices.Rows(output.Tensor, ..1);
        Tensor vectors = Matrices.Rows(output.Tensor, 1..);
        Tensor gaps = values - values.Transpose();
        Tensor turn = vectors.Transpose().MatMul(Matrices.Rows(gradient, 1..)) * Matrices.SafeReciprocal(gaps, values.Detach().Abs().Amax(-1, keepDim: true));
        Tensor slope = vectors.MatMul(Matrices.Rows(gradient, ..1).Squeeze(-2).DiagonalMatrix() + turn).MatMul(vectors.Transpose());
        return [(slope + slope.Transpose()) / 2];
    }

    /// <inheritdoc/>
    protected override void Forget() => output = default;

    private static Matrix<double> Decompose(Matrix<double> a)
    {
        Evd<double> evd = a.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, a.RowCount).OrderBy(i => evd.EigenValues[i].Real)];
        Matrix<double> vectors = Matrix<double>.Build.DenseOfColumnVectors(order.Select(evd.EigenVectors.Column));
        Matrices.FixSigns(vectors);
        return vectors.InsertRow(0, Vector<double>.Build.Dense(order.Length, i => evd.EigenValues[order[i]].Real));
    }
}
