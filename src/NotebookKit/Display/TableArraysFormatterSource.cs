using NotebookKit.Data;

namespace NotebookKit.Display;

/// <summary>A table of numbers: its first rows under the names of the columns, categories by name, missing values as NaN.</summary>
public sealed class TableArraysFormatterSource : FormatterSource<TableArrays>
{
    private const int MostRows = 8;
    private const int MostColumns = 14;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<TableArrays, string> Write)> Forms =>
    [
        ("text/html", table => Html.Table(table.ToString(), Columns(table), Rows(table)) + Html.Note(Rest(table))),
        ("text/plain", table => $"{table}\n{Html.PlainTable(Columns(table), Rows(table))}\n{Rest(table)}"),
    ];

    private static string[] Columns(TableArrays table) =>
        ["row", .. table.FeatureNames.Take(MostColumns), .. table.Columns > MostColumns ? ["…"] : Array.Empty<string>(), "target"];

    private static IEnumerable<IReadOnlyList<string>> Rows(TableArrays table)
    {
        for (int row = 0; row < Math.Min(MostRows, table.Rows); row++)
        {
            List<string> cells = [row < table.RowNames.Length ? table.RowNames[row] : $"{row}"];
            for (int column = 0; column < Math.Min(MostColumns, table.Columns); column++)
            {
                double value = table.Row(row)[column];
                cells.Add(table.Categories.TryGetValue(table.FeatureNames[column], out string[]? names) && value >= 0 && value < names.Length ? names[(int)value] : NumberWords.Short(value));
            }

            if (table.Columns > MostColumns)
            {
                cells.Add("…");
            }

            double target = table.Targets[row];
            cells.Add(target >= 0 && target < table.ClassNames.Length ? table.ClassNames[(int)target] : NumberWords.Short(target));
            yield return cells;
        }
    }

    private static string Rest(TableArrays table)
    {
        int missing = table.Values.Count(double.IsNaN);
        return string.Join("; ", new[]
        {
            table.Rows > MostRows ? $"and {table.Rows - MostRows:N0} more rows" : "all rows",
            table.Columns > MostColumns ? $"{table.Columns} columns" : string.Empty,
            missing == 1 ? "1 value is missing" : missing > 0 ? $"{missing:N0} values are missing" : "no value is missing",
        }.Where(part => part.Length > 0));
    }
}
