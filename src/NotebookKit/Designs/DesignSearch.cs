namespace NotebookKit.Designs;

/// <summary>A design that was tried.</summary>
/// <param name="Design">The option of each choice.</param>
/// <param name="Score">How good it was, such as the share of validation pictures that it got right.</param>
public readonly record struct DesignTrial(IReadOnlyList<int> Design, double Score);

/// <summary>Ways to look for a good design without trying all; every one is handed a judge, and counts what it asks him.</summary>
public static class DesignSearch
{
    /// <summary>Tries designs by chance: the opponent that every cleverer search has to beat.</summary>
    /// <param name="space">What there is.</param>
    /// <param name="judge">Trains a design and scores it.</param>
    /// <param name="trials">How many designs.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    public static IReadOnlyList<DesignTrial> Random(DesignSpace space, Func<IReadOnlyList<int>, double> judge, int trials, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        Rng dice = rng ?? Rng.Current;
        return [.. Enumerable.Range(0, trials).Select(_ => Try(space.Random(dice), judge))];
    }

    /// <summary>Ageing evolution: of a few members of the population the best has a child with one change; the oldest member dies.</summary>
    /// <remarks>Dying by age and not by weakness keeps one lucky score from living for ever. Real, Aggarwal, Huang and Le 2019.</remarks>
    /// <param name="space">What there is.</param>
    /// <param name="judge">Trains a design and scores it.</param>
    /// <param name="trials">How many designs, with the first population.</param>
    /// <param name="population">Members.</param>
    /// <param name="sample">Members of which the best becomes the parent.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The sample is larger than the population, or one of them below 1.</exception>
    public static IReadOnlyList<DesignTrial> Evolution(
        DesignSpace space, Func<IReadOnlyList<int>, double> judge, int trials, int population = 12, int sample = 4, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (sample < 1 || population < sample)
        {
            throw new ArgumentException($"Evolution: a parent is the best of {sample} out of {population}; there have to be as many.", nameof(sample));
        }

        Rng dice = rng ?? Rng.Current;
        List<DesignTrial> all = [];
        while (all.Count < trials)
        {
            int alive = Math.Min(population, all.Count);
            all.Add(Try(alive < population ? space.Random(dice) : Child(), judge));
        }

        return all;

        int[] Child() => space.Mutate(Enumerable.Range(0, sample).Select(_ => all[all.Count - population + dice.Next(population)]).MaxBy(member => member.Score).Design, dice);
    }

    /// <summary>The best score among the first 1, 2, 3, ... trials.</summary>
    public static double[] BestSoFar(IReadOnlyList<DesignTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        double best = double.NegativeInfinity;
        return [.. trials.Select(trial => best = Math.Max(best, trial.Score))];
    }

    /// <summary>Asks the judge.</summary>
    /// <exception cref="InvalidOperationException">The score is not finite.</exception>
    internal static DesignTrial Try(IReadOnlyList<int> design, Func<IReadOnlyList<int>, double> judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        Cancellation.ThrowIfRequested();
        double score = judge(design);
        return double.IsFinite(score) ? new(design, score) : throw new InvalidOperationException($"DesignSearch: the score of design {string.Join(", ", design)} is {score}; a judge gives finite numbers.");
    }
}
