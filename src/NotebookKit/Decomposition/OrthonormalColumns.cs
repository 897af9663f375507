using MathNet.Numerics.LinearAlgebra.Factorization;

namespace NotebookKit.Decomposition;

/// <summary>An orthonormal basis of the plane that the columns of a tall matrix span.</summary>
/// <remarks>
/// With columns of length 1, the Cholesky factor of X'X = R'R gives Q = X R^-1, all of it matrix products. What rounding leaves, about the square of
/// X's condition, a second pass takes away; columns that are nearly dependent go by Householder's reflections. Yamamoto et al., Roundoff error
/// analysis of the CholeskyQR2 algorithm, 2015.
/// </remarks>
internal static class OrthonormalColumns
{
    private const double Dependent = 1e-10;

    /// <summary>Of [n, k] in double precision, k at most n; [n, k].</summary>
    public static Tensor Of(Tensor columns)
    {
        Tensor unit = columns / columns.Square().Sum(0).Sqrt().Clamp(1e-300, double.PositiveInfinity);
        return Pass(unit) is { } once && Pass(once) is { } twice ? twice : Tensor.From(columns.ToMathNet<double>().QR(QRMethod.Thin).Q);
    }

    private static Tensor? Pass(Tensor columns)
    {
        int k = columns.Shape[1];
        double[] inverse = columns.Transpose().MatMul(columns).ToArray<double>();
        return InverseFactor(inverse, k) ? columns.MatMul(Tensor.From(inverse).Reshape(k, k)) : null;
    }

    // G = R'R becomes R^-1 in place, both upper; false where a pivot shows that columns are nearly dependent.
    private static bool InverseFactor(double[] g, int k)
    {
        for (int i = 0; i < k; i++)
        {
            Span<double> row = g.AsSpan(i * k, k);
            for (int above = 0; above < i; above++)
            {
                ReadOnlySpan<double> higher = g.AsSpan((above * k) + i, k - i);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(higher, -higher[0], row[i..], row[i..]);
            }

            if (!(row[i] > Dependent))
            {
                return false;
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(row[i..], Math.Sqrt(row[i]), row[i..]);
            row[..i].Clear();
        }

        // Rows from below: row i of R^-1 is (e_i - sum over j > i of r_ij row j) / r_ii.
        for (int i = k - 1; i >= 0; i--)
        {
            Span<double> row = g.AsSpan(i * k, k);
            double[] right = row[i..].ToArray();
            row.Clear();
            row[i] = 1;
            for (int j = i + 1; j < k; j++)
            {
                ReadOnlySpan<double> lower = g.AsSpan((j * k) + j, k - j);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(lower, -right[j - i], row[j..], row[j..]);
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(row[i..], right[0], row[i..]);
        }

        return true;
    }
}
