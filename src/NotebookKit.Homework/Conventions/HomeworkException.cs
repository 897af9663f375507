namespace NotebookKit.Homework.Conventions;

/// <summary>An assignment, a release or a submission that is not as it should be; the message names the place, what is wrong and the mend.</summary>
public sealed class HomeworkException : Exception
{
    /// <summary>Makes the error of a place: a file, or a notebook with a cell's number.</summary>
    public HomeworkException(string place, string message)
        : base($"{place}: {message}") => Place = place;

    /// <summary>Where it is.</summary>
    public string Place { get; }
}
