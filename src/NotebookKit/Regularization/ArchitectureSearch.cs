namespace NotebookKit.Regularization;

/// <summary>Choice of an architecture by trial: random widths and depths, and the best by the validation error.</summary>
/// <remarks>Random trials find good settings sooner than a grid when few of them matter (Bergstra and Bengio 2012). Lecture S1 (architecture by trial and error), S2 L11.</remarks>
public static class ArchitectureSearch
{
    /// <summary>Tries architectures drawn at random, none twice.</summary>
    /// <param name="trials">How many; fewer when there are fewer architectures.</param>
    /// <param name="widths">The widths a hidden layer may have.</param>
    /// <param name="depths">How many hidden layers there may be.</param>
    /// <param name="validationError">Builds and trains a network with the hidden layers given, and gives its error on the validation set.</param>
    /// <param name="rng">Where the draws come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There is nothing to choose from.</exception>
    public static ArchitectureSearchResult Random(
        int trials, IReadOnlyList<int> widths, IReadOnlyList<int> depths, Func<IReadOnlyList<int>, double> validationError, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentNullException.ThrowIfNull(depths);
        ArgumentNullException.ThrowIfNull(validationError);
        if (widths.Count == 0 || depths.Count == 0 || widths.Any(width => width <= 0) || depths.Any(depth => depth < 0))
        {
            throw new ArgumentException($"ArchitectureSearch: needs widths above 0 and depths from 0, and got widths [{string.Join(", ", widths)}] and depths [{string.Join(", ", depths)}].");
        }

        Rng source = rng ?? Rng.Current;
        double possible = depths.Distinct().Sum(depth => Math.Pow(widths.Distinct().Count(), depth));
        HashSet<string> seen = [];
        List<ArchitectureTrial> done = [];
        while (done.Count < Math.Min(trials, possible))
        {
            int[] hidden = [.. Enumerable.Range(0, depths[source.Next(depths.Count)]).Select(_ => widths[source.Next(widths.Count)])];
            if (seen.Add(string.Join('-', hidden)))
            {
                done.Add(new ArchitectureTrial(hidden, validationError(hidden)));
            }
        }

        return new ArchitectureSearchResult(done);
    }
}

/// <summary>An architecture and how well it did.</summary>
/// <param name="Hidden">The widths of its hidden layers.</param>
/// <param name="ValidationError">Its error on the validation set.</param>
public sealed record ArchitectureTrial(IReadOnlyList<int> Hidden, double ValidationError)
{
    /// <summary>The layers and the error.</summary>
    public override string ToString() => $"{(Hidden.Count == 0 ? "no hidden layer" : string.Join('-', Hidden))}: {ValidationError:G4}";
}

/// <summary>All trials of a search.</summary>
/// <param name="Trials">In the order in which they were made.</param>
[Display.TypeFormatterSource(typeof(Display.ArchitectureSearchFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record ArchitectureSearchResult(IReadOnlyList<ArchitectureTrial> Trials)
{
    /// <summary>The trial with the least validation error; one that is NaN never wins.</summary>
    public ArchitectureTrial Best => Trials.MinBy(trial => double.IsNaN(trial.ValidationError) ? double.PositiveInfinity : trial.ValidationError)!;

    /// <summary>The best in a line.</summary>
    public override string ToString() => $"best of {Trials.Count} architectures: {Best}";
}
