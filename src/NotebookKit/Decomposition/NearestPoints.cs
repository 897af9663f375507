using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Decomposition;

/// <summary>The k nearest other points of every point: all distances by matrix products, of which only the smallest are kept.</summary>
/// <remarks>
/// |a - b|^2 = |a|^2 + |b|^2 - 2 a'b chooses the candidates, a few more than k of them; their distances are then taken from the differences, so
/// near points keep their digits. Of points equally far the earlier one comes first.
/// </remarks>
internal sealed class NearestPoints
{
    private const int Block = 256;
    private const int Spare = 8;

    private NearestPoints(int k, int[] others, double[] squared) => (K, Others, Squared) = (k, others, squared);

    /// <summary>How many of each point.</summary>
    public int K { get; }

    /// <summary>Their numbers, [N, k] row by row, the nearest first.</summary>
    public int[] Others { get; }

    /// <summary>Their squared distances, likewise.</summary>
    public double[] Squared { get; }

    /// <summary>Finds them.</summary>
    /// <param name="points">[N, d] of floats, finite.</param>
    /// <param name="k">At most N - 1.</param>
    public static NearestPoints Of(Tensor points, int k)
    {
        using IDisposable off = Gradient.Off();
        int n = points.Shape[0], candidates = Math.Min(n - 1, k + Spare);
        Tensor rows = points - points.Mean(0);
        double[][] exact = rows.To(DType.Float64).ToJagged<double>();
        Tensor squares = rows.Square().Sum(1);
        int[] others = new int[n * k];
        double[] squared = new double[n * k];
        for (int from = 0; from < n; from += Block)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            int to = Math.Min(n, from + Block);
            float[] near = (squares - (2 * rows[from..to].MatMul(rows.Transpose()))).To(DType.Float32).ToArray<float>();
            int first = from;
            Parallel.For(from, to, i => Choose(exact, near.AsSpan((i - first) * n, n), i, candidates, others.AsSpan(i * k, k), squared.AsSpan(i * k, k)));
        }

        return new(k, others, squared);
    }

    // A heap of the candidates with the farthest on top: most points are refused by one comparison.
    private static void Choose(double[][] exact, ReadOnlySpan<float> near, int own, int candidates, Span<int> others, Span<double> squared)
    {
        PriorityQueue<int, float> heap = new(candidates + 1);
        float limit = float.PositiveInfinity;
        for (int j = 0; j < near.Length; j++)
        {
            if (j == own || (heap.Count == candidates && near[j] >= limit))
            {
                continue;
            }

            heap.Enqueue(j, -near[j]);
            if (heap.Count > candidates)
            {
                heap.Dequeue();
            }

            if (heap.Count == candidates)
            {
                heap.TryPeek(out _, out float top);
                limit = -top;
            }
        }

        (int Index, double Distance)[] found = [.. heap.UnorderedItems.Select(item => (item.Element, Learners.Points.SquaredDistance(exact[own], exact[item.Element])))];
        Array.Sort(found, (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : a.Index.CompareTo(b.Index));
        for (int r = 0; r < others.Length; r++)
        {
            (others[r], squared[r]) = found[r];
        }
    }
}
