using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Memory;

namespace NotebookKit.Decomposition;

/// <summary>The first components of very many rows by chance: those of some rows, made right by two looks at all.</summary>
/// <remarks>
/// The leading plane Q of the scatter of a random sample of 8 d rows lies near that of all rows. Two passes over the rows, in chunks that stay in the
/// cache, give S Q and S R, with R what S Q has at right angles to Q; the best components in the plane of Q and R together (Rayleigh and Ritz) are the
/// result: Lanczos' method with blocks, two steps long. A pass is 4 N d k operations with k columns, the whole scatter matrix would be N d^2. Sums are
/// added up in double precision whatever the rows are. Halko, Martinsson and Tropp 2011; Musco and Musco, Randomized block Krylov methods, 2015, for
/// keeping both planes.
/// </remarks>
internal static class SampledVectors
{
    private const int RowsOfColumn = 8;
    private const int LeastChunks = 8;
    private const int MostColumns = 2048;
    private const int ChunkRows = 2048;
    private const int Rounds = 5;
    private const double Crooked = 1e-8;

    /// <summary>Columns of the plane for some components: some to spare, in whole panels of the matrix product.</summary>
    public static int Plane(int wanted) => (wanted + Math.Max(10, wanted / 4) + 31) / 32 * 32;

    /// <summary>Whether the rows are so many that a sample of them pays.</summary>
    public static bool Suits(int rows, int columns, int wanted) =>
        columns <= MostColumns && 4 * Plane(wanted) <= columns && rows >= LeastChunks * RowsOfColumn * columns;

    /// <summary>The <paramref name="wanted"/> largest eigenvalues of the scatter of (x - mean) / scale, descending, and their vectors as rows.</summary>
    /// <param name="points">[N, d].</param>
    /// <param name="mean">[d], of the points' type.</param>
    /// <param name="scale">[d], likewise; null: all 1.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="rng">Where chance comes from.</param>
    public static (double[] Values, double[][] Vectors) Of(Tensor points, Tensor mean, Tensor? scale, int wanted, Rng rng)
    {
        using BufferScope all = new();
        (int n, int d) = (points.Shape[0], points.Shape[1]);
        long[] some = [.. rng.Permutation(n).Take(RowsOfColumn * d).Order().Select(i => (long)i)];
        Tensor sample = Scaled(points.IndexSelect(0, Tensor.From(some)), mean, scale);
        Tensor scatter = Tensor.Wrap(Scatter.Of(nameof(Pca), sample).Matrix, [d, d]);
        Tensor q = OrthonormalColumns.Of(Tensor.Normal([d, Plane(wanted)], rng: rng, dtype: DType.Float64));
        for (int round = 0; round < Rounds; round++)
        {
            q = OrthonormalColumns.Of(scatter.MatMul(q));
        }

        Tensor of = Product(points, mean, scale, q), rest = of;
        for (int again = 0; again < 2; again++)
        {
            rest = OrthonormalColumns.Of(rest - q.MatMul(q.Transpose().MatMul(rest)));
        }

        // Where nothing is left the first plane is whole, and what was made orthonormal of nothing may lie in it again.
        bool isWhole = q.Transpose().MatMul(rest).Abs().Max().Item() > Crooked;
        Tensor plane = isWhole ? q : Tensor.Concat([q, rest], 1);
        Tensor seen = plane.Transpose().MatMul(isWhole ? of : Tensor.Concat([of, Product(points, mean, scale, rest)], 1));
        Evd<double> evd = ((seen + seen.Transpose()) / 2).ToMathNet<double>().Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, plane.Shape[1]).OrderByDescending(i => evd.EigenValues[i].Real).Take(wanted)];
        Tensor turn = Tensor.From(Matrix<double>.Build.DenseOfColumnVectors(order.Select(evd.EigenVectors.Column)));
        return ([.. order.Select(i => Math.Max(0, evd.EigenValues[i].Real))], plane.MatMul(turn).Transpose().ToJagged<double>());
    }

    private static Tensor Scaled(Tensor rows, Tensor mean, Tensor? scale) => scale is null ? rows - mean : (rows - mean) / scale;

    // S V = sum over chunks of X'(X V): the scatter matrix itself is never there.
    private static Tensor Product(Tensor points, Tensor mean, Tensor? scale, Tensor vectors)
    {
        Tensor narrow = vectors.To(points.DType);
        double[] sum = new double[vectors.Count];
        for (int from = 0; from < points.Shape[0]; from += ChunkRows)
        {
            using BufferScope scope = new();
            Tensor rows = Scaled(points[from..Math.Min(points.Shape[0], from + ChunkRows)], mean, scale);
            Tensor part = rows.Transpose().MatMul(rows.MatMul(narrow)).To(DType.Float64);
            TensorPrimitives.Add(sum, part.AsSpan<double>(), sum);
        }

        return Tensor.Wrap(sum, vectors.Shape);
    }
}
