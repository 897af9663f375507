using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>k-means clustering: give every point to its nearest centre, move every centre to the mean of its points, and again, until nothing changes.</summary>
/// <remarks>
/// The sum of squared distances (inertia) never rises, but the end depends on the start. Without one, the centres are spread
/// out: each new one is a point drawn with a chance in proportion to its squared distance from those before (k-means++). A
/// centre without points takes over the point that is farthest from its own. Lloyd 1957; Arthur and Vassilvitskii 2007; lecture S2 L9.
/// </remarks>
public sealed record KMeans
{
    /// <summary>k.</summary>
    public required int Clusters { get; init; }

    /// <summary>The centres to begin with, [k, d]; null for k-means++.</summary>
    public Tensor? Start { get; init; }

    /// <summary>Starts; the one with the smallest inertia is returned. One where <see cref="Start"/> is given.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Rounds at most, each start.</summary>
    public int MaxRounds { get; init; } = 300;

    /// <summary>Where the starts come from; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>Finds clusters.</summary>
    /// <param name="points">[N, d].</param>
    /// <exception cref="ArgumentException">There are fewer points than clusters, or the start does not fit.</exception>
    public KMeansResult Fit(Tensor points)
    {
        double[][] rows = Points.Rows(nameof(KMeans), points);
        if (Clusters < 1 || Clusters > rows.Length || Starts < 1 || MaxRounds < 1)
        {
            throw new ArgumentException($"KMeans: Clusters are between 1 and the number of points, Starts and MaxRounds at least 1, and these are {Clusters} for {rows.Length} points, {Starts} and {MaxRounds}.");
        }

        double[][]? given = Start is null ? null : Points.Rows("KMeans.Start", Start);
        if (given is not null && (given.Length != Clusters || given[0].Length != rows[0].Length))
        {
            throw new ArgumentException($"KMeans: the start {Start!.Shape} is not [{Clusters}, {rows[0].Length}], a centre for each cluster.");
        }

        Rng rng = Rng ?? NotebookKit.Rng.Current;
        KMeansResult? best = null;
        for (int start = 0; start < (given is null ? Starts : 1); start++)
        {
            KMeansResult result = Lloyd(rows, given ?? PlusPlus(rows, Clusters, rng));
            best = best is null || result.Inertia < best.Inertia ? result : best;
        }

        return best!;
    }

    /// <summary>Centres to begin with that are far from each other: k-means++.</summary>
    internal static double[][] PlusPlus(double[][] rows, int clusters, Rng rng)
    {
        List<double[]> centres = [rows[rng.Next(rows.Length)]];
        double[] nearest = [.. rows.Select(_ => double.PositiveInfinity)];
        while (centres.Count < clusters)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                nearest[i] = Math.Min(nearest[i], Points.SquaredDistance(rows[i], centres[^1]));
            }

            double draw = rng.NextDouble() * nearest.Sum();
            int chosen = 0;
            for (double sum = nearest[0]; chosen < rows.Length - 1 && sum <= draw; sum += nearest[chosen])
            {
                chosen++;
            }

