namespace NotebookKit.Data;

/// <summary>Sunspots by month: a cycle of about eleven years that never repeats itself.</summary>
internal static class SunspotsLoader
{
    /// <summary>Finds and reads the series.</summary>
    public static (SeriesArrays Series, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Sunspots);
        var series = SeriesTable.Read(found[0], "yyyy-MM", ["month", "sunspots"], ["sunspots"]);
        return (series, found.Origin(series.Steps));
    }
}
