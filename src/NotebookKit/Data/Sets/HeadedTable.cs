using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>
/// The table form of iris, wine and breast cancer: a first line "rows,columns,class names..." and then rows of numbers
/// that end with the class.
/// </summary>
internal static class HeadedTable
{
    /// <summary>Reads such a table.</summary>
    /// <exception cref="InvalidDataException">Anything that does not fit, with file, line and field.</exception>
    public static TableArrays Read((byte[] Content, string Path) source, params string[] featureNames)
    {
        var columns = featureNames.Length;
        var values = new List<double>();
        var targets = new List<double>();
        string[] classNames = [];
        var rows = -1;
        foreach (var row in new CsvSource(PlainText.Decode(source.Content, source.Path), source.Path).Rows())
        {
            if (rows < 0)
            {
                rows = row.Whole(0, "rows", int.MaxValue);
                if (row.Count < 4 || row.Whole(1, "columns", int.MaxValue) != columns)
                {
                    throw new InvalidDataException(
                        $"{source.Path}, line 1: expected rows, {columns} columns and the class names, found {row.Count} fields");
                }

                classNames = [.. Enumerable.Range(2, row.Count - 2).Select(i => row[i])];
                continue;
            }

            row.Expect(columns + 1);
            for (var i = 0; i < columns; i++)
            {
                values.Add(row.Number(i, featureNames[i]));
            }

            targets.Add(row.Whole(columns, "class", classNames.Length));
        }

        return targets.Count == rows
            ? new TableArrays([.. values], rows, columns, featureNames, [.. targets], classNames)
            : throw new InvalidDataException($"{source.Path}: expected {Math.Max(rows, 0)} rows, found {targets.Count}");
    }
}
