using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The determinant of square matrices. dL/dX = (dL/dy) times the cofactors of X.</summary>
/// <remarks>
/// [.., n, n] gives [..]; Float32 is computed in double precision and rounded. The first derivative exists for singular matrices too;
/// the second is made of the inverse and needs a regular one. <see cref="LogDeterminant"/> does not overflow.
/// </remarks>
public sealed class Determinant : GradientNode, IOp
{
    private Saved input;
    private Saved output;

    private Determinant(Tensor x, Tensor y)
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
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 3), new(2, 3, 3), new(0, 2, 2) })
            {
                yield return new OpCase(
                    $"{shape}", [shape], x => Naive.Safe(x[0]).Determinant(), x => Naive.Each(x[0], shape, a => new double[,] { { Naive.Determinant(Naive.Safe(a)) } }))
                {
                    Low = -1,
                    High = 1,
                };
            }

            yield return new OpCase("[0, 0]", [new(0, 0)], x => x[0].Determinant(), _ => [1]);
        }
    }

    /// <summary>The determinants.</summary>
    /// <exception cref="ArgumentException">A matrix is not square.</exception>
    public static Tensor Apply(Tensor x)
    {
        Matrices.Check(nameof(Determinant), x, square: true);
        if (x.DType == DType.Float32)
        {
            return Apply(x.To(DType.Float64)).To(DType.Float32);
        }

        Shape batch = new(x.Shape.Span[..^2]);
        Tensor y = x.Shape[^1] == 0
            ? Tensor.Full(batch, 1, DType.Float64, x.Device)
            : Matrices.Each(x, 1, 1, (a, _) => Matrix<double>.Build.Dense(1, 1, new ScaledLu(a).Determinant)).Reshape(batch.Span);
        return Gradient.Flows(x) ? y.From(new Determinant(x, y)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = input.Tensor;
        int n = x.Shape[^1];
        Tensor cofactors = Gradient.IsOn
            ? output.Tensor.Unsqueeze(-1).Unsqueeze(-1) * x.Inverse().Transpose()
            : Matrices.Each(x, n, n, (a, _) => Cofactors(a.Svd()));
        return [gradient.Unsqueeze(-1).Unsqueeze(-1) * cofactors];
    }

    /// <inheritdoc/>
    protected override void Forget() => input = output = default;

    // With X = U S V', the cofactors are det(U) det(V) U C V', where c_i is the product of all singular values but s_i.
    private static Matrix<double> Cofactors(Svd<double> svd)
    {
        Vector<double> others = Vector<double>.Build.Dense(
            svd.S.Count, i => Enumerable.Range(0, svd.S.Count).Where(j => j != i).Aggregate(1.0, (product, j) => product * svd.S[j]));
        return svd.U.Determinant() * svd.VT.Determinant() * svd.U * Matrix<double>.Build.DiagonalOfDiagonalVector(others) * svd.VT;
    }
}
