namespace NotebookKit.Decomposition;

/// <summary>How t-SNE finds what pushes each point.</summary>
public enum TSnePushes
{
    /// <summary>All pairs of up to 5,000 points, the tree for more.</summary>
    Automatic,

    /// <summary>Every pair of points, without approximation: n^2 of them in each step.</summary>
    AllPairs,

    /// <summary>Far groups of points push as one, Barnes and Hut's tree: about n log n pairs in each step.</summary>
    Tree,
}

/// <summary>t-SNE: a map in two dimensions on which near points of many dimensions lie near each other.</summary>
/// <remarks>
/// p_ij says who is near in the data (<see cref="Affinities"/>), q_ij = (1 + |y_i - y_j|^2)^-1 / Z who is near on the map; descent on
/// C = KL(P || Q) = sum p ln(p / q), whose gradient is 4 sum over j of (p_ij - q_ij) (1 + |y_i - y_j|^2)^-1 (y_i - y_j): springs, which pull where
/// p is above q and push where it is below. Steps have momentum and a gain for each coordinate, and P is exaggerated at first so that
/// clusters form while there is room. Pushes of up to 5,000 points are computed for all pairs, those of more by groups (<see cref="Pushes"/>). Distances between clusters, and their sizes, mean
/// nothing. Van der Maaten and Hinton 2008; Belkina et al. 2019 for the learning rate; lectures S2 L9, L12.
/// <code>
/// TSneMap map = new TSne { Perplexity = 30 }.Fit(points);
/// Chart.Scatter(map.X, map.Y, labels)
/// </code>
/// </remarks>
public sealed record TSne
{
    private const double StartSpread = 1e-4;
    private const int Few = 5000;

    /// <summary>How many neighbours count.</summary>
    public double Perplexity { get; init; } = 30;

    /// <summary>Steps in all.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>By what P is multiplied at first.</summary>
    public double Exaggeration { get; init; } = 12;

    /// <summary>For how many steps.</summary>
    public int ExaggeratedSteps { get; init; } = 250;

    /// <summary>The step size; null: N / 4 / Exaggeration, but at least 50.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Share of the last step that is taken again, first and after the exaggeration.</summary>
    public (double First, double Then) Momentum { get; init; } = (0.5, 0.8);

    /// <summary>Where the points begin, [N, 2]; null: at their first two principal components, very small.</summary>
    public Tensor? Start { get; init; }

    /// <summary>Begins at random places instead, drawn from here: every run gives another map.</summary>
    public Rng? RandomStart { get; init; }

    /// <summary>Whether every pair has its p, and not only near ones; slower, and the picture is the same.</summary>
    public bool ExactAffinities { get; init; }

    /// <summary>How the pushes are found.</summary>
    public TSnePushes Pushes { get; init; }

    /// <summary>How wide a group of points may be beside its distance to push as one, 0 to 1, where there is a tree: at 0 every pair counts.</summary>
    /// <remarks>Of 10,000 digits at 0.5, pushes are wrong by one part in a hundred and the divergence is told 0.006 too low; at 0.3 by two in a thousand and 0.002, for half as much time again.</remarks>
    public double Angle { get; init; } = 0.5;

    /// <summary>Called with the map so far, each <see cref="Every"/> steps and at the end: to show it live.</summary>
    public Action<TSneMap>? Watch { get; init; }

    /// <summary>Steps from one call of <see cref="Watch"/>, and one entry of <see cref="TSneMap.Divergences"/>, to the next.</summary>
    public int Every { get; init; } = 50;

    /// <summary>Draws the map of some points.</summary>
    /// <param name="points">[N, d] of floats; Float64 computes in double precision.</param>
    /// <exception cref="ArgumentException">The points are not [N, d] of at least three finite rows, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; <see cref="Watch"/> has seen the map so far.</exception>
    public TSneMap Fit(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        MapQuality.Check(nameof(TSne), points);
        return Fit(Affinities.Of(points, Perplexity, ExactAffinities), Start ?? Beginning(points.Detach()));
    }

    /// <summary>Draws the map of points of which only the affinities are known.</summary>
    /// <param name="affinities">P.</param>
    /// <param name="start">[N, 2]; its type is that of the computation.</param>
    public TSneMap Fit(Affinities affinities, Tensor start)
    {
        ArgumentNullException.ThrowIfNull(affinities);
        MapQuality.Check("TSne.Start", start, 2, affinities.Count);
        if (Steps < 1 || Every < 1 || ExaggeratedSteps < 0 || !(Exaggeration >= 1) || !(LearningRate is null or > 0) || !(Momentum is { First: >= 0 and < 1, Then: >= 0 and < 1 }))
        {
            throw new ArgumentException($"TSne: Steps and Every are at least 1, Exaggeration at least 1, the learning rate above 0 and momentum from 0 to below 1, and these are {Steps}, {Every}, {Exaggeration}, {LearningRate} and {Momentum}.");
        }

        if (!(Angle is >= 0 and <= 1) || !Enum.IsDefined(Pushes))
        {
            throw new ArgumentException($"TSne: Angle is from 0, all pairs, to 1, coarse, and Pushes one of {string.Join(", ", Enum.GetNames<TSnePushes>())}; these are {Angle} and {Pushes}. 0.5 is usual.");
        }

        double? angle = Pushes == TSnePushes.Tree || (Pushes == TSnePushes.Automatic && affinities.Count > Few) ? Angle : null;
        return start.DType == DType.Float64
            ? Descend(new TSneDescent<double>(affinities, start, angle), affinities.Count)
            : Descend(new TSneDescent<float>(affinities, start, angle), affinities.Count);
    }

