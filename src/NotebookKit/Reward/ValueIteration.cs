namespace NotebookKit.Reward;

/// <summary>Values of the states of a known world, found by sweeping over them until nothing changes: V(s) = max over a of the mean of r + discount V(s').</summary>
/// <remarks>Each sweep shrinks the distance to the right values by the discount, wherever it began. Bellman 1957; lecture S3 (reinforcement learning).</remarks>
public static class ValueIteration
{
    /// <summary>One sweep: the values that one more step of foresight gives.</summary>
    /// <param name="world">The world.</param>
    /// <param name="values">The values before.</param>
    /// <param name="discount">From 0 to 1.</param>
    public static double[] Sweep(MarkovDecisions world, IReadOnlyList<double> values, double discount = 0.9)
    {
        Check(world, discount);
        return [.. Enumerable.Range(0, world.States).Select(state =>
            world.IsTerminal(state) ? 0 : Enumerable.Range(0, world.Actions).Max(action => world.Worth(values, state, action, discount)))];
    }

    /// <summary>The values after every sweep, the first ones 0, until no value changes by more than a tolerance.</summary>
    /// <param name="world">The world.</param>
    /// <param name="discount">From 0 to 1; at 1 a world whose rewards never end does not settle.</param>
    /// <param name="tolerance">The largest change that ends it.</param>
    /// <param name="most">Sweeps at most.</param>
    /// <exception cref="InvalidOperationException">The values had not settled after all sweeps.</exception>
    public static IReadOnlyList<double[]> Run(MarkovDecisions world, double discount = 0.9, double tolerance = 1e-10, int most = 100_000)
    {
        Check(world, discount);
        List<double[]> sweeps = [new double[world.States]];
        for (int sweep = 0; sweep < most; sweep++)
        {
            Cancellation.ThrowIfRequested();
            double[] before = sweeps[^1], after = Sweep(world, before, discount);
            sweeps.Add(after);
            if (after.Zip(before).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance))
            {
                return sweeps;
            }
        }

        throw new InvalidOperationException($"ValueIteration: after {most:N0} sweeps the values still change; with a discount of {discount} rewards may add up without end, try 0.99.");
    }

    /// <summary>The best action in every state by values, the first one where several are as good; -1 in terminal states.</summary>
    /// <param name="world">The world.</param>
    /// <param name="values">The worth of every state.</param>
    /// <param name="discount">From 0 to 1.</param>
    public static int[] Policy(MarkovDecisions world, IReadOnlyList<double> values, double discount = 0.9)
    {
        Check(world, discount);
        return [.. Enumerable.Range(0, world.States).Select(state => world.IsTerminal(state)
            ? -1
            : Enumerable.Range(0, world.Actions).MaxBy(action => Math.Round(world.Worth(values, state, action, discount), 9)))];
    }

    private static void Check(MarkovDecisions world, double discount)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfNegative(discount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(discount, 1);
    }
}
