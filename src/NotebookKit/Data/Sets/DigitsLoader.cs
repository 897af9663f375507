using System.Globalization;
using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>Digits: 1,797 handwritten digits of 8 x 8 pixels with values 0 to 16; small enough to learn in a second.</summary>
internal static class DigitsLoader
{
    private const int Side = 8;
    private const int Shades = 17;

    /// <summary>Finds and reads the set.</summary>
    public static (TableArrays Table, Origin Origin) Load(DataFinder finder)
    {
        var found = finder.Find(DatasetTable.Digits);
        var table = Read(found[0]);
        return (table, found.Origin(table.Rows));
    }

    /// <summary>Reads rows of 64 pixels and the digit.</summary>
    internal static TableArrays Read((byte[] Content, string Path) source)
    {
        string[] names = [.. Enumerable.Range(0, Side * Side).Select(i => $"pixel {i / Side},{i % Side}")];
        var values = new List<double>();
        var targets = new List<double>();
        foreach (var row in new CsvSource(PlainText.Decode(source.Content, source.Path), source.Path).Rows())
        {
            row.Expect(names.Length + 1);
            for (var i = 0; i < names.Length; i++)
            {
                values.Add(row.Whole(i, names[i], Shades));
            }

            targets.Add(row.Whole(names.Length, "digit", 10));
        }

        string[] digits = [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];
        return new TableArrays([.. values], targets.Count, names.Length, names, [.. targets], digits);
    }
}
