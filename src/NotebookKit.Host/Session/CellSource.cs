namespace NotebookKit.Host.Session;

/// <summary>The text of a cell or a loaded file.</summary>
/// <param name="Path">The name that errors use: <c>cell 3</c>, or a file's.</param>
/// <param name="Text">What is in it.</param>
internal sealed record CellSource(string Path, string Text)
{
    /// <summary>True for a file that is imported: only its code counts, its texts are not shown.</summary>
    public bool IsCodeOnly { get; init; }

    /// <summary>The files that led here, to find one that loads itself.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>Where relative paths in it start; null for the notebook's folder.</summary>
    public string? Folder { get; init; }
}
