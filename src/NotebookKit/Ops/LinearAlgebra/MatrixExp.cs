namespace NotebookKit.Ops;

/// <summary>The exponential of square matrices, e^X = I + X + X^2 / 2! + ..: the solution of dY/dt = X Y at t = 1 from Y = I.</summary>
/// <remarks>
/// [.., n, n]. The matrix is halved until its norm is at most 1/2, its exponential is a quotient of two polynomials of degree 8
/// (Pade), and is squared as often as it was halved (Moler and Van Loan, Nineteen dubious ways, 1978). Float32 is
/// computed in double precision and rounded. Gradients pass through each step.
/// </remarks>
public static class MatrixExp
{
    private const int Degree = 8;

    /// <summary>The exponentials.</summary>
    /// <exception cref="ArgumentException">A matrix is not square.</exception>
    public static Tensor Apply(Tensor x)
    {
        Matrices.Check(nameof(MatrixExp), x, square: true);
        if (x.DType == DType.Float32)
        {
            return Apply(x.To(DType.Float64)).To(DType.Float32);
        }

        if (x.Count == 0)
        {
            return x.Clone();
        }

        int n = x.Shape[^1];
        int halvings = Math.Max(0, Math.ILogB(x.Detach().Norm(1, -2).Amax().Item() + double.Epsilon) + 2);
        Tensor small = x * Math.ScaleB(1, -halvings);
        Tensor identity = Matrices.Constant(n, x.Device, (i, j) => i == j ? 1 : 0);
        Tensor power = small;
        double factor = 0.5;
        Tensor upper = identity + (factor * power);
        Tensor lower = identity - (factor * power);
        for (int k = 2; k <= Degree; k++)
        {
            factor *= (Degree - k + 1.0) / (k * ((2 * Degree) - k + 1.0));
            power = power.MatMul(small);
            upper += factor * power;
            lower += (k % 2 == 0 ? factor : -factor) * power;
        }

        Tensor y = lower.Solve(upper);
        for (int i = 0; i < halvings; i++)
        {
            y = y.MatMul(y);
        }

        return y;
    }
}
