namespace NotebookKit.Homework.Sandbox;

/// <summary>What the process of a submission may use.</summary>
public sealed record ChildLimits
{
    /// <summary>Memory, in megabytes.</summary>
    public int Megabytes { get; init; } = 1024;

    /// <summary>Processor time of the whole submission.</summary>
    public TimeSpan Cpu { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Processes and threads together.</summary>
    public int Tasks { get; init; } = 256;

    /// <summary>The largest file, in megabytes.</summary>
    public int FileMegabytes { get; init; } = 64;

    /// <summary>Open files.</summary>
    public int OpenFiles { get; init; } = 512;

    /// <summary>What a cell may show, in characters; the rest is cut.</summary>
    public long Output { get; init; } = 1_000_000;
}
