using NotebookKit.Gradients;

namespace NotebookKit.Decomposition;

/// <summary>Chooses columns that say something: not constant, and not the same as one before. Unlike PCA it keeps the meaning of each column, and loses what the others knew.</summary>
/// <remarks>Lecture S2 L9, "How to avoid the curse?".</remarks>
public sealed record FeatureSelection
{
    /// <summary>Columns whose variance is at most this are dropped.</summary>
    public double LeastVariance { get; init; }

    /// <summary>A column is dropped when its correlation with a kept one is at least this in size; 1 drops exact copies, however scaled.</summary>
    public double MostCorrelation { get; init; } = 1 - 1e-9;

    /// <summary>The numbers of the columns to keep, ascending.</summary>
    /// <param name="points">[N, d].</param>
    /// <exception cref="ArgumentException">The points are not [N, d] of at least three finite rows, or an option is out of range.</exception>
    public IReadOnlyList<int> Choose(Tensor points)
    {
        MapQuality.Check(nameof(FeatureSelection), points);
        if (!(LeastVariance >= 0) || !(MostCorrelation is > 0 and <= 1))
        {
            throw new ArgumentException($"FeatureSelection: LeastVariance is 0 or more and MostCorrelation above 0 and at most 1, and they are {LeastVariance} and {MostCorrelation}.");
        }

        using IDisposable off = Gradient.Off();
        Scatter scatter = Scatter.Of(nameof(FeatureSelection), points.Detach());
        int d = scatter.Columns;
        List<int> kept = [];
        for (int column = 0; column < d; column++)
        {
            double own = scatter.Matrix[(column * d) + column];
            if (own / scatter.Count > LeastVariance && own > 1e-24 * scatter.Count * scatter.Mean[column] * scatter.Mean[column]
                && kept.TrueForAll(other => Math.Abs(scatter.Matrix[(column * d) + other]) < MostCorrelation * Math.Sqrt(own * scatter.Matrix[(other * d) + other])))
            {
                kept.Add(column);
            }
        }

        return kept;
    }

    /// <summary>The points with the chosen columns only.</summary>
    public Tensor Apply(Tensor points) =>
        points.IndexSelect(1, Tensor.From([.. Choose(points).Select(column => (long)column)]));
}
