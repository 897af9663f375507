using NotebookKit.Gradients;
using NotebookKit.Memory;
using NotebookKit.Ops;

namespace NotebookKit.Decomposition;

/// <summary>How the principal components are found; the first two agree to rounding.</summary>
public enum PcaSolver
{
    /// <summary>From the covariance matrix, d x d: the lecture's way, and the quickest for many rows. Fewer rows than columns go by <see cref="Svd"/>.</summary>
    Covariance,

    /// <summary>From the singular values of the centred rows: no number is squared before it is compared, so the smallest components keep their digits.</summary>
    Svd,

    /// <summary>From a random sketch of the rows, sharpened twice, or of many rows from a random sample, sharpened by two looks at all: nearly as much variance for a few components. Halko, Martinsson and Tropp 2011.</summary>
    Randomized,
}

/// <summary>Principal component analysis: the few directions at right angles in which a cloud of points varies most.</summary>
/// <remarks>
/// Subtract the mean, divide by the standard deviations if columns are in different units, take the covariance matrix, and keep its eigenvectors of
/// the largest eigenvalues. An eigenvalue is the variance along its vector (the slide says standard deviation). Signs have no meaning; here each
/// component's largest coefficient is positive. Pearson 1901; lecture S2 L9.
/// <code>
/// PcaResult pca = new Pca { Components = 2 }.Fit(points);
/// Tensor flat = pca.Transform(points);        // [N, 2]
/// </code>
/// </remarks>
public sealed record Pca
{
    private const int Sharpenings = 2;

    /// <summary>How many to keep; all when null.</summary>
    public int? Components { get; init; }

    /// <summary>Keeps as many as this share of the variance takes, 0 to 1; not together with <see cref="Components"/>.</summary>
    public double? Share { get; init; }

    /// <summary>Whether each column is divided by its standard deviation: for columns whose units cannot be compared.</summary>
    public bool Standardize { get; init; }

    /// <summary>Whether scores are divided by their standard deviations, so that all count the same.</summary>
    public bool Whiten { get; init; }

    /// <summary>What is taken off the number of rows in a variance: 1 for a sample, 0 for the lecture's 1 / n.</summary>
    public int Correction { get; init; } = 1;

    /// <summary>How they are found.</summary>
    public PcaSolver Solver { get; init; }

    /// <summary>Where the sketch or the sample of <see cref="PcaSolver.Randomized"/> comes from; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>Finds the components.</summary>
    /// <param name="points">[N, d].</param>
    /// <exception cref="ArgumentException">The points are not [N, d] with N above the correction, hold a number that is not finite, or an option is out of range.</exception>
    public PcaResult Fit(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Check.Floats(nameof(Pca), points);
        if (points.Rank != 2 || points.Shape[0] <= Correction || points.Shape[1] < 1 || Correction < 0)
        {
            throw new ArgumentException($"Pca: points are rows of a tensor [N, d] with N above the correction {Correction}, and this one is {points.Shape}.", nameof(points));
        }

        int most = Math.Min(points.Shape[0], points.Shape[1]);
        if ((Components is not null && Share is not null) || Components < 1 || Components > most || Share is <= 0 or > 1 or double.NaN)
        {
            throw new ArgumentException($"Pca: takes Components from 1 to {most} for {points.Shape}, or a Share above 0 and at most 1, and got {Components?.ToString() ?? "none"} and {Share?.ToString() ?? "none"}.");
        }

        using IDisposable off = Gradient.Off();
        Tensor rows = points.Detach();
        if (Solver == PcaSolver.Randomized && Components is { } wanted && SampledVectors.Suits(rows.Shape[0], rows.Shape[1], wanted))
        {
            return FromSample(rows, wanted);
        }

        bool byRows = Solver != PcaSolver.Covariance || rows.Shape[0] < rows.Shape[1];
        return byRows ? FromRows(rows, most) : FromScatter(Scatter.Of(nameof(Pca), rows), most);
    }

    /// <summary>From what is known of all rows.</summary>
    internal PcaResult FromScatter(Scatter scatter, int most)
    {
        int d = scatter.Columns;
        double[] covariance = [.. scatter.Matrix.Select(value => value / (scatter.Count - Correction))];
        double[] scale = Scales(Enumerable.Range(0, d).Select(i => covariance[(i * d) + i]));
        for (int i = 0; i < d * d; i++)
        {
            covariance[i] /= scale[i / d] * scale[i % d];
        }

        double total = Enumerable.Range(0, d).Sum(i => covariance[(i * d) + i]);
        (double[] values, double[][] vectors) = LeadingVectors.Of(covariance, d, Share is null ? Components ?? most : most);
        return Result(scatter.Mean, scale, values, vectors, total, scatter.Count);
    }

