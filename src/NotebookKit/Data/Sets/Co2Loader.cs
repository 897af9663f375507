namespace NotebookKit.Data;

/// <summary>CO2 at Mauna Loa by month, as measured and with the season taken out; months without a measurement are left out.</summary>
internal static class Co2Loader
{
    /// <summary>Finds and reads the series.</summary>
    public static (SeriesArrays Series, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Co2);
        var series = SeriesTable.Read(found[0], "yyyy-MM-dd", ["Date", "CO2", "adjusted CO2"], ["CO2 (ppm)", "CO2 without season (ppm)"]);
        return (series, found.Origin(series.Steps));
    }
}
