namespace NotebookKit.Optimizers;

/// <summary>Minimises from several starts and keeps the best: a way to better minima where a function has several.</summary>
/// <remarks>The global minimum is not promised, and on a training set not even wanted: it may overfit. Lectures S1 (restart), S2 L4, L5.</remarks>
/// <param name="minimizer">What runs from each start.</param>
public sealed class MultiStart(Minimizer minimizer)
{
    private readonly Minimizer minimizer = minimizer ?? throw new ArgumentNullException(nameof(minimizer));

    /// <summary>Points drawn evenly from a box, to start from.</summary>
    /// <param name="low">The lower end of each coordinate.</param>
    /// <param name="high">The upper end of each coordinate.</param>
    /// <param name="count">How many points.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The ends do not fit, or there is no point.</exception>
    public static IReadOnlyList<Tensor> Box(IReadOnlyList<double> low, IReadOnlyList<double> high, int count, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        if (low.Count != high.Count || low.Count == 0 || count < 1 || low.Zip(high).Any(ends => !(ends.First <= ends.Second)))
        {
            throw new ArgumentException($"MultiStart.Box: takes as many lower ends as upper ones, none above it, and 1 point or more; it got [{string.Join(", ", low)}], [{string.Join(", ", high)}] and {count}.");
        }

        rng ??= Rng.Current;
        return [.. Enumerable.Range(0, count).Select(_ => Tensor.From([.. low.Zip(high, (a, b) => a + ((b - a) * rng.NextDouble()))]))];
    }

    /// <summary>What it runs from each start.</summary>
    public override string ToString() => $"MultiStart of {minimizer}";

    /// <summary>Minimises from every start; a model ends at the best.</summary>
    /// <exception cref="ArgumentException">There are no starts.</exception>
    public MultiStartResult Minimize(Objective objective, IEnumerable<Tensor> starts)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(starts);
        MultiStartResult result = new([.. starts.Select(start => minimizer.Minimize(objective, start))]);
        objective.End(result.Best.Point);
        return result;
    }
}

/// <summary>The runs from several starts.</summary>
/// <param name="Runs">A trace a start.</param>
public sealed record MultiStartResult(IReadOnlyList<Trace> Runs)
{
    /// <summary>The run that ended lowest.</summary>
    public Trace Best { get; } = Runs.Where(run => double.IsFinite(run.Value)).MinBy(run => run.Value)
        ?? throw new ArgumentException("MultiStart: it needs a start, and a run that ends at a finite value.", nameof(Runs));

    /// <summary>The lowest value after each start: it never rises.</summary>
    public IReadOnlyList<double> BestSoFar
    {
        get
        {
            double best = double.PositiveInfinity;
            return [.. Runs.Select(run => best = double.IsFinite(run.Value) ? Math.Min(best, run.Value) : best)];
        }
    }

    /// <summary>The different minima that converged runs ended in, lowest first: those nearer than <paramref name="distance"/> count as one.</summary>
    public IReadOnlyList<Trace> Minima(double distance = 1e-3)
    {
        List<Trace> found = [];
        foreach (Trace run in Runs.Where(run => run.Converged).OrderBy(run => run.Value))
        {
            if (found.All(other => (other.Point - run.Point).Norm().Item() > distance))
            {
                found.Add(run);
            }
        }

        return found;
    }

    /// <summary>How many starts, how many minima, and the best, in a line.</summary>
    public override string ToString() => $"{Runs.Count} starts, {Minima().Count} minima, the best by {Best}";
}
