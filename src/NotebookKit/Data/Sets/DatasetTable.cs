namespace NotebookKit.Data;

/// <summary>Every data set that the kit knows: files, SHA-256 of their plain content, addresses, terms and authors.</summary>
/// <remarks>A set is one row here and one loader; the files of this repository are listed in data/SOURCES.md too.</remarks>
internal static partial class DatasetTable
{
    /// <summary>All rows, in the order of the course.</summary>
    public static IReadOnlyList<DatasetInfo> All =>
    [
        Mnist, FashionMnist, FashionMnistSubset, Iris,
        Wine, BreastCancer, Diabetes, Digits,
        AutoMpg, Penguins, CaliforniaHousing, MobyDick,
        FirstNames, AirlinePassengers, Co2, Co2Weekly,
        Sunspots, SunspotsYearly, SeattleWeather, Names,
        TinyShakespeare, EnglishFrench, MovieReviews, ReviewSentences,
        Nottingham, Nuclei, Cifar10Subset, Logic,
        UkFood, Characters, LectureTexts,
    ];

    /// <summary>All that has a name: the sets, the single pictures, the weights of trained networks and the names of their classes.</summary>
    public static IReadOnlyList<DatasetInfo> Everything => [.. All, .. Pictures, .. Weights, SmallCnns, ImageNetClasses, VocClasses];
}