    /// <summary>KL(P || Q) of a map and its gradient, [N, 2], both in double precision: the formula itself, over all pairs.</summary>
    /// <param name="p">P, [N, N], symmetric, zero on the diagonal, 1 in all.</param>
    /// <param name="map">Y, [N, 2].</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static (double Divergence, Tensor Gradient) Cost(Tensor p, Tensor map)
    {
        ArgumentNullException.ThrowIfNull(p);
        MapQuality.Check("TSne.Cost", map, 2);
        int n = map.Shape[0];
        if (p.Shape != new Shape(n, n))
        {
            throw new ArgumentException($"TSne.Cost: P is [{n}, {n}] for {n} points, and got {p.Shape}.", nameof(p));
        }

        using IDisposable off = Gradients.Gradient.Off();
        double[] chances = p.To(DType.Float64).ToArray<double>(), y = map.To(DType.Float64).ToArray<double>(), weights = new double[n * n], slope = new double[2 * n];
        for (int i = 0; i < n * n; i++)
        {
            (int a, int b) = (i / n, i % n);
            double dx = y[2 * a] - y[2 * b], dy = y[(2 * a) + 1] - y[(2 * b) + 1];
            weights[i] = a == b ? 0 : 1 / (1 + (dx * dx) + (dy * dy));
        }

        double z = weights.Sum(), divergence = 0;
        for (int i = 0; i < n * n; i++)
        {
            (int a, int b) = (i / n, i % n);
            divergence += chances[i] > 0 ? chances[i] * Math.Log(chances[i] * z / weights[i]) : 0;
            double spring = 4 * (chances[i] - (weights[i] / z)) * weights[i];
            slope[2 * a] += spring * (y[2 * a] - y[2 * b]);
            slope[(2 * a) + 1] += spring * (y[(2 * a) + 1] - y[(2 * b) + 1]);
        }

        return (divergence, Tensor.Wrap(slope, [n, 2]));
    }

    private TSneMap Descend<T>(TSneDescent<T> descent, int count)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        double rate = LearningRate ?? Math.Max(50, count / 4.0 / Exaggeration);
        List<(int, double)> divergences = [];
        TSneMap? map = null;
        for (int step = 1; step <= Steps; step++)
        {
            Cancellation.ThrowIfRequested();
            bool early = step <= ExaggeratedSteps;
            descent.Step(early ? Exaggeration : 1, rate, early ? Momentum.First : Momentum.Then);
            if (step % Every == 0 || step == Steps)
            {
                divergences.Add((step, descent.Divergence()));
                map = new TSneMap(descent.Map(), step, early, [.. divergences]);
                Watch?.Invoke(map);
            }
        }

        return map!;
    }

    private Tensor Beginning(Tensor points)
    {
        using IDisposable off = Gradients.Gradient.Off();
        if (RandomStart is { } rng)
        {
            return Tensor.Normal([points.Shape[0], 2], deviation: StartSpread, rng: rng, dtype: points.DType);
        }

        int kept = Math.Min(2, Math.Min(points.Shape[0], points.Shape[1]));
        PcaResult pca = new Pca { Components = kept }.Fit(points);
        double spread = Math.Sqrt(pca.Variances[0]);
        Tensor scores = pca.Transform(points) * (spread > 0 ? StartSpread / spread : 0);
        return kept == 2 ? scores : Tensor.Concat([scores, Tensor.Zeros(scores.Shape, scores.DType)], 1);
    }
}

/// <summary>A map that t-SNE draws.</summary>
/// <param name="Points">[N, 2].</param>
/// <param name="Step">After how many steps.</param>
/// <param name="IsExaggerated">Whether P was still exaggerated then.</param>
/// <param name="Divergences">KL(P || Q), without exaggeration, after some steps; with the Z of groups where groups push.</param>
[Display.TypeFormatterSource(typeof(Display.TSneMapFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record TSneMap(Tensor Points, int Step, bool IsExaggerated, IReadOnlyList<(int Step, double Divergence)> Divergences)
{
    /// <summary>First coordinates.</summary>
    public double[] X => Points[.., 0].To(DType.Float64).ToArray<double>();

    /// <summary>Second coordinates.</summary>
    public double[] Y => Points[.., 1].To(DType.Float64).ToArray<double>();

    /// <summary>KL(P || Q) of this map.</summary>
    public double Divergence => Divergences[^1].Divergence;

    /// <summary>How far it is, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"t-SNE of {Points.Shape[0]:N0} points after {Step:N0} steps{(IsExaggerated ? ", exaggerated" : "")}: KL {Divergence:F4}");
}
