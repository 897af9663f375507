namespace NotebookKit.Data;

/// <summary>A text and where it was found.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Origin">Where it was found.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record TextData(string Text, Origin Origin)
{
    /// <summary>Length and origin in a line.</summary>
    public override string ToString() => $"{Text.Length:N0} characters, {Origin}";
}

/// <summary>A list of words and where it was found.</summary>
/// <param name="Words">The words, in the order of the file.</param>
/// <param name="Origin">Where it was found.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record WordData(IReadOnlyList<string> Words, Origin Origin)
{
    /// <summary>Length and origin in a line.</summary>
    public override string ToString() => $"{Words.Count:N0} words, {Origin}";
}
