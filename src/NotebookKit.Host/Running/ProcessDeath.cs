using NotebookKit.Host.Protocol;

namespace NotebookKit.Host.Running;

/// <summary>Says why a child died in the middle of a cell.</summary>
internal static class ProcessDeath
{
    public static ErrorEvent Describe(int exitCode, string lastWords)
    {
        if (lastWords.Contains("Stack overflow.", StringComparison.Ordinal))
        {
            const string message = "stack overflow: the code calls itself without an end. The process died and all variables are lost.";
            return new ErrorEvent("StackOverflowException", message, [$"StackOverflowException: {message}", .. Head(lastWords)]);
        }

        var text = $"the process ended with exit code {exitCode} while the cell ran; all variables are lost.";
        return new ErrorEvent("ProcessExited", text, [$"ProcessExited: {text}", .. Head(lastWords)]);
    }

    /// <summary>The lines up to where the runtime's own frames begin.</summary>
    private static IEnumerable<string> Head(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(line => !line.Contains("System.Runtime.CompilerServices", StringComparison.Ordinal))
            .Take(12)
            .Select(line => line.TrimEnd());
}
