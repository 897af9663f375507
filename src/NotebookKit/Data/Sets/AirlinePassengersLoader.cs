namespace NotebookKit.Data;

/// <summary>Airline passengers: 144 months with a trend, a season, and a season that grows with the trend.</summary>
internal static class AirlinePassengersLoader
{
    /// <summary>Finds and reads the series.</summary>
    public static (SeriesArrays Series, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.AirlinePassengers);
        var series = SeriesTable.Read(found[0], "yyyy-MM", ["month", "passengers"], ["passengers (thousands)"]);
        return (series, found.Origin(series.Steps));
    }
}
