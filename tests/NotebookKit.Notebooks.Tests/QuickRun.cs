namespace NotebookKit.Notebooks.Tests;

/// <summary>What a run of a notebook left.</summary>
/// <param name="ExitCode">The exit code of nbkit run.</param>
/// <param name="Output">All that it wrote.</param>
/// <param name="Executed">The executed notebook; the file is absent where the run could not begin.</param>
/// <param name="Page">The page of it.</param>
internal sealed record QuickRun(int ExitCode, string Output, string Executed, string Page);
