namespace NotebookKit.Checks;

/// <summary>How a check ended.</summary>
public enum CheckStatus
{
    /// <summary>Everything it asks for holds.</summary>
    Passed,

    /// <summary>Something it asks for does not hold; the message says what.</summary>
    Failed,

    /// <summary>The exercise is untouched: its name does not exist yet, or its body throws <see cref="NotImplementedException"/>.</summary>
    NotDone,
}
