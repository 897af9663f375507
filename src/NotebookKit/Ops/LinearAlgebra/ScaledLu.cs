using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace NotebookKit.Ops;

/// <summary>P D A = L U for a square matrix: its rows are first scaled by powers of two, so that a small pivot means a bad matrix and not small units.</summary>
internal sealed class ScaledLu
{
    private readonly Vector<double> scale;
    private readonly LU<double> lu;
    private readonly Matrix<double> scaled;

    /// <summary>Decomposes a matrix.</summary>
    public ScaledLu(Matrix<double> a)
    {
        scale = Vector<double>.Build.Dense(a.RowCount, row => a.Row(row).AbsoluteMaximum() is var largest && largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1);
        scaled = Matrix<double>.Build.DiagonalOfDiagonalVector(scale) * a;
        lu = scaled.LU();
    }

    /// <summary>The determinant.</summary>
    public double Determinant => lu.Determinant / scale.Aggregate(1.0, (product, value) => product * value);

    /// <summary>The sign of the determinant, and the logarithm of its size.</summary>
    public (double Sign, double LogAbs) LogDeterminant
    {
        get
        {
            Vector<double> pivots = lu.U.Diagonal();
            double log = pivots.Sum(pivot => Math.Log(Math.Abs(pivot))) - scale.Sum(Math.Log);
            return (Math.Sign(lu.Determinant) is var sign && sign == 0 && !double.IsNegativeInfinity(log) ? SignOf(pivots) : sign, log);
        }
    }

    /// <summary>A^-1.</summary>
    public Matrix<double> Inverse() => lu.Inverse() * Matrix<double>.Build.DiagonalOfDiagonalVector(scale);

    /// <summary>A^-1 B.</summary>
    public Matrix<double> Solve(Matrix<double> b) => lu.Solve(Matrix<double>.Build.DiagonalOfDiagonalVector(scale) * b);

    /// <summary>Fails where a pivot is as small as rounding leaves of 0.</summary>
    /// <exception cref="ArgumentException">The matrix is singular to working precision.</exception>
    public ScaledLu Regular(string operation, string name)
    {
        for (int k = 0; k < scaled.RowCount; k++)
        {
            double pivot = Math.Abs(lu.U.At(k, k));
            double limit = scaled.RowCount * Math.ScaleB(1, -52) * scaled.Column(k).AbsoluteMaximum();
            if (!(pivot > limit))
            {
                throw new ArgumentException(
                    $"{operation}: {name} is singular: pivot {k} of its decomposition is {Matrices.Text(pivot)}, its column {k} a combination of those before; LeastSquares and PseudoInverse take it.");
            }
        }

        return this;
    }

    // The product of the pivots underflowed; the sign is that of the product of their signs and of the permutation.
    private double SignOf(Vector<double> pivots)
    {
        Vector<double> signs = pivots.Map(pivot => (double)Math.Sign(pivot));
        Matrix<double> rows = Matrix<double>.Build.DenseIdentity(pivots.Count);
        rows.PermuteRows(lu.P);
        return signs.Aggregate(1.0, (product, sign) => product * sign) * Math.Round(rows.LU().Determinant);
    }
}
