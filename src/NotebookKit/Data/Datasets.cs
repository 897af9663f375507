namespace NotebookKit.Data;

/// <summary>The data sets by name. Each call finds its files, checks them, and says where they were.</summary>
/// <remarks>
/// Looked for in a folder <c>data</c> from the working directory upward, then in the folders that NOTEBOOKKIT_DATA names,
/// then in the user's cache; last, a set with a known address is downloaded into the cache (not with
/// NOTEBOOKKIT_OFFLINE=1). A file that is cut short or wrong is an <see cref="InvalidDataException"/> that says what was
/// expected and what was found.
/// </remarks>
public static partial class Datasets
{
    /// <summary>Handwritten digits, 28 x 28 grey: 60,000 to learn from, 10,000 kept aside. LeCun, Cortes and Burges 1998.</summary>
    public static TrainTest Mnist()
    {
        (ImageArrays train, ImageArrays test, Origin origin) = MnistLoader.Load(DataFinder.Default());
        return InClasses("MNIST", train, test, [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")], origin);
    }

    /// <summary>Pieces of clothing, 28 x 28 grey, ten classes; the whole set where it is found, else the 10,000 + 2,000 that come with the kit. Xiao, Rasul and Vollgraf 2017.</summary>
    /// <param name="full">Asks for the whole set, by a download if need be.</param>
    public static TrainTest FashionMnist(bool full = false)
    {
        (ImageArrays train, ImageArrays test, Origin origin) = FashionMnistLoader.Load(DataFinder.Default(), full);
        return InClasses("Fashion-MNIST", train, test, [.. FashionMnistLoader.ClassNames], origin);
    }

    /// <summary>1,797 handwritten digits of 8 x 8 pixels, values 0 to 16. Alpaydin and Kaynak, UCI.</summary>
    public static Dataset Digits()
    {
        (TableArrays table, Origin origin) = DigitsLoader.Load(DataFinder.Default());
        Dataset rows = Classes("digits", table, origin);
        return new Dataset(rows.Name, rows.Inputs.Reshape(-1, 1, 8, 8), rows.Labels, rows.ClassNames, rows.Origin);
    }

    /// <summary>150 flowers of three kinds, four lengths each, in cm. Fisher 1936.</summary>
    public static Dataset Iris()
    {
        (TableArrays table, Origin origin) = IrisLoader.Load(DataFinder.Default());
        return Classes("iris", table, origin);
    }

    /// <summary>178 wines of three growers, thirteen measurements each. Forina, UCI.</summary>
    public static Dataset Wine()
    {
        (TableArrays table, Origin origin) = WineLoader.Load(DataFinder.Default());
        return Classes("wine", table, origin);
    }

    /// <summary>569 tumours, malignant or benign, thirty measurements each. Wolberg, Street and Mangasarian, UCI.</summary>
    public static Dataset BreastCancer()
    {
        (TableArrays table, Origin origin) = BreastCancerLoader.Load(DataFinder.Default());
        return Classes("breast cancer", table, origin);
    }

    /// <summary>442 patients, ten measurements and the progress of diabetes a year later. Efron, Hastie, Johnstone and Tibshirani 2004.</summary>
    public static TableArrays Diabetes() => Table(DiabetesLoader.Load(DataFinder.Default()));

    /// <summary>406 cars with their fuel consumption; some values are missing (NaN). StatLib.</summary>
    public static TableArrays AutoMpg() => Table(AutoMpgLoader.Load(DataFinder.Default()));

    /// <summary>344 penguins of three kinds; some values are missing (NaN). Gorman, Williams and Fraser 2014.</summary>
    public static TableArrays Penguins() => Table(PenguinsLoader.Load(DataFinder.Default()));

    /// <summary>20,640 blocks of Californian houses of the 1990 census; not part of the kit, name its folder in NOTEBOOKKIT_DATA.</summary>
    public static TableArrays CaliforniaHousing() => Table(CaliforniaHousingLoader.Load(DataFinder.Default()));

    /// <summary>Airline passengers a month, 1949 to 1960. Box and Jenkins 1976.</summary>
    public static SeriesArrays AirlinePassengers() => Series(AirlinePassengersLoader.Load(DataFinder.Default()));

    /// <summary>Carbon dioxide in the air, monthly.</summary>
    public static SeriesArrays Co2() => Series(Co2Loader.Load(DataFinder.Default()));

    /// <summary>Carbon dioxide in the air over Mauna Loa, weekly; some weeks are missing (NaN).</summary>
    public static SeriesArrays Co2Weekly() => Series(Co2WeeklyLoader.Load(DataFinder.Default()));

    /// <summary>Sunspots a month, 1749 to 2013.</summary>
    public static SeriesArrays Sunspots() => Series(SunspotsLoader.Load(DataFinder.Default()));

    /// <summary>Sunspots a year.</summary>
    public static SeriesArrays SunspotsYearly() => Series(SunspotsYearlyLoader.Load(DataFinder.Default()));

    /// <summary>Four years of Seattle's weather, daily.</summary>
    public static SeriesArrays SeattleWeather() => Series(SeattleWeatherLoader.Load(DataFinder.Default()));

    /// <summary>Moby-Dick, the whole book. Melville 1851.</summary>
    public static TextData MobyDick()
    {
        (string text, Origin origin) = MobyDickLoader.Load(DataFinder.Default());
        return new TextData(text, origin);
    }

    /// <summary>First names, 4,951 female and 3,898 male; a name may be in both lists.</summary>
    public static (WordData Female, WordData Male) FirstNames()
    {
        (string[] female, string[] male, Origin origin) = FirstNamesLoader.Load(DataFinder.Default());
        return (new WordData(female, origin), new WordData(male, origin));
    }

    private static TrainTest InClasses(string name, ImageArrays train, ImageArrays test, string[] classNames, Origin origin)
    {
        Dataset Part(string part, ImageArrays images) => new(
            $"{name} {part}",
            Tensor.Wrap(images.Pixels, [images.Count, 1, images.Height, images.Width]),
            Tensor.From(Array.ConvertAll(images.Labels, label => (long)label)),
            classNames,
            origin.ToString());
        return new TrainTest(Part("train", train), Part("test", test));
    }

    private static Dataset Classes(string name, TableArrays table, Origin origin) => new(
        name,
        Tensor.From(Array.ConvertAll(table.Values, value => (float)value), [table.Rows, table.Columns]),
        Tensor.From(Array.ConvertAll(table.Targets, target => (long)target)),
        table.ClassNames,
        origin.ToString());

    private static TableArrays Table((TableArrays Table, Origin Origin) found) => found.Table with { Origin = found.Origin };

    private static SeriesArrays Series((SeriesArrays Series, Origin Origin) found) => found.Series with { Origin = found.Origin };
}
