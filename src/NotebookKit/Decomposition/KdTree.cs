namespace NotebookKit.Decomposition;

/// <summary>A k-d tree: points cut into halves, axis after axis, so that most of them need not be looked at to find the nearest. In many dimensions nearly all must be, and the tree is of no use.</summary>
/// <remarks>Each node cuts at the median of its longest side. A search goes down to its own corner and back, and enters another only if it is nearer than the k-th best so far. Bentley 1975; Friedman, Bentley and Finkel 1977.</remarks>
public sealed class KdTree
{
    private const int Leaf = 8;

    private readonly double[][] points;
    private readonly int[] order;
    private readonly Dictionary<(int From, int To), int> axes = [];

    /// <summary>Builds the tree.</summary>
    /// <param name="points">[N, d].</param>
    /// <exception cref="ArgumentException">The points are not [N, d], or hold a number that is not finite.</exception>
    public KdTree(Tensor points)
    {
        this.points = Learners.Points.Rows(nameof(KdTree), points);
        order = [.. Enumerable.Range(0, this.points.Length)];
        Build(0, order.Length);
    }

    /// <summary>How many points.</summary>
    public int Count => points.Length;

    /// <summary>The k nearest points, the nearest first, of equally far ones the earlier; and how many were looked at.</summary>
    /// <param name="k">From 1 to <see cref="Count"/>.</param>
    /// <param name="point">d numbers.</param>
    /// <exception cref="ArgumentException">k is out of range, or the point has another number of coordinates.</exception>
    public (IReadOnlyList<(int Point, double Distance)> Nearest, int Looked) Nearest(int k, params ReadOnlySpan<double> point)
    {
        Learners.Points.Fits(nameof(KdTree), point.Length, points[0].Length);
        if (k < 1 || k > Count)
        {
            throw new ArgumentException($"KdTree: k is between 1 and the number of points, {Count}, and it is {k}.", nameof(k));
        }

        // The farthest on top: by distance, and by number among equals.
        PriorityQueue<int, (double, int)> best = new(Comparer<(double, int)>.Create((a, b) => b.CompareTo(a)));
        int looked = 0;
        Search(0, order.Length, [.. point], k, best, ref looked);
        return ([.. best.UnorderedItems.Select(item => item.Priority).Order().Select(item => (item.Item2, Math.Sqrt(item.Item1)))], looked);
    }

    /// <summary>Its size, in a line.</summary>
    public override string ToString() =>
        $"a tree of {Count:N0} points with {points[0].Length} numbers";

    // A stretch of the order is a node; its middle is the median along its axis, and the halves beside it are its children.
    private void Build(int from, int to)
    {
        if (to - from <= Leaf)
        {
            return;
        }

        int axis = Axis(from, to), middle = (from + to) / 2;
        Array.Sort(order, from, to - from, Comparer<int>.Create((a, b) => points[a][axis] != points[b][axis] ? points[a][axis].CompareTo(points[b][axis]) : a.CompareTo(b)));
        axes[(from, to)] = axis;
        Build(from, middle);
        Build(middle + 1, to);
    }

    private int Axis(int from, int to) => Enumerable.Range(0, points[0].Length).MaxBy(axis =>
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = from; i < to; i++)
        {
            (low, high) = (Math.Min(low, points[order[i]][axis]), Math.Max(high, points[order[i]][axis]));
        }

        return high - low;
    });

    private void Search(int from, int to, double[] point, int k, PriorityQueue<int, (double, int)> best, ref int looked)
    {
        if (to - from <= Leaf)
        {
            for (int i = from; i < to; i++)
            {
                Look(order[i], point, k, best, ref looked);
            }

            return;
        }

        int axis = axes[(from, to)], middle = (from + to) / 2;
        double gap = point[axis] - points[order[middle]][axis];
        (int near, int nearEnd, int far, int farEnd) = gap <= 0 ? (from, middle, middle + 1, to) : (middle + 1, to, from, middle);
        Search(near, nearEnd, point, k, best, ref looked);
        Look(order[middle], point, k, best, ref looked);
        if (best.Count < k || (best.TryPeek(out _, out (double Squared, int) worst) && gap * gap <= worst.Squared))
        {
            Search(far, farEnd, point, k, best, ref looked);
        }
    }

    private void Look(int i, double[] point, int k, PriorityQueue<int, (double, int)> best, ref int looked)
    {
        looked++;
        best.Enqueue(i, (Learners.Points.SquaredDistance(points[i], point), i));
        if (best.Count > k)
        {
            best.Dequeue();
        }
    }
}
