namespace NotebookKit.Reward;

/// <summary>A world to act in: it shows a state, takes an action, and answers with the next state and a reward.</summary>
public interface IEnvironment
{
    /// <summary>How many numbers describe a state.</summary>
    int StateSize { get; }

    /// <summary>What can be done, in the order of the actions' numbers.</summary>
    IReadOnlyList<string> Actions { get; }

    /// <summary>Begins a new episode.</summary>
    /// <param name="rng">Where chance comes from, until the next call.</param>
    /// <returns>The first state.</returns>
    float[] Reset(Rng rng);

    /// <summary>Does something.</summary>
    /// <param name="action">The number of the action.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    /// <exception cref="InvalidOperationException">The episode has not begun or is over.</exception>
    Outcome Step(int action);
}

/// <summary>What came of an action.</summary>
/// <param name="State">The next state.</param>
/// <param name="Reward">The reward.</param>
/// <param name="IsTerminal">Whether the world ends here: nothing more can be earned, so the value of the next state is 0.</param>
/// <param name="IsCut">Whether the episode was only cut off, as by a clock: the next state still has a value.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct Outcome(float[] State, double Reward, bool IsTerminal, bool IsCut)
{
    /// <summary>Whether a new episode has to begin.</summary>
    public bool IsOver => IsTerminal || IsCut;

    /// <summary>Reward and state, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"reward {Reward:G4}, state [{string.Join(", ", State.Select(number => number.ToString("G4", System.Globalization.CultureInfo.InvariantCulture)))}]{(IsTerminal ? ", the end" : IsCut ? ", cut off" : "")}");
}
