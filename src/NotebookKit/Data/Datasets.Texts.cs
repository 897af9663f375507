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

    /// <summary>The first 500 + 100 pictures of each of CIFAR-10's ten classes, [N, 3, 32, 32]; not part of the kit, name its folder in NOTEBOOKKIT_DATA. Krizhevsky 2009.</summary>
    public static TrainTest Cifar10Subset()
    {
        (Tensor pixels, long[] labels, Tensor testPixels, long[] testLabels, Origin origin) = Cifar10SubsetLoader.Load(DataFinder.Default());
        IReadOnlyList<string> classes = DatasetTable.Cifar10Subset.Classes;
        return new TrainTest(
            new Dataset("CIFAR-10 subset train", pixels, Tensor.From(labels), classes, origin.ToString()),
            new Dataset("CIFAR-10 subset test", testPixels, Tensor.From(testLabels), classes, origin.ToString()));
    }

    /// <summary>334 microscope pictures [N, 1, 128, 128] of cell nuclei; the targets [N, 128, 128] number the nucleus of each pixel, 0 for the ground. Not part of the kit, name its folder in NOTEBOOKKIT_DATA.</summary>
    public static Dataset Nuclei()
    {
        (Tensor images, Tensor nuclei, Origin origin) = NucleiLoader.Load(DataFinder.Default());
        return new Dataset("nuclei", images, nuclei, origin.ToString());
    }

    /// <summary>A picture of the kit: <c>Datasets.Picture("camera")</c>.</summary>
    /// <param name="name">astronaut, brick, camera, china and others; <see cref="Pictures"/> lists them.</param>
    /// <returns>[channels, height, width] of UInt8: one channel where all pixels are grey, else red, green and blue.</returns>
    /// <exception cref="ArgumentException">There is no picture of that name.</exception>
    public static Tensor Picture(string name) => PictureLoader.Load(DataFinder.Default(), name).Pixels;
}
