namespace NotebookKit.Reward;

/// <summary>One of the things that can come of an action, with its probability.</summary>
/// <param name="Probability">How likely it is.</param>
/// <param name="Next">The number of the next state.</param>
/// <param name="Reward">The reward.</param>
public readonly record struct Chance(double Probability, int Next, double Reward);

/// <summary>A small world that is known completely: for every state and action, what can come of it (a Markov decision process).</summary>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class MarkovDecisions
{
    private readonly IReadOnlyList<IReadOnlyList<IReadOnlyList<Chance>>> chances;

    /// <summary>Describes a world.</summary>
    /// <param name="chances">For each state, for each action, what can come of it. A state without actions is terminal.</param>
    /// <exception cref="ArgumentException">Probabilities do not add up to 1, a next state does not exist, states differ in their actions, or a reward is not finite.</exception>
    public MarkovDecisions(IReadOnlyList<IReadOnlyList<IReadOnlyList<Chance>>> chances)
    {
        ArgumentNullException.ThrowIfNull(chances);
        this.chances = chances;
        Actions = chances.Select(state => state.Count).DefaultIfEmpty(0).Max();
        for (int state = 0; state < chances.Count; state++)
        {
            if (chances[state].Count != 0 && chances[state].Count != Actions)
            {
                throw new ArgumentException($"MarkovDecisions: state {state} has {chances[state].Count} actions and others have {Actions}; give all the same, or none to a terminal one.", nameof(chances));
            }

            for (int action = 0; action < chances[state].Count; action++)
            {
                Check(chances[state][action], state, action);
            }
        }
    }

    /// <summary>How many states.</summary>
    public int States => chances.Count;

    /// <summary>How many actions a state has that is not terminal.</summary>
    public int Actions { get; }

    /// <summary>Whether nothing more can be done in a state.</summary>
    public bool IsTerminal(int state) => chances[state].Count == 0;

    /// <summary>What can come of an action.</summary>
    public IReadOnlyList<Chance> Chances(int state, int action) => chances[state][action];

    /// <summary>What an action is worth when the states are worth what a table says: the mean of r + discount V(next).</summary>
    /// <param name="values">The worth of every state.</param>
    /// <param name="state">The state.</param>
    /// <param name="action">The action.</param>
    /// <param name="discount">What tomorrow's reward is worth today.</param>
    public double Worth(IReadOnlyList<double> values, int state, int action, double discount)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Chances(state, action).Sum(chance => chance.Probability * (chance.Reward + (discount * values[chance.Next])));
    }

    /// <summary>Its size, in a line.</summary>
    public override string ToString() => $"{States} states, {Actions} actions, {Enumerable.Range(0, States).Count(IsTerminal)} terminal";

    private void Check(IReadOnlyList<Chance> list, int state, int action)
    {
        double sum = list.Sum(chance => chance.Probability);
        if (!(Math.Abs(sum - 1) < 1e-9) || list.Any(chance => chance.Probability < 0 || chance.Next < 0 || chance.Next >= States || !double.IsFinite(chance.Reward)))
        {
            throw new ArgumentException($"MarkovDecisions: state {state}, action {action}: probabilities are 0 or more and add up to 1 (here {sum}), next states are 0 to {States - 1}, rewards finite; got {string.Join(", ", list)}.", nameof(list));
        }
    }
}
