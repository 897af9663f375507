namespace NotebookKit.Data;

/// <summary>Sunspots by year, from 1700.</summary>
internal static class SunspotsYearlyLoader
{
    /// <summary>Finds and reads the series.</summary>
    public static (SeriesArrays Series, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.SunspotsYearly);
        var series = SeriesTable.Read(found[0], "yyyy", ["YEAR", "SUNACTIVITY"], ["sunspots"]);
        return (series, found.Origin(series.Steps));
    }
}
