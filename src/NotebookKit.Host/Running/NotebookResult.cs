namespace NotebookKit.Host.Running;

/// <summary>How a notebook ended.</summary>
public enum RunStatus
{
    /// <summary>Every cell ran.</summary>
    Ok,

    /// <summary>A cell failed or its process died.</summary>
    Failed,

    /// <summary>A cell or the notebook took too long.</summary>
    Timeout,

    /// <summary>The notebook could not be read, or the machinery failed; nothing is said about its cells.</summary>
    Unreadable,
}

/// <summary>What became of one notebook.</summary>
/// <param name="Notebook">Its name below the folder that was given.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record NotebookResult(string Notebook, RunStatus Status, double Seconds)
{
    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>The number beside the cell that went wrong.</summary>
    public int? Cell { get; init; }

    /// <summary>The executed notebook.</summary>
    public string? Out { get; init; }

    /// <summary>True when an earlier run of the same notebook served.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Where a check found other outputs than the stored ones.</summary>
    public IReadOnlyList<Checking.OutputDifference> Differences { get; init; } = [];

    /// <summary>The exit code that this result asks for: 0 ok, 1 failed, 2 timeout, 3 unreadable.</summary>
    public int ExitCode => (int)Status;
}
