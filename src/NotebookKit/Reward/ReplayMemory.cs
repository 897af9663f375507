namespace NotebookKit.Reward;

/// <summary>The last steps of an agent, to be learned from again and in another order, so that a batch is not one moment many times.</summary>
public sealed class ReplayMemory
{
    private readonly float[] states;
    private readonly float[] next;
    private readonly long[] actions;
    private readonly float[] rewards;
    private readonly float[] lives;
    private readonly int size;
    private int at;

    /// <summary>Makes an empty memory.</summary>
    /// <param name="capacity">Steps that it holds; then the oldest go.</param>
    /// <param name="stateSize">Numbers of a state.</param>
    public ReplayMemory(int capacity, int stateSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stateSize);
        (Capacity, size) = (capacity, stateSize);
        (states, next) = (new float[capacity * stateSize], new float[capacity * stateSize]);
        (actions, rewards, lives) = (new long[capacity], new float[capacity], new float[capacity]);
    }

    /// <summary>Steps that it can hold.</summary>
    public int Capacity { get; }

    /// <summary>Steps that it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Keeps a step.</summary>
    /// <param name="state">Where it began.</param>
    /// <param name="action">What was done.</param>
    /// <param name="outcome">What came of it; after a terminal state nothing is worth anything, after one that was cut off it is.</param>
    public void Add(ReadOnlySpan<float> state, int action, Outcome outcome)
    {
        if (state.Length != size || outcome.State.Length != size)
        {
            throw new ArgumentException($"ReplayMemory: states have {size} numbers, and these have {state.Length} and {outcome.State.Length}.", nameof(state));
        }

        state.CopyTo(states.AsSpan(at * size));
        outcome.State.CopyTo(next.AsSpan(at * size));
        (actions[at], rewards[at], lives[at]) = (action, (float)outcome.Reward, outcome.IsTerminal ? 0 : 1);
        at = (at + 1) % Capacity;
        Count = Math.Min(Count + 1, Capacity);
    }

    /// <summary>Steps by chance, each as likely as any other.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rng">Where chance comes from.</param>
    /// <exception cref="InvalidOperationException">It is empty.</exception>
    public ReplayBatch Sample(int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Count == 0
            ? throw new InvalidOperationException("ReplayMemory: it is empty; Add steps before you Sample.")
            : Take([.. Enumerable.Range(0, count).Select(_ => rng.Next(Count))]);
    }

    /// <summary>The last steps, the oldest of them first.</summary>
    /// <param name="count">How many, <see cref="Count"/> at most.</param>
    public ReplayBatch Latest(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return Take([.. Enumerable.Range(0, count).Select(i => (at - count + i + Capacity) % Capacity)]);
    }

    /// <summary>How full it is, in a line.</summary>
    public override string ToString() => $"{Count:N0} of {Capacity:N0} steps of states with {size} numbers";

    private ReplayBatch Take(int[] steps)
    {
        float[] from = new float[steps.Length * size], to = new float[steps.Length * size];
        for (int i = 0; i < steps.Length; i++)
        {
            states.AsSpan(steps[i] * size, size).CopyTo(from.AsSpan(i * size));
            next.AsSpan(steps[i] * size, size).CopyTo(to.AsSpan(i * size));
        }

        float[] Of(float[] all) => [.. steps.Select(step => all[step])];
        return new(
            Tensor.Wrap(from, [steps.Length, size]), Tensor.Wrap([.. steps.Select(step => actions[step])], [steps.Length, 1]),
            Tensor.Wrap(Of(rewards), [steps.Length, 1]), Tensor.Wrap(to, [steps.Length, size]), Tensor.Wrap(Of(lives), [steps.Length, 1]));
    }
}

/// <summary>Some steps of an agent.</summary>
/// <param name="States">Where they began, [N, state].</param>
/// <param name="Actions">What was done, Int64 [N, 1].</param>
/// <param name="Rewards">What it earned, [N, 1].</param>
/// <param name="Next">Where they ended, [N, state].</param>
/// <param name="Lives">1 where there was a next step to take, 0 where the world had ended, [N, 1].</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ReplayBatch(Tensor States, Tensor Actions, Tensor Rewards, Tensor Next, Tensor Lives)
{
    /// <summary>How many steps, in a line.</summary>
    public override string ToString() => $"{States.Shape[0]} steps of states with {States.Shape[1]} numbers";
}
