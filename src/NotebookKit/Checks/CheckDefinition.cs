namespace NotebookKit.Checks;

/// <summary>A public test of an exercise.</summary>
/// <param name="Name">What <c>#!check</c> calls it: letters, digits, '-', '_' and '.'.</param>
/// <param name="Test">Asks for what must hold; the first thing that does not hold ends it.</param>
public sealed record CheckDefinition(string Name, Action<CheckTest> Test)
{
    /// <summary>What it is about, in a few words; the name if nothing was said.</summary>
    public string Title { get; init; } = Name;

    /// <summary>What passing earns.</summary>
    public double Points { get; init; } = 1;

    /// <summary>Help in steps: the first a nudge, the last nearly the answer.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>What a reader is told who passed; empty for the number of things that held.</summary>
    public string Success { get; init; } = string.Empty;

    /// <summary>The longest it may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The seed of its random numbers; the student's are not touched.</summary>
    public long Seed { get; init; } = 20_26;

}
