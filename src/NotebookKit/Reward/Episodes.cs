using NotebookKit.Layers;

namespace NotebookKit.Reward;

/// <summary>Walking through episodes with a network that gives a number for every action.</summary>
public static class Episodes
{
    /// <summary>What episodes earn when the action with the largest number is taken every time.</summary>
    /// <param name="network">[1, state] to [1, actions].</param>
    /// <param name="world">The world.</param>
    /// <param name="count">How many episodes.</param>
    /// <param name="rng">Where they begin; the session's generator when null.</param>
    /// <returns>The sum of rewards of each.</returns>
    public static double[] Greedy(Module network, IEnvironment world, int count, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(world);
        Rng dice = rng ?? Rng.Current;
        return [.. Enumerable.Range(0, count).Select(_ => Play(world, state => Best(network, state), dice))];
    }

    /// <summary>What one episode earns under a rule.</summary>
    /// <param name="world">The world.</param>
    /// <param name="rule">The action for a state.</param>
    /// <param name="rng">Where it begins, and what happens by chance.</param>
    public static double Play(IEnvironment world, Func<float[], int> rule, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(rule);
        Cancellation.ThrowIfRequested();
        float[] state = world.Reset(rng);
        double sum = 0;
        Outcome came;
        do
        {
            came = world.Step(rule(state));
            (state, sum) = (came.State, sum + came.Reward);
        }
        while (!came.IsOver);
        return sum;
    }

    /// <summary>The action with the largest number.</summary>
    internal static int Best(Module network, float[] state)
    {
        using Memory.BufferScope scope = new();
        float[] worths = network.Predict(Tensor.From(state, [1, state.Length])).ToArray<float>();
        return Array.IndexOf(worths, worths.Max());
    }
}
