using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Sentences with a class or a translation: one a line, the rest behind a tab.</summary>
internal static class SentencesLoader
{
    /// <summary>Film reviews: a file a class.</summary>
    public static SentenceData MovieReviews(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.MovieReviews);
        string[][] lines = [.. Enumerable.Range(0, 2).Select(one => PlainText.Lines(found[one].Content, found[one].Path))];
        return new SentenceData(
            [.. lines[0], .. lines[1]], [.. lines.SelectMany((some, one) => Enumerable.Repeat(one, some.Length))], DatasetTable.MovieReviews.Classes, found.Origin(lines.Sum(some => some.Length)));
    }

    /// <summary>Sentences of goods, films and restaurants, one file after the other.</summary>
    public static SentenceData ReviewSentences(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.ReviewSentences);
        (string Sentence, int Class)[] all = [.. Enumerable.Range(0, DatasetTable.ReviewSentences.Files.Length).SelectMany(file => Labelled(found[file]))];
        return new SentenceData([.. all.Select(one => one.Sentence)], [.. all.Select(one => one.Class)], DatasetTable.ReviewSentences.Classes, found.Origin(all.Length));
    }

    /// <summary>English sentences with their translations.</summary>
    public static PairData EnglishFrench(DataFinder finder)
    {
        FoundData found = finder.Find(DatasetTable.EnglishFrench);
        (string, string)[] pairs = [.. Halves(found[0])];
        return new PairData(pairs, found.Origin(pairs.Length));
    }

    /// <summary>Lines of a sentence, a tab, and 0 or 1.</summary>
    internal static IEnumerable<(string Sentence, int Class)> Labelled((byte[] Content, string Path) source) => Halves(source).Select((halves, i) => halves.Second switch
    {
        "0" => (halves.First, 0),
        "1" => (halves.First, 1),
        var other => throw new InvalidDataException($"{source.Path}, line {i + 1}: expected 0 or 1 behind the tab, found \"{other}\""),
    });

    /// <summary>Lines of two texts with a tab between them.</summary>
    internal static IEnumerable<(string First, string Second)> Halves((byte[] Content, string Path) source) => PlainText.Lines(source.Content, source.Path).Select((line, i) =>
        line.Split('\t', StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : throw new InvalidDataException($"{source.Path}, line {i + 1}: expected two texts with a tab between them, found \"{line}\""));
}
