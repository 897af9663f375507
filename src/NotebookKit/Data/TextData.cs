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

/// <summary>Sentences in classes and where they were found.</summary>
/// <param name="Sentences">The sentences, in the order of the files.</param>
/// <param name="Labels">The class number of each.</param>
/// <param name="ClassNames">The name of each class.</param>
/// <param name="Origin">Where they were found.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record SentenceData(IReadOnlyList<string> Sentences, IReadOnlyList<int> Labels, IReadOnlyList<string> ClassNames, Origin Origin)
{
    /// <summary>How many, the classes and the origin in a line.</summary>
    public override string ToString() => $"{Sentences.Count:N0} sentences ({string.Join(", ", ClassNames)}), {Origin}";
}

/// <summary>Sentences with their translations and where they were found.</summary>
/// <param name="Pairs">The pairs, shortest first.</param>
/// <param name="Origin">Where they were found.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record PairData(IReadOnlyList<(string English, string French)> Pairs, Origin Origin)
{
    /// <summary>How many and the origin in a line.</summary>
    public override string ToString() => $"{Pairs.Count:N0} pairs of sentences, {Origin}";
}
