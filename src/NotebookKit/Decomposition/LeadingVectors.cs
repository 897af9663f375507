using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Decomposition;

/// <summary>The largest eigenvalues of a symmetric matrix without a negative one, with their vectors.</summary>
/// <remarks>
/// All of them come from the full decomposition, whose work grows as d^3. A few come by block subspace iteration: a plane of more than
/// enough random directions is multiplied by the matrix, made orthonormal, and turned so that the matrix is diagonal on it (Rayleigh and
/// Ritz), until the wanted values stand still. The error of value k falls by (l_(p+1) / l_k)^2 a round, p being the size of the plane. Saad,
/// Numerical methods for large eigenvalue problems, 2011, chapter 5.
/// </remarks>
internal static class LeadingVectors
{
    private const int MostRounds = 300;
    private const double Settled = 1e-12;

    /// <summary>The <paramref name="count"/> largest values, descending, and their vectors as rows.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[] matrix, int size, int count)
    {
        int plane = Math.Max(2 * count, count + 16);
        return plane >= size / 2 || size <= 64 ? All(matrix, size, count) : Few(matrix, size, count, plane);
    }

    private static (double[] Values, double[][] Vectors) All(double[] matrix, int size, int count)
    {
        Evd<double> evd = Matrix<double>.Build.Dense(size, size, matrix).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => evd.EigenValues[i].Real).Take(count)];
        return ([.. order.Select(i => Math.Max(0, evd.EigenValues[i].Real))], [.. order.Select(i => evd.EigenVectors.Column(i).ToArray())]);
    }

    private static (double[] Values, double[][] Vectors) Few(double[] matrix, int size, int count, int plane)
    {
        using IDisposable off = Gradient.Off();
        Tensor a = Tensor.Wrap(matrix, [size, size]);
        double[] before = new double[count];
        Matrix<double> basis = Orthonormal(Tensor.Normal([size, plane], rng: new Rng(0), dtype: DType.Float64).ToMathNet<double>());
        for (int round = 0; ; round++)
        {
            using BufferScope scope = new();
            Tensor q = Tensor.From(basis), product = a.MatMul(q);
            Evd<double> inside = q.Transpose().MatMul(product).ToMathNet<double>().Evd(Symmetricity.Symmetric);
            int[] order = [.. Enumerable.Range(0, plane).OrderByDescending(i => inside.EigenValues[i].Real)];
            double[] values = [.. order.Take(count).Select(i => Math.Max(0, inside.EigenValues[i].Real))];
            if (round >= MostRounds || values.Zip(before).All(pair => Math.Abs(pair.First - pair.Second) <= Settled * values[0]))
            {
                Matrix<double> turned = basis * inside.EigenVectors;
                return (values, [.. order.Take(count).Select(i => turned.Column(i).ToArray())]);
            }

            before = values;

            // Two multiplications a round: the second costs less than the orthogonalisation that it spares.
            basis = Orthonormal(a.MatMul(product / Math.Max(values[0], double.Epsilon)).ToMathNet<double>());
        }
    }

    private static Matrix<double> Orthonormal(Matrix<double> columns) => columns.QR(QRMethod.Thin).Q;
}
