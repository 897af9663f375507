namespace NotebookKit.Checks;

/// <summary>Where a check finds what the student wrote: a session, or a class library.</summary>
public interface IStudentCode
{
    /// <summary>The value of a C# expression among the student's names, as they are now.</summary>
    /// <exception cref="MissingMemberException">A name in it does not exist: the exercise is not done.</exception>
    /// <exception cref="InvalidCastException">It is something else than the expression asks for; the message says what.</exception>
    object? Evaluate(string expression);
}
