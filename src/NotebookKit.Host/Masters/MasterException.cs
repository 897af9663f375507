namespace NotebookKit.Host.Masters;

/// <summary>A master notebook from which no student notebook can be made; the message names notebook, cell and line.</summary>
public sealed class MasterException : Exception
{
    /// <summary>Makes the error of a place in a master.</summary>
    public MasterException(string notebook, int cell, int line, string message)
        : base($"{notebook}: cell {cell}{(line > 0 ? $", line {line}" : "")}: {message}")
    {
    }
}
