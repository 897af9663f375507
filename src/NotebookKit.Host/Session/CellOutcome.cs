namespace NotebookKit.Host.Session;

/// <summary>How a cell ended.</summary>
/// <param name="HasResult">True when the last expression has a value to show.</param>
/// <param name="Result">That value.</param>
/// <param name="Failure">What went wrong; null when the cell ran through.</param>
public sealed record CellOutcome(bool HasResult, object? Result, CellFailure? Failure)
{
    internal static CellOutcome Done { get; } = new(false, null, null);

    internal static CellOutcome Of(object? result) => new(true, result, null);

    internal static CellOutcome Failed(CellFailure failure) => new(false, null, failure);
}

/// <summary>Why a cell failed, in words for the reader.</summary>
/// <param name="Name">The exception's type name, or <c>CompileError</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Traceback">Lines that say where; the first names the error.</param>
public sealed record CellFailure(string Name, string Message, IReadOnlyList<string> Traceback);

/// <summary>A cell asks for something that the host refuses, with a message for the reader.</summary>
public sealed class CellRefusedException : Exception
{
    /// <summary>A refusal without words.</summary>
    public CellRefusedException()
    {
    }

    /// <summary>A refusal.</summary>
    public CellRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its cause.</summary>
    public CellRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
