using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Diabetes: 442 patients, ten measurements in their own units, target the progress after one year.</summary>
internal static class DiabetesLoader
{
    private static readonly string[] Names =
    [
        "age (years)", "sex (1 or 2)", "body mass index", "mean blood pressure", "total serum cholesterol",
        "low-density lipoproteins", "high-density lipoproteins", "cholesterol / HDL", "log of serum triglycerides", "blood sugar",
    ];

    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Diabetes);
        var table = Read(found[0], found[1]);
        return (table, found.Origin(table.Rows));
    }

    /// <summary>Joins the file of measurements (fields parted by a blank) and the file of targets.</summary>
    internal static TableArrays Read((byte[] Content, string Path) features, (byte[] Content, string Path) progress)
    {
        var values = new List<double>();
        foreach (var row in new CsvSource(PlainText.Decode(features.Content, features.Path), features.Path, " ").Rows())
        {
            row.Expect(Names.Length);
            for (var i = 0; i < Names.Length; i++)
            {
                values.Add(row.Number(i, Names[i]));
            }
        }

        var targets = new List<double>();
        foreach (var row in new CsvSource(PlainText.Decode(progress.Content, progress.Path), progress.Path).Rows())
        {
            row.Expect(1);
            targets.Add(row.Number(0, "progress"));
        }

        var rows = values.Count / Names.Length;
        return targets.Count == rows
            ? new TableArrays([.. values], rows, Names.Length, Names, [.. targets], [])
            : throw new InvalidDataException($"{progress.Path}: expected {rows} rows as in {features.Path}, found {targets.Count}");
    }
}
