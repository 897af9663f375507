namespace NotebookKit.Reward;

/// <summary>Q-learning with a table: what each action is worth in each state, learned from what happens, without knowing the world.</summary>
/// <remarks>After every step Q(s, a) moves by rate (r + discount max Q(s') - Q(s, a)); the maximum is 0 after the end. Watkins 1989; lecture S3.</remarks>
public sealed record QTable
{
    /// <summary>How far each step moves the table.</summary>
    public double Rate { get; init; } = 0.2;

    /// <summary>What tomorrow's reward is worth today.</summary>
    public double Discount { get; init; } = 0.9;

    /// <summary>How often it does something at random, to see what it has not seen.</summary>
    public double Curiosity { get; init; } = 0.2;

    /// <summary>Learns by walking.</summary>
    /// <param name="world">The world.</param>
    /// <param name="episodes">How many walks.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <returns>The table, [states, actions], and what each walk earned.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public (double[,] Table, double[] Returns) Learn(GridWorld world, int episodes, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfNegative(episodes);
        if (!(Rate is > 0 and <= 1) || !(Discount is >= 0 and <= 1) || !(Curiosity is >= 0 and <= 1))
        {
            throw new ArgumentException($"QTable: Rate lies in (0, 1], Discount and Curiosity in [0, 1], and they are {Rate}, {Discount} and {Curiosity}.");
        }

        Rng dice = rng ?? Rng.Current;
        double[,] table = new double[world.StateSize, world.Actions.Count];
        double[] returns = new double[episodes];
        for (int episode = 0; episode < episodes; episode++)
        {
            Cancellation.ThrowIfRequested();
            world.Reset(dice);
            bool over = false;
            while (!over)
            {
                int square = world.Square;
                int action = dice.NextDouble() < Curiosity ? dice.Next(world.Actions.Count) : Best(table, square);
                Outcome came = world.Step(action);
                double future = came.IsTerminal ? 0 : table[world.Square, Best(table, world.Square)];
                table[square, action] += Rate * (came.Reward + (Discount * future) - table[square, action]);
                returns[episode] += came.Reward;
                over = came.IsOver;
            }
        }

        return (table, returns);
    }

    /// <summary>The best action of a state, the first one where several are as good.</summary>
    public static int Best(double[,] table, int state)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Enumerable.Range(0, table.GetLength(1)).MaxBy(action => table[state, action]);
    }
}
