using NotebookKit.Interactive;

namespace NotebookKit.Host.Session;

/// <summary>What a magic command sees of the session.</summary>
internal sealed class MagicHost(SourceRunner runner, CellSource source, string code, IReadOnlyList<CellPart> below) : IMagicHost
{
    /// <summary>Why code that the command evaluated did not compile, with its lines.</summary>
    public CellFailure? Failure { get; private set; }

    public IReadOnlyDictionary<string, object?> Variables => runner.Variables;

    public async Task<object?> EvaluateAsync(string code, CancellationToken cancellation)
    {
        // The cell's own code keeps its place in the cell, so that errors name the right lines.
        var outcome = code == Code
            ? await runner.RunPartsAsync(source, below, cancellation).ConfigureAwait(false)
            : await runner.RunPartsAsync(new CellSource($"{source.Path}'s command", code), [new CodePart(0, code, [])], cancellation).ConfigureAwait(false);
        if (outcome.Failure is not { } failure)
        {
            return outcome.Result;
        }

        if (failure.Name == "CompileError" && code == Code)
        {
            Failure = failure;
        }

        throw failure.Name == "CompileError" ? new MagicException(failure.Message) : new CellFailedException(failure);
    }

    public IShownValue Show(object? value) => Notebook.Display(value);

    private string Code { get; } = code;
}

/// <summary>Code that a magic command evaluated has failed while it ran.</summary>
#pragma warning disable CA1064, CA1032 // It never leaves the session.
internal sealed class CellFailedException(CellFailure failure) : Exception(failure.Message)
#pragma warning restore CA1064, CA1032
{
    public CellFailure Failure { get; } = failure;
}
