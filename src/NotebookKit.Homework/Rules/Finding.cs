namespace NotebookKit.Homework.Rules;

/// <summary>Why a piece of a submission is not run.</summary>
public enum FindingKind
{
    /// <summary>It reaches for what homework may not touch: files, processes, reflection, the grader.</summary>
    Forbidden,

    /// <summary>It uses the library where the library would be the answer.</summary>
    Answer,

    /// <summary>It declares a name by which the tests call the library.</summary>
    Shadow,
}

/// <summary>Something in a cell of a submission that keeps the cell from being run.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Cell">The cell's number in the graded notebook, from 1.</param>
/// <param name="Line">The line in the cell, from 1.</param>
/// <param name="Message">What it is, in a sentence.</param>
public sealed record Finding(FindingKind Kind, int Cell, int Line, string Message)
{
    /// <summary>The sentence with its place.</summary>
    public override string ToString() => $"line {Line}: {Message}";
}
