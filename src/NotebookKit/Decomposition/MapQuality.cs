using NotebookKit.Gradients;

namespace NotebookKit.Decomposition;

/// <summary>How well a map keeps what the points were like.</summary>
public static class MapQuality
{
    /// <summary>Trustworthiness, 0 to 1: near points on the map were near before. Each of a point's k neighbours on the map that was not among its k nearest before costs its rank beyond k.</summary>
    /// <remarks>1 - 2 / (N k (2N - 3k - 1)) sum over i, and over its k neighbours j on the map, of max(0, r(i, j) - k), with r the rank of j among the points nearest to i before. Venna and Kaski 2001.</remarks>
    /// <param name="points">[N, d].</param>
    /// <param name="map">[N, m].</param>
    /// <param name="k">How many neighbours, below N / 2.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or k is out of range.</exception>
    public static double Trustworthiness(Tensor points, Tensor map, int k = 5)
    {
        Check(nameof(Trustworthiness), points);
        Check(nameof(Trustworthiness), map, count: points.Shape[0]);
        int n = points.Shape[0];
        if (k < 1 || 2 * k >= n)
        {
            throw new ArgumentException($"Trustworthiness: k is at least 1 and below half the number of points, {n}, and it is {k}.", nameof(k));
        }

        NearestPoints before = NearestPoints.Of(points.Detach(), n - 1), after = NearestPoints.Of(map.Detach(), k);
        double[] costs = new double[n];
        Parallel.For(0, n, i =>
        {
            int[] ranks = new int[n];
            for (int r = 0; r < n - 1; r++)
            {
                ranks[before.Others[(i * (n - 1)) + r]] = r + 1;
            }

            for (int r = 0; r < k; r++)
            {
                costs[i] += Math.Max(0, ranks[after.Others[(i * k) + r]] - k);
            }
        });
        return 1 - (2.0 / ((double)n * k * ((2.0 * n) - (3.0 * k) - 1)) * costs.Sum());
    }

    /// <summary>The share of points whose class most of their k nearest other points have: a number for how well classes lie apart.</summary>
    /// <remarks>Of classes with equally many neighbours the one with the smaller number counts.</remarks>
    /// <param name="map">[N, m].</param>
    /// <param name="labels">[N] class numbers from 0, Int64.</param>
    /// <param name="k">How many neighbours vote.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or k is out of range.</exception>
    public static double NeighbourAccuracy(Tensor map, Tensor labels, int k = 5)
    {
        Check(nameof(NeighbourAccuracy), map);
        int n = map.Shape[0];
        ArgumentNullException.ThrowIfNull(labels);
        Ops.Check.Labels(nameof(NeighbourAccuracy), labels, n, int.MaxValue);
        if (k < 1 || k >= n)
        {
            throw new ArgumentException($"NeighbourAccuracy: k is at least 1 and below the number of points, {n}, and it is {k}.", nameof(k));
        }

        long[] classes = labels.ToArray<long>();
        NearestPoints near = NearestPoints.Of(map.Detach(), k);
        return Enumerable.Range(0, n).Average(i =>
            near.Others.AsSpan(i * k, k).ToArray().GroupBy(j => classes[j]).OrderByDescending(votes => votes.Count()).ThenBy(votes => votes.Key).First().Key == classes[i] ? 1.0 : 0.0);
    }

    /// <summary>The mean silhouette, -1 to 1: how much nearer points are to their own class than to the nearest other one.</summary>
    /// <remarks>(b - a) / max(a, b), a the mean distance to the others of the own class and b to those of the nearest other class; 0 for a class of one. Rousseeuw 1987.</remarks>
    /// <param name="map">[N, m].</param>
    /// <param name="labels">[N] class numbers from 0, Int64, of two classes or more.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or there is one class only.</exception>
    public static double Silhouette(Tensor map, Tensor labels)
    {
        Check(nameof(Silhouette), map);
        int n = map.Shape[0];
        ArgumentNullException.ThrowIfNull(labels);
        Ops.Check.Labels(nameof(Silhouette), labels, n, int.MaxValue);
        double[][] rows = map.Detach().To(DType.Float64).ToJagged<double>();
        long[] own = labels.ToArray<long>();
        long[] names = [.. own.Distinct().Order()];
        if (names.Length < 2)
        {
            throw new ArgumentException("Silhouette: compares classes, and all points are of one.", nameof(labels));
        }

        int[] classes = [.. own.Select(label => Array.IndexOf(names, label))];
        int[] sizes = [.. names.Select(name => own.Count(label => label == name))];
        double[] values = new double[n];
        Parallel.For(0, n, i =>
        {
            double[] sums = new double[names.Length];
            for (int j = 0; j < n; j++)
            {
                sums[classes[j]] += Math.Sqrt(Learners.Points.SquaredDistance(rows[i], rows[j]));
            }

            if (sizes[classes[i]] > 1)
            {
                double a = sums[classes[i]] / (sizes[classes[i]] - 1);
                double b = Enumerable.Range(0, names.Length).Where(c => c != classes[i]).Min(c => sums[c] / sizes[c]);
                values[i] = Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
            }
        });
        return values.Average();
    }

    /// <summary>Points are rows of finite floats.</summary>
    internal static void Check(string operation, Tensor x, int? columns = null, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Ops.Check.Floats(operation, x);
        if (x.Rank != 2 || x.Shape[1] < 1 || (columns ?? x.Shape[1]) != x.Shape[1] || (count ?? x.Shape[0]) != x.Shape[0] || x.Shape[0] < 3)
        {
            throw new ArgumentException($"{operation}: takes rows of a tensor [{count?.ToString() ?? "N"}, {columns?.ToString() ?? "d"}], at least three, and got {x.Shape}.", nameof(x));
        }

        using IDisposable off = Gradient.Off();
        double[] sums = x.Detach().To(DType.Float64).Sum(1).ToArray<double>();
        int odd = Array.FindIndex(sums, sum => !double.IsFinite(sum));
        if (odd >= 0)
        {
            throw new ArgumentException($"{operation}: row {odd} of the {x.Shape[0]} holds a value that is not finite; fill or drop it first.", nameof(x));
        }
    }
}