    private PcaResult FromRows(Tensor points, int most)
    {
        int n = points.Shape[0];
        using BufferScope scope = new();
        Tensor rows = points.To(DType.Float64);
        double[] mean = rows.Mean(0).ToArray<double>();
        Finite(mean, points);
        Tensor centred = rows - Tensor.From(mean);
        double[] scale = Scales((centred.Square().Sum(0) / (n - Correction)).ToArray<double>());
        centred /= Tensor.From(scale);
        double total = centred.Square().Sum().Item() / (n - Correction);
        int wanted = Share is null ? Components ?? most : most;
        (Tensor s, Tensor v) = Solver == PcaSolver.Randomized ? Sketch(centred, wanted) : centred.Svd() is var (_, own, right) ? (own, right) : default;
        double[] values = [.. s.ToArray<double>().Take(wanted).Select(value => value * value / (n - Correction))];
        return Result(mean, scale, values, [.. v.Transpose().ToJagged<double>().Take(wanted)], total, n);
    }

    private PcaResult FromSample(Tensor rows, int wanted)
    {
        using BufferScope scope = new();
        ColumnMoments moments = ColumnMoments.Of(rows);
        Finite(moments.Mean, rows);
        int freedom = rows.Shape[0] - Correction;
        double[] scale = Scales(moments.Squares.Select(square => square / freedom));
        double total = moments.Squares.Zip(scale, (square, unit) => square / freedom / (unit * unit)).Sum();
        if (total == 0)
        {
            return FromScatter(Scatter.Of(nameof(Pca), rows), rows.Shape[1]);
        }

        Tensor Narrow(double[] values) => Tensor.From(values).To(rows.DType);
        (double[] values, double[][] vectors) = SampledVectors.Of(rows, Narrow(moments.Mean), Standardize ? Narrow(scale) : null, wanted, Rng ?? Rng.Current);
        return Result(moments.Mean, scale, [.. values.Select(value => value / freedom)], vectors, total, rows.Shape[0]);
    }

    // Y = (A A')^q A G spans nearly the plane that the first components span; inside it the decomposition is small.
    private (Tensor S, Tensor V) Sketch(Tensor rows, int wanted)
    {
        int plane = Math.Min(Math.Min(rows.Shape[0], rows.Shape[1]), wanted + Math.Max(10, wanted / 2));
        Tensor q = rows.MatMul(Tensor.Normal([rows.Shape[1], plane], rng: Rng, dtype: DType.Float64)).Qr().Q;
        for (int round = 0; round < Sharpenings; round++)
        {
            q = rows.MatMul(rows.Transpose().MatMul(q).Qr().Q).Qr().Q;
        }

        (_, Tensor s, Tensor v) = q.Transpose().MatMul(rows).Svd();
        return (s, v);
    }

    private static void Finite(double[] mean, Tensor points)
    {
        int odd = Array.FindIndex(mean, value => !double.IsFinite(value));
        if (odd >= 0)
        {
            throw new ArgumentException($"Pca: column {odd} of the {mean.Length} holds a value that is not finite; fill or drop it first.", nameof(points));
        }
    }

    private double[] Scales(IEnumerable<double> variances) =>
        [.. variances.Select(variance => Standardize && variance > 0 ? Math.Sqrt(variance) : 1)];

    private PcaResult Result(double[] mean, double[] scale, double[] values, double[][] vectors, double total, int count)
    {
        foreach (double[] vector in vectors)
        {
            double largest = vector.MaxBy(Math.Abs);
            if (largest < 0)
            {
                System.Numerics.Tensors.TensorPrimitives.Negate(vector, vector);
            }
        }

        int kept = values.Length;
        if (Share is { } share)
        {
            double sum = 0;
            kept = values.TakeWhile(value => (sum += value) < share * total * (1 - 1e-12)).Count() + 1;
            kept = Math.Min(kept, values.Length);
        }

        return new PcaResult(mean, scale, vectors[..kept], values[..kept], total, count, Whiten);
    }
}
