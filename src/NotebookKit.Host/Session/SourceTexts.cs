namespace NotebookKit.Host.Session;

/// <summary>Remembers the text of cells and loaded files, so that an error can quote the line it came from.</summary>
internal sealed class SourceTexts
{
    private readonly Dictionary<string, string[]> lines = new(StringComparer.Ordinal);

    /// <summary>The name under which a cell's code is compiled.</summary>
    public static string PathOf(int number) => "cell " + number;

    /// <summary>True for a cell or a loaded file: what the reader wrote or asked for.</summary>
    public bool Knows(string? path) => path is not null && lines.ContainsKey(path);

    public void Add(string path, string source) => lines[path] = source.Split('\n');

    /// <summary>The line (from 1) of a cell; null when there is none.</summary>
    public string? Line(string path, int line) =>
        lines.TryGetValue(path, out var text) && line >= 1 && line <= text.Length ? text[line - 1].TrimEnd('\r') : null;
}
