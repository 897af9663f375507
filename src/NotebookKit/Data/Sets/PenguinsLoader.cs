using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>
/// Penguins: 344 birds of three species. Two birds lack all measurements and eleven the sex (ten null, one "."): NaN.
/// </summary>
internal static class PenguinsLoader
{
    private static readonly string[] Species = ["Adelie", "Chinstrap", "Gentoo"];
    private static readonly string[] Islands = ["Biscoe", "Dream", "Torgersen"];
    private static readonly string[] Sexes = ["FEMALE", "MALE"];

    private static readonly string[] Names =
        ["beak length (mm)", "beak depth (mm)", "flipper length (mm)", "body mass (g)", "island", "sex"];

    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Penguins);
        var table = Read(found[0]);
        return (table, found.Origin(table.Rows));
    }

    /// <summary>Reads the records.</summary>
    internal static TableArrays Read((byte[] Content, string Path) source)
    {
        var birds = JsonRecords.Read(source);
        double[] values =
        [
            .. birds.SelectMany(bird => new[]
            {
                bird.Number("Beak Length (mm)"),
                bird.Number("Beak Depth (mm)"),
                bird.Number("Flipper Length (mm)"),
                bird.Number("Body Mass (g)"),
                bird.Category("Island", Islands),
                bird.Category("Sex", Sexes),
            }),
        ];
        return new TableArrays(
            values, birds.Count, Names.Length, Names, [.. birds.Select(bird => bird.Category("Species", Species))], Species)
        {
            Categories = new Dictionary<string, string[]> { ["island"] = Islands, ["sex"] = Sexes },
        };
    }
}
