using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>California housing: 20,640 blocks; the number of bedrooms is missing (NaN) in 207 of them.</summary>
internal static class CaliforniaHousingLoader
{
    private static readonly string[] Sea = ["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"];

    private static readonly string[] Names =
    [
        "longitude", "latitude", "housing_median_age", "total_rooms", "total_bedrooms",
        "population", "households", "median_income", "ocean_proximity",
    ];

    private static readonly string[] Header = [.. Names[..8], "median_house_value", "ocean_proximity"];

    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.CaliforniaHousing);
        var table = Read(found[0]);
        return (table, found.Origin(table.Rows));
    }

    /// <summary>Reads the table; the target is the median value in dollars.</summary>
    internal static TableArrays Read((byte[] Content, string Path) source)
    {
        var values = new List<double>();
        var targets = new List<double>();
        foreach (var row in new CsvSource(PlainText.Decode(source.Content, source.Path), source.Path).RowsBelow(Header))
        {
            for (var i = 0; i < 8; i++)
            {
                values.Add(row.Number(i, Header[i], mayBeMissing: Header[i] == "total_bedrooms"));
            }

            values.Add(row.Category(9, Header[9], Sea));
            targets.Add(row.Number(8, Header[8]));
        }

        return new TableArrays([.. values], targets.Count, Names.Length, Names, [.. targets], [])
        {
            Categories = new Dictionary<string, string[]> { ["ocean_proximity"] = Sea },
        };
    }
}
