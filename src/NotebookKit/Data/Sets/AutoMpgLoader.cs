using System.Globalization;
using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Auto MPG: 406 cars; the target is miles per gallon, missing (NaN) for 8 of them, horsepower for 6.</summary>
internal static class AutoMpgLoader
{
    private static readonly string[] Origins = ["USA", "Europe", "Japan"];

    private static readonly string[] Names =
        ["cylinders", "displacement (cubic inches)", "horsepower", "weight (lb)", "acceleration (s to 60 mph)", "year", "origin"];

    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.AutoMpg);
        var table = Read(found[0]);
        return (table, found.Origin(table.Rows));
    }

    /// <summary>Reads the records.</summary>
    internal static TableArrays Read((byte[] Content, string Path) source)
    {
        var cars = JsonRecords.Read(source);
        double[] values =
        [
            .. cars.SelectMany(car => new[]
            {
                car.Number("Cylinders"),
                car.Number("Displacement"),
                car.Number("Horsepower"),
                car.Number("Weight_in_lbs"),
                car.Number("Acceleration"),
                Year(car),
                car.Category("Origin", Origins),
            }),
        ];
        return new TableArrays(
            values, cars.Count, Names.Length, Names, [.. cars.Select(car => car.Number("Miles_per_Gallon"))], [])
        {
            Categories = new Dictionary<string, string[]> { ["origin"] = Origins },
            RowNames = [.. cars.Select(car => car.Text("Name"))],
        };
    }

    // The source writes the model year as the first of January.
    private static int Year(JsonRecord car) =>
        DateOnly.TryParseExact(car.Text("Year"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.Year
            : throw car.Wrong("Year", "a date like yyyy-MM-dd");
}
