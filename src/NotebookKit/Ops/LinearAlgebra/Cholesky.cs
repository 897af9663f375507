using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Cholesky's root of symmetric positive definite matrices: the lower triangle L with positive diagonal and L L' = X.</summary>
/// <remarks>
/// [.., n, n]; Float32 is computed in double precision and rounded. dL/dX = (S + S') / 2 with S = L'^-1 P L^-1, where P is the lower triangle of
/// L' (dL/dL) with half its diagonal (Murray, Differentiation of the Cholesky decomposition, 2016).
/// </remarks>
public sealed class Cholesky : GradientNode, IOp
{
    private Saved output;

    private Cholesky(Tensor x, Tensor y)
        : base(x) => output = new Saved(y);

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 3), new(2, 2, 2), new(0, 2, 2) })
            {
                yield return new OpCase($"{shape}", [shape], x => Naive.Positive(x[0]).Cholesky(), x => Naive.Each(x[0], shape, a => Reference(Naive.Positive(a))));
            }
        }
    }

    /// <summary>The roots.</summary>
    /// <exception cref="ArgumentException">A matrix is not square, not symmetric, or not positive definite.</exception>
    public static Tensor Apply(Tensor x)
    {
        Matrices.Symmetric(nameof(Cholesky), x);
        if (x.DType == DType.Float32)
        {
            return Apply(((x + x.Transpose()) / 2).To(DType.Float64)).To(DType.Float32);
        }

        int n = x.Shape[^1];
        Tensor y = Matrices.Each(x, n, n, (a, name) => Root((a + a.Transpose()) / 2, name));
        return Gradient.Flows(x) ? y.From(new Cholesky(x, y)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor turned = output.Tensor.Transpose();
        Tensor lower = turned.MatMul(gradient) * Matrices.Constant(gradient.Shape[^1], gradient.Device, (i, j) => i > j ? 1 : i == j ? 0.5 : 0);
        Tensor slope = turned.Solve(turned.Solve(lower).Transpose());
        return [(slope + slope.Transpose()) / 2];
    }

    /// <inheritdoc/>
    protected override void Forget() => output = default;

    private static Matrix<double> Root(Matrix<double> a, string name)
    {
        try
        {
            return a.Cholesky().Factor;
        }
        catch (ArgumentException)
        {
            int size = Enumerable.Range(1, a.RowCount).First(k => k == a.RowCount || !IsPositive(a.SubMatrix(0, k, 0, k)));
            throw new ArgumentException(
                $"Cholesky: {name} is not positive definite: its leading {size} x {size} minor is the first that is not above 0. A covariance gets there with a small number added to its diagonal.");
        }
    }

    private static bool IsPositive(Matrix<double> a)
    {
        try
        {
            return a.Cholesky() is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static double[,] Reference(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = a[i, j] - Enumerable.Range(0, j).Sum(k => l[i, k] * l[j, k]);
                l[i, j] = i == j ? Math.Sqrt(rest) : rest / l[j, j];
            }
        }

        return l;
    }
}
