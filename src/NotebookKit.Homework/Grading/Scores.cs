using System.Text.Json.Serialization;

namespace NotebookKit.Homework.Grading;

/// <summary>How the score of a cell came about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScoreKind>))]
public enum ScoreKind
{
    /// <summary>By its tests.</summary>
    Tested,

    /// <summary>It stopped with an error, or earned nothing.</summary>
    Failed,

    /// <summary>It took too long, and counts 0.</summary>
    TimedOut,

    /// <summary>It was not run, for the reason that is said.</summary>
    NotRun,

    /// <summary>An answer that is still as handed out, and counts 0.</summary>
    Untouched,

    /// <summary>A person gives the points; 0 until then.</summary>
    Waiting,

    /// <summary>A person gave the points.</summary>
    ByHand,
}

/// <summary>What a graded cell earned.</summary>
/// <param name="Id">The cell.</param>
/// <param name="Points">What it earned.</param>
/// <param name="Of">What it could earn.</param>
/// <param name="Kind">How.</param>
/// <param name="Message">What the student is told; empty for full points.</param>
public sealed record CellScore(string Id, double Points, double Of, ScoreKind Kind, string Message = "");

/// <summary>How a submission as a whole ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubmissionStatus>))]
public enum SubmissionStatus
{
    /// <summary>Every cell was run or has its reason.</summary>
    Graded,

    /// <summary>The file is no notebook; it scores 0 until another is handed in.</summary>
    Unreadable,

    /// <summary>The grader itself failed; nothing is said about the submission, and the next run tries again.</summary>
    NotGraded,
}

/// <summary>What a submission earned.</summary>
/// <param name="Assignment">The assignment.</param>
/// <param name="Student">The student.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Cells">The graded cells in the order of the notebook.</param>
public sealed record SubmissionScore(string Assignment, string Student, SubmissionStatus Status, IReadOnlyList<CellScore> Cells)
{
    /// <summary>What was made whole in the notebook, and what else the student should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The hash of the release and of the file: a later run grades again only what has changed.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>What it earned.</summary>
    [JsonIgnore]
    public double Points => Cells.Sum(cell => cell.Points);

    /// <summary>What it could earn.</summary>
    [JsonIgnore]
    public double Of => Cells.Sum(cell => cell.Of);

    /// <summary>Whether a person has still to give points.</summary>
    [JsonIgnore]
    public bool IsWaiting => Cells.Any(cell => cell.Kind == ScoreKind.Waiting);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Student}: {Points:0.##} of {Of:0.##}{(Status == SubmissionStatus.Graded ? "" : $", {Status}")}");
}
