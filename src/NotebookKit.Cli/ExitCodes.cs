namespace NotebookKit.Cli;

/// <summary>What nbkit's exit code means; of several notebooks the highest wins.</summary>
internal static class ExitCodes
{
    /// <summary>All ran.</summary>
    public const int Ok = 0;

    /// <summary>Wrong usage, an unreadable notebook, or a failure of the machinery.</summary>
    public const int Usage = 3;
}
