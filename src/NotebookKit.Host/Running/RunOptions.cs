using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Running;

/// <summary>How notebooks are run.</summary>
public sealed record RunOptions
{
    /// <summary>How to start the child process of a notebook.</summary>
    public required CellServerCommand Server { get; init; }

    /// <summary>Where results go.</summary>
    public string OutputFolder { get; init; } = "out";

    /// <summary>How many notebooks run at the same time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The longest that one cell may take.</summary>
    public TimeSpan CellTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The longest that one notebook may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>Values that replace those of the cell tagged <c>parameters</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Where green runs are kept, so that an unchanged notebook need not run again; null runs every notebook.</summary>
    public RunCache? Cache { get; init; }

    /// <summary>True compares the stored outputs with the fresh ones and writes nothing.</summary>
    public bool Check { get; init; }

    /// <summary>How far numbers of another kernel variant may be from the stored ones.</summary>
    public double Tolerance { get; init; } = Checking.OutputCheck.DefaultTolerance;
}
