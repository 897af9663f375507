namespace NotebookKit.Homework.Conventions;

/// <summary>What a cell of an assignment is for.</summary>
public enum CellRole
{
    /// <summary>Belongs to the student altogether.</summary>
    Free,

    /// <summary>The student's answer in code; it has no points of its own.</summary>
    Answer,

    /// <summary>Tests with points; locked.</summary>
    Tests,

    /// <summary>An answer with points that a person gives.</summary>
    Manual,

    /// <summary>A task with points for which the student adds cells of his own; a person gives the points.</summary>
    Task,

    /// <summary>Text or code that the student may not change.</summary>
    ReadOnly,
}