            centres.Add(rows[chosen]);
        }

        return [.. centres];
    }

    private KMeansResult Lloyd(double[][] rows, double[][] start)
    {
        double[][] centres = [.. start.Select(centre => centre.ToArray())];
        int[] labels = new int[rows.Length];
        double[] distances = new double[rows.Length];
        List<double> inertias = [];
        List<double[][]> path = [centres];
        bool settled = false;
        Assign(rows, centres, labels, distances);
        inertias.Add(distances.Sum());
        while (!settled && inertias.Count <= MaxRounds)
        {
            int[] before = [.. labels];
            centres = Means(rows, centres.Length, labels, distances);
            Assign(rows, centres, labels, distances);
            inertias.Add(distances.Sum());
            path.Add(centres);
            settled = before.SequenceEqual(labels);
        }

        return new KMeansResult(rows, path, labels, inertias, settled);
    }

    private static void Assign(double[][] rows, double[][] centres, int[] labels, double[] distances)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (labels[i], distances[i]) = (0, double.PositiveInfinity);
            for (int c = 0; c < centres.Length; c++)
            {
                double distance = Points.SquaredDistance(rows[i], centres[c]);
                if (distance < distances[i])
                {
                    (labels[i], distances[i]) = (c, distance);
                }
            }
        }
    }

    private static double[][] Means(double[][] rows, int clusters, int[] labels, double[] distances)
    {
        double[][] sums = [.. Enumerable.Range(0, clusters).Select(_ => new double[rows[0].Length])];
        int[] counts = new int[clusters];
        for (int i = 0; i < rows.Length; i++)
        {
            counts[labels[i]]++;
            Points.Add(sums[labels[i]], rows[i], 1);
        }

        // An empty cluster takes the point farthest from its centre, if that one does not leave its own cluster empty.
        for (int c = 0; c < clusters; c++)
        {
            if (counts[c] == 0)
            {
                int farthest = Enumerable.Range(0, rows.Length).Where(i => counts[labels[i]] > 1).MaxBy(i => distances[i]);
                counts[labels[farthest]]--;
                Points.Add(sums[labels[farthest]], rows[farthest], -1);
                (labels[farthest], distances[farthest], counts[c]) = (c, 0, 1);
                Points.Add(sums[c], rows[farthest], 1);
            }
        }

        return [.. sums.Select((sum, c) => (double[])[.. sum.Select(value => value / counts[c])])];
    }
}

/// <summary>The clusters that k-means found.</summary>
[Display.TypeFormatterSource(typeof(Display.KMeansResultFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class KMeansResult
{
    private readonly double[][] rows;
    private readonly List<double[][]> path;
    private readonly int[] labels;

    internal KMeansResult(double[][] rows, List<double[][]> path, int[] labels, List<double> inertias, bool settled)
    {
        (this.rows, this.path, this.labels, Inertias, HasSettled) = (rows, path, labels, inertias, settled);
        Centres = Tensor.From(path[^1]).Keep();
        Labels = Tensor.From([.. labels.Select(label => (long)label)]).Keep();
    }

    /// <summary>[k, d].</summary>
    public Tensor Centres { get; }

    /// <summary>The cluster of each point, [N] of Int64.</summary>
    public Tensor Labels { get; }

    /// <summary>The sum of squared distances at the start and after each round.</summary>
    public IReadOnlyList<double> Inertias { get; }

    /// <summary>The sum of squared distances at the end.</summary>
    public double Inertia => Inertias[^1];

    /// <summary>How many rounds it took.</summary>
    public int Rounds => Inertias.Count - 1;

    /// <summary>Whether the last round changed nothing.</summary>
    public bool HasSettled { get; }

    /// <summary>How many points each cluster has.</summary>
    public IReadOnlyList<int> Sizes => [.. Enumerable.Range(0, Centres.Shape[0]).Select(c => labels.Count(label => label == c))];

    /// <summary>The centres after some rounds, [k, d]; 0 gives the start.</summary>
    public Tensor CentresAfter(int round) => Tensor.From(path[round]);

    /// <summary>The nearest centre of other points: [M, d] becomes [M] of Int64.</summary>
    public Tensor Predict(Tensor points) => Tensor.From([.. Points.Rows(nameof(KMeans), points)
        .Select(row => (long)Enumerable.Range(0, path[^1].Length).MinBy(c => Points.SquaredDistance(row, path[^1][c])))]);

    /// <summary>The points in the colours of their clusters, by two of their coordinates, and the way of the centres.</summary>
    /// <param name="x">The coordinate to the right.</param>
    /// <param name="y">The coordinate upward.</param>
    public Figure Draw(int x = 0, int y = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(x, y), rows[0].Length, nameof(x));
        Figure figure = Chart.Scatter(Numbers.From(rows.Select(row => row[x])), Numbers.From(rows.Select(row => row[y])), labels, title: ToString());
        for (int c = 0; c < path[0].Length; c++)
        {
            figure = figure.With(new LineSeries(Numbers.From(path.Select(centres => centres[c][x])), Numbers.From(path.Select(centres => centres[c][y]))) { Dash = 1, Dots = true });
        }

        return figure;
    }

    /// <summary>The outcome in a line.</summary>
    public override string ToString() => $"{path[0].Length} clusters, inertia {Inertia:G6} after {Rounds:N0} rounds{(HasSettled ? string.Empty : ", not yet settled")}";
}
