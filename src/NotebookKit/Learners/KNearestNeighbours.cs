namespace NotebookKit.Learners;

/// <summary>k nearest neighbours: nothing is learned but the examples; a point is what most of the k examples nearest to it are.</summary>
/// <remarks>
/// Euclidean distance. Of examples equally far the earlier one counts, of classes with equally many neighbours the one with
/// the smaller number. In many dimensions all examples are about equally far, and it suffers. Cover and Hart 1967; lecture S2 L9.
/// </remarks>
public sealed class KNearestNeighbours
{
    private readonly double[][] examples;
    private readonly long[] labels;

    /// <summary>Remembers the examples.</summary>
    /// <param name="inputs">[N, d].</param>
    /// <param name="labels">[N] class numbers from 0, Int64.</param>
    /// <param name="k">How many neighbours vote.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is below 0, or k is not between 1 and N.</exception>
    public KNearestNeighbours(Tensor inputs, Tensor labels, int k = 5)
    {
        examples = Points.Rows(nameof(KNearestNeighbours), inputs);
        ArgumentNullException.ThrowIfNull(labels);
        Ops.Check.Labels(nameof(KNearestNeighbours), labels, examples.Length, int.MaxValue);
        if (k < 1 || k > examples.Length)
        {
            throw new ArgumentException($"KNearestNeighbours: k is between 1 and the number of examples, and it is {k} for {examples.Length}.", nameof(k));
        }

        this.labels = labels.ToArray<long>();
        K = k;
        Classes = checked((int)this.labels.Max() + 1);
    }

    /// <summary>How many neighbours vote.</summary>
    public int K { get; }

    /// <summary>How many classes, 0 to the largest label.</summary>
    public int Classes { get; }

    /// <summary>The k nearest examples of a point with their distances, the nearest first.</summary>
    /// <exception cref="ArgumentException">The point has another number of coordinates.</exception>
    public IReadOnlyList<(int Example, double Distance)> Neighbours(params ReadOnlySpan<double> point)
    {
        Points.Fits(nameof(KNearestNeighbours), point.Length, examples[0].Length);
        double[] distances = new double[examples.Length];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = Points.SquaredDistance(point, examples[i]);
        }

        int[] order = [.. Enumerable.Range(0, distances.Length)];
        Array.Sort(order, (a, b) => distances[a] != distances[b] ? distances[a].CompareTo(distances[b]) : a.CompareTo(b));
        return [.. order.Take(K).Select(i => (i, Math.Sqrt(distances[i])))];
    }

    /// <summary>The share of the votes that each class gets: [N, d] becomes [N, classes] of Float64.</summary>
    public Tensor Votes(Tensor points)
    {
        double[][] rows = Points.Rows(nameof(KNearestNeighbours), points);
        double[][] votes = new double[rows.Length][];

        // A point's answer is its own affair, so the threads cannot change it.
        Parallel.For(0, rows.Length, i =>
        {
            votes[i] = new double[Classes];
            foreach ((int example, _) in Neighbours(rows[i]))
            {
                votes[i][labels[example]] += 1.0 / K;
            }
        });
        return Tensor.From(votes);
    }

    /// <summary>The class of each point: [N, d] becomes [N] of Int64.</summary>
    public Tensor Predict(Tensor points) => Tensor.From([.. Votes(points).ToJagged<double>().Select(row => (long)Array.FindIndex(row, vote => vote >= row.Max() - 1e-12))]);

    /// <summary>The share of points it gets right.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double Accuracy(Tensor points, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(points);
        Ops.Check.Labels("KNearestNeighbours.Accuracy", labels, points.Shape[0], int.MaxValue);
        return Predict(points).ToArray<long>().Zip(labels.ToArray<long>(), (a, b) => a == b ? 1.0 : 0).Average();
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"{K} nearest of {examples.Length:N0} examples with {examples[0].Length} numbers, {Classes} classes";
}
