using NotebookKit.Files;

namespace NotebookKit.Data;

/// <content>Texts and single pictures, and what is known about every set.</content>
public static partial class Datasets
{
    /// <summary>What is known about every set: shape, classes, licence, authors, files. <c>#!data</c> shows the same as a table.</summary>
    public static IReadOnlyList<DatasetInfo> All => DatasetTable.All;

    /// <summary>What is known about the single pictures that <see cref="Picture"/> finds.</summary>
    public static IReadOnlyList<DatasetInfo> Pictures => DatasetTable.Pictures;

    /// <summary>32,033 first names of children in the United States; not part of the kit, name its folder in NOTEBOOKKIT_DATA.</summary>
    public static WordData Names()
    {
        (string[] names, Origin origin) = NamesLoader.Load(DataFinder.Default());
        return new WordData(names, origin);
    }

    /// <summary>A million characters of Shakespeare's plays; not part of the kit, but to download.</summary>
    public static TextData TinyShakespeare()
    {
        (string text, Origin origin) = TinyShakespeareLoader.Load(DataFinder.Default());
        return new TextData(text, origin);
    }

    /// <summary>1,034 folk tunes in ABC notation, one text; not part of the kit, name its folder in NOTEBOOKKIT_DATA.</summary>
    public static TextData Nottingham()
    {
        FoundData found = DataFinder.Default().Find(DatasetTable.Nottingham);
        string tunes = PlainText.Decode(found[0].Content, found[0].Path);
        return new TextData(tunes, found.Origin(tunes.Length, "samples are characters"));
    }

    /// <summary>18,065 English sentences of at most five words, each with a French one; not part of the kit, name its folder in NOTEBOOKKIT_DATA.</summary>
    public static PairData EnglishFrench() => SentencesLoader.EnglishFrench(DataFinder.Default());

    /// <summary>10,662 snippets of film reviews, bad or good; not part of the kit, name its folder in NOTEBOOKKIT_DATA. Pang and Lee 2005.</summary>
    public static SentenceData MovieReviews() => SentencesLoader.MovieReviews(DataFinder.Default());

    /// <summary>3,000 sentences of reviews of goods, films and restaurants, bad or good; not part of the kit, name its folder in NOTEBOOKKIT_DATA. Kotzias et al. 2015.</summary>
    public static SentenceData ReviewSentences() => SentencesLoader.ReviewSentences(DataFinder.Default());

    /// <summary>A picture of the kit: <c>Datasets.Picture("camera")</c>.</summary>
    /// <param name="name">astronaut, brick, camera, chelsea, coffee, coins, grass, gravel, horse or page; <see cref="Pictures"/> lists them.</param>
    /// <returns>[channels, height, width] of UInt8: one channel where all pixels are grey, else red, green and blue.</returns>
    /// <exception cref="ArgumentException">There is no picture of that name.</exception>
    /// <exception cref="NotSupportedException">The picture is a JPEG.</exception>
    public static Tensor Picture(string name) => PictureLoader.Load(DataFinder.Default(), name).Pixels;
}
