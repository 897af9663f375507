namespace NotebookKit.Homework.Masters;

/// <summary>What only the grader sees: from <c>BEGIN HIDDEN TESTS</c> to <c>END HIDDEN TESTS</c>, and from <c>BEGIN MARK SCHEME</c> to <c>END MARK SCHEME</c>.</summary>
/// <remarks>A marker is found wherever it stands in its line, as nbgrader does: <c>// BEGIN HIDDEN TESTS</c> in C#, <c>=== BEGIN MARK SCHEME ===</c> in text.</remarks>
public static class HiddenRegions
{
    private static readonly string[] Names = ["HIDDEN TESTS", "MARK SCHEME"];

    /// <summary>A cell's text without its hidden regions, and the lines that stood in them.</summary>
    /// <exception cref="FormatException">Markers do not fit; the message names the line.</exception>
    public static (string Shown, IReadOnlyList<string> Hidden) Split(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        List<string> shown = [], hidden = [];
        string? open = null;
        var opened = 0;
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var begin = Marked(lines[i], "BEGIN");
            var end = Marked(lines[i], "END");
            if (begin is not null)
            {
                (open, opened) = open is null ? (begin, i + 1) : throw new FormatException($"line {i + 1} begins {begin} within the region {open} of line {opened}; regions do not nest.");
            }
            else if (end is not null)
            {
                open = end == open ? null : throw new FormatException($"line {i + 1} ends {end}, {(open is null ? "which nothing has begun" : $"but line {opened} began {open}")}.");
            }
            else
            {
                (open is null ? shown : hidden).Add(lines[i]);
            }
        }

        return open is null ? (string.Join('\n', shown).TrimEnd('\n'), hidden) : throw new FormatException($"the region {open} that line {opened} begins has no end.");
    }

    private static string? Marked(string line, string word) => Array.Find(Names, name => line.Contains($"{word} {name}", StringComparison.Ordinal));
}
