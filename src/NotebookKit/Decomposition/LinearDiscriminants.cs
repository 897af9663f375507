using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NotebookKit.Gradients;
using NotebookKit.Ops;

namespace NotebookKit.Decomposition;

/// <summary>Linear discriminant analysis: the directions along which classes lie far apart and each class close together. It asks another question than PCA, which does not know the classes.</summary>
/// <remarks>
/// Directions w make w' S_b w / w' S_w w large, S_w the scatter within the classes and S_b that between their means: the eigenvectors of S_w^-1 S_b, at most
/// one fewer than classes. For two classes it is Fisher's w = S_w^-1 (m_1 - m_2). Solved in axes in which S_w is the unit matrix.
/// Fisher 1936, Rao 1948; lecture S2 L12 names it.
/// </remarks>
public sealed record LinearDiscriminants
{
    /// <summary>How many directions; classes - 1 when null.</summary>
    public int? Directions { get; init; }

    /// <summary>Added to the diagonal of S_w, as a share of its mean: for columns that say the same, or fewer points than columns.</summary>
    public double Ridge { get; init; } = 1e-9;

    /// <summary>Finds the directions.</summary>
    /// <param name="points">[N, d].</param>
    /// <param name="labels">[N] class numbers from 0, Int64.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there is one class only, or there are more directions than classes - 1 or columns.</exception>
    public LinearDiscriminantsResult Fit(Tensor points, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(labels);
        MapQuality.Check(nameof(LinearDiscriminants), points);
        Check.Labels(nameof(LinearDiscriminants), labels, points.Shape[0], int.MaxValue);
        using IDisposable off = Gradient.Off();
        int d = points.Shape[1];
        long[] own = labels.ToArray<long>(), names = [.. own.Distinct().Order()];
        int most = Math.Min(names.Length - 1, d);
        if (names.Length < 2 || Directions < 1 || Directions > most || !(Ridge >= 0))
        {
            throw new ArgumentException($"LinearDiscriminants: takes two classes or more, 1 to {most} directions for these, and a Ridge of 0 or more, and got {names.Length}, {Directions?.ToString() ?? "all"} and {Ridge}.");
        }

        Scatter all = Scatter.Of(nameof(LinearDiscriminants), points.Detach());
        Matrix<double> total = Matrix<double>.Build.Dense(d, d, all.Matrix), within = Matrix<double>.Build.Dense(d, d);
        foreach (long name in names)
        {
            Tensor members = Tensor.From([.. Enumerable.Range(0, own.Length).Where(i => own[i] == name).Select(i => (long)i)]);
            within += Matrix<double>.Build.Dense(d, d, Scatter.Of(nameof(LinearDiscriminants), points.Detach().IndexSelect(0, members)).Matrix);
        }

        Matrix<double> between = total - within;
        double trace = within.Trace() > 0 ? within.Trace() : total.Trace();
        within += Matrix<double>.Build.DenseDiagonal(d, d, Math.Max(Ridge * trace / d, double.Epsilon));
        Evd<double> inner = within.Evd(Symmetricity.Symmetric);
        double largest = inner.EigenValues.Max(value => value.Real);
        Matrix<double> whitening = inner.EigenVectors * Matrix<double>.Build.DenseDiagonal(d, d, i => inner.EigenValues[i].Real > 1e-14 * largest ? 1 / Math.Sqrt(inner.EigenValues[i].Real) : 0);
        Matrix<double> asked = whitening.Transpose() * between * whitening;
        Evd<double> outer = ((asked + asked.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, d).OrderByDescending(i => outer.EigenValues[i].Real).Take(Directions ?? most)];
        double[][] directions = [.. order.Select(i => Unit((whitening * outer.EigenVectors.Column(i)).ToArray()))];
        return new(Tensor.From(all.Mean).Keep(), Tensor.From(directions).Keep(), [.. order.Select(i => Math.Max(0, outer.EigenValues[i].Real))]);
    }

    private static double[] Unit(double[] direction)
    {
        double length = Math.Sqrt(Learners.Points.Dot(direction, direction)) * (direction.MaxBy(Math.Abs) < 0 ? -1 : 1);
        return [.. direction.Select(value => value / length)];
    }
}

/// <summary>Directions that tell classes apart.</summary>
/// <param name="Mean">Of all points, [d].</param>
/// <param name="Directions">[k, d], of length 1; not at right angles in general.</param>
/// <param name="Ratios">Scatter between the classes over scatter within them, along each.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record LinearDiscriminantsResult(Tensor Mean, Tensor Directions, IReadOnlyList<double> Ratios)
{
    /// <summary>The points along the directions: [N, d] becomes [N, k].</summary>
    public Tensor Transform(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.Rank == 2 && points.Shape[1] == Mean.Count ? (points.To(DType.Float64) - Mean).MatMul(Directions.Transpose()).To(points.DType)
            : throw new ArgumentException($"LinearDiscriminants: takes rows of {Mean.Count} numbers, [N, {Mean.Count}], and got {points.Shape}.", nameof(points));
    }

    /// <summary>The ratios, in a line.</summary>
    public override string ToString() => $"{Ratios.Count} direction{(Ratios.Count == 1 ? "" : "s")}, scatter between over within {string.Join(", ", Ratios.Select(ratio => FormattableString.Invariant($"{ratio:G4}")))}";
}
