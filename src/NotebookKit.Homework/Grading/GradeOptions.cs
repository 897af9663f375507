using NotebookKit.Homework.Sandbox;
using NotebookKit.Host.Protocol;

namespace NotebookKit.Homework.Grading;

/// <summary>How submissions are graded.</summary>
public sealed record GradeOptions
{
    /// <summary>How the child of a submission is started, without its wall.</summary>
    public required CellServerCommand Server { get; init; }

    /// <summary>What is around it.</summary>
    public required Walls Walls { get; init; }

    /// <summary>Where scores and graded notebooks go.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>How many submissions run side by side.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>What is added to the seeds of the checks, so that answers made for the inputs that the student has seen earn nothing.</summary>
    public long Seed { get; init; } = 1_000_003;

    /// <summary>Told of each submission when it is done.</summary>
    public Action<SubmissionScore>? Graded { get; init; }

    /// <summary>False leaves the rules on code out: only the tests of the walls do.</summary>
    internal bool HasRules { get; init; } = true;
}
