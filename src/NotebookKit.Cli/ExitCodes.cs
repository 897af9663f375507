namespace NotebookKit.Cli;

/// <summary>What nbkit's exit code means; of several notebooks the highest wins.</summary>
internal static class ExitCodes
{
    /// <summary>All ran.</summary>
    public const int Ok = 0;

    /// <summary>A cell failed, or a check found something.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage, an unreadable notebook, or a failure of the machinery.</summary>
    public const int Usage = 3;
}
