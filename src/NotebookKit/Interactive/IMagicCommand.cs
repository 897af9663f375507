namespace NotebookKit.Interactive;

/// <summary>Something that a cell asks for in a line of its own, <c>#!name arguments</c>, in whatever host the notebook runs.</summary>
/// <remarks>Commands are found in <see cref="MagicCommands.All"/>; a host dispatches a line to <see cref="MagicCommands.RunAsync"/> and never parses arguments itself.</remarks>
public interface IMagicCommand
{
    /// <summary>What stands behind <c>#!</c>.</summary>
    string Name { get; }

    /// <summary>What it does, in a line.</summary>
    string Summary { get; }

    /// <summary>How it is written, what each option means, and an example: what <c>-h</c> shows.</summary>
    string Usage { get; }

    /// <summary>Whether the command runs the code below its line itself, to measure it say; otherwise the code runs after it as if it were not there.</summary>
    bool TakesCell { get; }

    /// <summary>Does it.</summary>
    /// <param name="call">What was asked for, and where.</param>
    /// <param name="cancellation">Asks it to stop.</param>
    /// <exception cref="MagicException">It was used wrongly; the message says how it is meant.</exception>
    Task RunAsync(MagicCall call, CancellationToken cancellation);
}

/// <summary>One use of a command.</summary>
/// <param name="Arguments">The rest of its line, trimmed.</param>
/// <param name="Code">The cell's code below its line; empty unless the command takes the cell.</param>
/// <param name="Host">The session it is used in.</param>
public sealed record MagicCall(string Arguments, string Code, IMagicHost Host);

/// <summary>What a command may ask of the session that it is used in.</summary>
public interface IMagicHost
{
    /// <summary>The session's variables by name, as they are now.</summary>
    IReadOnlyDictionary<string, object?> Variables { get; }

    /// <summary>The value of a C# expression, or of code whose last line is one, in the session.</summary>
    /// <exception cref="MagicException">It does not compile, or the session cannot evaluate code; the message says which.</exception>
    Task<object?> EvaluateAsync(string code, CancellationToken cancellation);

    /// <summary>Shows a value in the cell's output.</summary>
    IShownValue Show(object? value);
}

/// <summary>A command was used wrongly: shown to the reader as it is, without a stack trace.</summary>
public sealed class MagicException(string message) : Exception(message);
