namespace NotebookKit.Data;

/// <content>What the lectures print or name, as data.</content>
public static partial class Datasets
{
    /// <summary>A logical function of two inputs, its four cases: <c>Datasets.Logic("XOR")</c>. Lectures S1, S2 L1, S3.</summary>
    /// <param name="function">AND, OR or XOR.</param>
    /// <exception cref="ArgumentException">There is no such function.</exception>
    public static Dataset Logic(string function) => LectureLoader.Logic(DataFinder.Default(), function);

    /// <summary>What people in England, Wales, Scotland and Northern Ireland ate in 1997: 17 foods in g per person and week. Lecture S2 L9.</summary>
    public static TableArrays UkFood() => LectureLoader.UkFood(DataFinder.Default());

    /// <summary>The characters 88 to 104 with their codes, which the lecture takes for notes. Lecture S0.</summary>
    public static IReadOnlyList<CharacterCode> Characters() => LectureLoader.Characters(DataFinder.Default());

    /// <summary>The example texts of the lectures on sequences: hello, James, the virus, Mike and Maria, Jürgen. Lectures S0, S2 L10.</summary>
    public static WordData LectureTexts() => LectureLoader.Texts(DataFinder.Default());

    /// <summary>A noisy signal, [length]: two waves and a step. The lecture's have 80 and 60 points. Lecture S2 L6.</summary>
    /// <param name="length">How many points.</param>
    /// <param name="noise">The standard deviation of what is added.</param>
    /// <param name="rng">Where the noise comes from; the session's generator when null.</param>
    public static Tensor Signal(int length = 80, double noise = 0.2, Rng? rng = null) => MadeSets.Signal(length, noise, rng ?? Rng.Current);

    /// <summary>Made pictures of cells, bright discs with soft edges on a dark noisy ground, [N, 1, size, size]; targets are masks [N, size, size] of Int64, 1 where a cell is. For segmentation, lecture S2 L8.</summary>
    /// <param name="count">How many pictures.</param>
    /// <param name="size">Pixels on each side, 16 or more.</param>
    /// <param name="rng">Where they come from; the session's generator when null.</param>
    public static Dataset Cells(int count = 100, int size = 64, Rng? rng = null) => MadeSets.Cells(count, size, rng ?? Rng.Current);
}

/// <summary>The sizes of ImageNet, which is too large to be part of any course. Lectures S0, S1, S2 L7.</summary>
public static class ImageNet
{
    /// <summary>Pictures in all, at least.</summary>
    public const int Images = 15_000_000;

    /// <summary>Categories in all, about.</summary>
    public const int Categories = 22_000;

    /// <summary>Categories of the competition, ILSVRC.</summary>
    public const int Classes = 1000;

    /// <summary>Pictures of each class of the competition, about.</summary>
    public const int ImagesPerClass = 1000;

    /// <summary>Pictures to learn from, about.</summary>
    public const int Training = 1_200_000;

    /// <summary>Pictures for validation.</summary>
    public const int Validation = 50_000;

    /// <summary>Pictures kept aside.</summary>
    public const int Test = 150_000;
}

/// <summary>What the lecture tells of recognised telephone talk, recorded as the Switchboard corpus. Lecture S2 L10 (achievements of LSTM).</summary>
public static class Switchboard
{
    /// <summary>The share of words that were recognised, in percent.</summary>
    public const double RecognisedPercent = 95.1;

    /// <summary>The words that could be recognised.</summary>
    public const int Vocabulary = 165_000;
}
