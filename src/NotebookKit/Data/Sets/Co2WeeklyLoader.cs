namespace NotebookKit.Data;

/// <summary>CO2 at Mauna Loa by week; a week without a measurement is NaN.</summary>
internal static class Co2WeeklyLoader
{
    /// <summary>Finds and reads the series.</summary>
    public static (SeriesArrays Series, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Co2Weekly);
        var series = SeriesTable.Read(found[0], "yyyyMMdd", ["date", "co2"], ["CO2 (ppm)"], mayBeMissing: true);
        return (series, found.Origin(series.Steps));
    }
}
