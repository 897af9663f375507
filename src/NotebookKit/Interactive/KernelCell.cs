using System.Runtime.CompilerServices;

namespace NotebookKit.Interactive;

/// <summary>Finds the line of a magic command in the cell that uses it.</summary>
/// <remarks>
/// Neither generation of .NET Interactive hands a handler the line as it was written, quotes and all, nor the code below
/// it; both give the cell.
/// </remarks>
internal sealed class KernelCell
{
    private readonly ConditionalWeakTable<object, Dictionary<string, int>> seen = [];

    /// <summary>The arguments of the next use of a command in a cell and the code below it; null where the cell does not use it once more.</summary>
    /// <param name="cell">The command that the cell was sent as; counts how often its directives have been asked for.</param>
    /// <param name="text">The cell's text.</param>
    /// <param name="name">The command's name, without <c>#!</c>.</param>
    public (string Arguments, string Code)? Next(object cell, string text, string name)
    {
        Dictionary<string, int> counts = seen.GetOrCreateValue(cell);
        int skip;
        lock (counts)
        {
            skip = counts.GetValueOrDefault(name);
            counts[name] = skip + 1;
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (Arguments(lines[i], name) is { } arguments && skip-- == 0)
            {
                return (arguments, string.Join('\n', lines[(i + 1)..]));
            }
        }

        return null;
    }

    private static string? Arguments(string line, string name)
    {
        string trimmed = line.Trim();
        string start = "#!" + name;
        return trimmed.StartsWith(start, StringComparison.Ordinal) && (trimmed.Length == start.Length || char.IsWhiteSpace(trimmed[start.Length]))
            ? trimmed[start.Length..].Trim()
            : null;
    }
}
