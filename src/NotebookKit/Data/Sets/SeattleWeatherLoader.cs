using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Seattle weather: 1,461 days with four measurements and a word for the weather as a category.</summary>
internal static class SeattleWeatherLoader
{
    private static readonly string[] Header = ["date", "precipitation", "temp_max", "temp_min", "wind", "weather"];
    private static readonly string[] Weathers = ["drizzle", "fog", "rain", "snow", "sun"];

    private static readonly string[] Names =
        ["precipitation (mm)", "highest temperature (°C)", "lowest temperature (°C)", "wind (m/s)", "weather"];

    /// <summary>Finds and reads the series.</summary>
    public static (SeriesArrays Series, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.SeattleWeather);
        var series = Read(found[0]);
        return (series, found.Origin(series.Steps));
    }

    /// <summary>Reads the table.</summary>
    internal static SeriesArrays Read((byte[] Content, string Path) source)
    {
        var dates = new List<DateOnly>();
        var values = new List<double>();
        foreach (var row in new CsvSource(PlainText.Decode(source.Content, source.Path), source.Path).RowsBelow(Header))
        {
            SeriesTable.AddDay(dates, row, Header[0], "yyyy-MM-dd");
            for (var i = 1; i < 5; i++)
            {
                values.Add(row.Number(i, Header[i]));
            }

            values.Add(row.Category(5, Header[5], Weathers));
        }

        return new SeriesArrays([.. dates], [.. values], Names)
        {
            Categories = new Dictionary<string, string[]> { ["weather"] = Weathers },
        };
    }
}
