namespace NotebookKit.Host.Session;

/// <summary>Remembers the text of cells, so that an error can quote the line it came from.</summary>
internal sealed class SourceTexts
{
    private const string Prefix = "cell ";
    private readonly Dictionary<string, string[]> lines = new(StringComparer.Ordinal);

    /// <summary>The name under which a cell's code is compiled.</summary>
    public static string PathOf(int number) => Prefix + number;

    public static bool IsCell(string? path) => path is not null && path.StartsWith(Prefix, StringComparison.Ordinal);

    public void Add(int number, string source) => lines[PathOf(number)] = source.Split('\n');

    /// <summary>The line (from 1) of a cell; null when there is none.</summary>
    public string? Line(string path, int line) =>
        lines.TryGetValue(path, out var text) && line >= 1 && line <= text.Length ? text[line - 1].TrimEnd('\r') : null;
}
