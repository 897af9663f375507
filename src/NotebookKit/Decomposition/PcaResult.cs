using NotebookKit.Ops;

namespace NotebookKit.Decomposition;

/// <summary>Principal components of some points: directions, and how much the points vary along them.</summary>
[Display.TypeFormatterSource(typeof(Display.PcaResultFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class PcaResult
{
    private readonly double[] scale;
    private readonly bool whiten;

    internal PcaResult(double[] mean, double[] scale, double[][] components, double[] variances, double total, int count, bool whiten)
    {
        (Mean, this.scale, this.whiten, Count) = (Tensor.From(mean).Keep(), scale, whiten, count);
        Components = Tensor.From(components).Keep();
        (Variances, TotalVariance) = (variances, total);
        double sum = 0;
        Shares = [.. variances.Select(variance => total > 0 ? variance / total : 0)];
        Cumulative = [.. Shares.Select(share => sum += share)];
    }

    /// <summary>How many points there were.</summary>
    public int Count { get; }

    /// <summary>The mean of the points, [d].</summary>
    public Tensor Mean { get; }

    /// <summary>The components, [k, d], one a row, of length 1 and at right angles to each other; the coefficients of the features, which are drawn in a load plot.</summary>
    public Tensor Components { get; }

    /// <summary>The variance along each component: the eigenvalues, descending.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>The variance of the points in all directions.</summary>
    public double TotalVariance { get; }

    /// <summary>Each component's share of the total variance: the bars of a scree plot.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>The share that the first components have together.</summary>
    public IReadOnlyList<double> Cumulative { get; }

    /// <summary>How many components a share of the variance takes.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    /// <exception cref="ArgumentException">The share is out of range, or the components that were kept have less.</exception>
    public int ComponentsFor(double share) => ComponentsFor(Shares, share);

    /// <summary>How many of some shares, the largest first, it takes to reach one: of 55, 22, 10, 7, 2 and 1 percent four for 90.</summary>
    /// <param name="shares">Shares of the variance, in order.</param>
    /// <param name="share">Above 0, at most 1.</param>
    /// <exception cref="ArgumentException">The share is out of range, or all have less together.</exception>
    public static int ComponentsFor(IReadOnlyList<double> shares, double share)
    {
        ArgumentNullException.ThrowIfNull(shares);
        double sum = 0;
        for (int k = 0; k < shares.Count; k++)
        {
            sum += shares[k];
            if (share is > 0 and <= 1 && sum >= share - 1e-12)
            {
                return k + 1;
            }
        }

        throw new ArgumentException($"ComponentsFor: a share of {share} is not reached by {shares.Count} components with {sum:P2} together; shares are above 0 and at most 1.", nameof(share));
    }

    /// <summary>The points in the new axes, their scores: [N, d] becomes [N, k].</summary>
    public Tensor Transform(Tensor points)
    {
        Tensor scores = ((Rows(points, Components.Shape[1]) - Mean) / Tensor.From(scale)).MatMul(Components.Transpose());
        return (whiten ? scores / Deviations() : scores).To(points.DType);
    }

    /// <summary>Scores as points again, exact when all components are kept, else the nearest points of their plane: [N, k] becomes [N, d].</summary>
    public Tensor InverseTransform(Tensor scores)
    {
        Tensor own = Rows(scores, Components.Shape[0]);
        return (((whiten ? own * Deviations() : own).MatMul(Components) * Tensor.From(scale)) + Mean).To(scores.DType);
    }

    /// <summary>How much the components explain, in a line.</summary>
    public override string ToString() =>
        $"PCA of {Count:N0} points with {Components.Shape[1]} numbers: {Components.Shape[0]} component{(Components.Shape[0] == 1 ? "" : "s")}, {Cumulative[^1]:P1} of the variance";

    private Tensor Deviations() => Tensor.From([.. Variances.Select(variance => variance > 0 ? Math.Sqrt(variance) : 1)]);

    private static Tensor Rows(Tensor x, int columns)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(PcaResult), x);
        return x.Rank == 2 && x.Shape[1] == columns ? x.To(DType.Float64)
            : throw new ArgumentException($"PcaResult: takes rows of {columns} numbers, [N, {columns}], and got {x.Shape}.", nameof(x));
    }
}
