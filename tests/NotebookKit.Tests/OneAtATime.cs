namespace NotebookKit.Tests;

/// <summary>Tests that change a setting of the whole process (kernel width, threads), or count what it allocates, run alone.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public class OneAtATime
{
}
