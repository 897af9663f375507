using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Decomposition;

/// <summary>The largest eigenvalues of a symmetric matrix without a negative one, with their vectors.</summary>
/// <remarks>
/// All of them come from the full decomposition, whose work grows as d^3. A few come by subspace iteration with a filter. A plane of more than
/// enough random directions is turned so that the matrix is diagonal on it (Rayleigh and Ritz), its columns go through a Chebyshev polynomial of the
/// matrix, which stays within 1 between 0 and the plane's smallest value b and grows fast above, and are made orthonormal, until the wanted values
/// stand still. Degree m multiplies what is wanted of value l by cosh(m arcosh(2 l / b - 1)), where m plain multiplications give (l / b)^m. Saad,
/// Numerical methods for large eigenvalue problems, 2011, chapters 5 and 7.
/// </remarks>
internal static class LeadingVectors
{
    private const int MostRounds = 300;
    private const double Settled = 1e-12;
    private const int MostDegree = 12;

    // The filter lets the first direction outgrow the last wanted one by this much: more, and its rounding would cover the last.
    private const double Spread = 1e7;

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
        using BufferScope all = new();
        Tensor a = Tensor.Wrap(matrix, [size, size]);
        double[] before = new double[count];
        Tensor basis = OrthonormalColumns.Of(a.MatMul(Tensor.Normal([size, plane], rng: new Rng(0), dtype: DType.Float64)));
        for (int round = 0; ; round++)
        {
            using BufferScope scope = new();
            (double[] values, Tensor turn) = Inside(basis.Transpose().MatMul(a.MatMul(basis)));
            Tensor ritz = basis.MatMul(turn);
            if (round >= MostRounds || values.Zip(before).Take(count).All(pair => Math.Abs(pair.First - pair.Second) <= Settled * values[0]))
            {
                return ([.. values.Take(count).Select(value => Math.Max(0, value))], [.. ritz.Transpose().ToJagged<double>().Take(count)]);
            }

            before = [.. values.Take(count)];
            basis = OrthonormalColumns.Of(Filtered(a, ritz, values, count)).Keep();
        }
    }

    // The eigenvalues of the matrix as the plane sees it, descending, and its eigenvectors as columns in that order.
    private static (double[] Values, Tensor Vectors) Inside(Tensor seen)
    {
        Evd<double> evd = ((seen + seen.Transpose()) / 2).ToMathNet<double>().Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, seen.Shape[0]).OrderByDescending(i => evd.EigenValues[i].Real)];
        Matrix<double> turn = Matrix<double>.Build.DenseOfColumnVectors(order.Select(evd.EigenVectors.Column));
        return ([.. order.Select(i => evd.EigenValues[i].Real)], Tensor.From(turn));
    }

    // T(k + 1) = 2 M T(k) - T(k - 1) with M = (2 / b) A - 1, which maps 0 to b onto -1 to 1.
    private static Tensor Filtered(Tensor a, Tensor columns, double[] values, int count)
    {
        double floor = Math.Max(values[^1], 1e-14 * values[0]);
        if (floor <= 0)
        {
            return columns;
        }

        int degree = Degree(values[0] / floor, Math.Max(values[count - 1], 0) / floor);
        Tensor before = columns, now = (a.MatMul(columns) * (2 / floor)) - columns;
        for (int k = 1; k < degree; k++)
        {
            (before, now) = (now, (a.MatMul(now) * (4 / floor)) - (now * 2) - before);
        }

        return now;
    }

    private static int Degree(double first, double last)
    {
        double faster = Math.Acosh((2 * first) - 1) - Math.Acosh(Math.Max(1, (2 * last) - 1));
        return faster <= 0 ? MostDegree : (int)Math.Clamp(Math.Log(Spread) / faster, 1, MostDegree);
    }
}
