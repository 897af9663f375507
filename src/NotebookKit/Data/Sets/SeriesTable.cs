using NotebookKit.Files;

namespace NotebookKit.Data;

/// <summary>The form of the time series: a header, a date, then one or more numbers.</summary>
internal static class SeriesTable
{
    /// <summary>Reads such a table.</summary>
    /// <param name="source">The content and its path.</param>
    /// <param name="dateFormat">How the first field writes the date.</param>
    /// <param name="header">The header as the file has it.</param>
    /// <param name="columnNames">The names to give to the columns after the date.</param>
    /// <param name="mayBeMissing">True where an empty number is a missing value.</param>
    /// <exception cref="InvalidDataException">Anything that does not fit, or dates that do not ascend.</exception>
    public static SeriesArrays Read(
        (byte[] Content, string Path) source, string dateFormat, string[] header, string[] columnNames, bool mayBeMissing = false)
    {
        var dates = new List<DateOnly>();
        var values = new List<double>();
        foreach (var row in new CsvSource(PlainText.Decode(source.Content, source.Path), source.Path).RowsBelow(header))
        {
            AddDay(dates, row, header[0], dateFormat);
            for (var i = 1; i < header.Length; i++)
            {
                values.Add(row.Number(i, header[i], mayBeMissing));
            }
        }

        return new SeriesArrays([.. dates], [.. values], columnNames);
    }

    /// <summary>Adds the day of a row, which must come after the one before.</summary>
    internal static void AddDay(List<DateOnly> dates, CsvRow row, string name, string format)
    {
        var day = row.Day(0, name, format);
        if (dates.Count > 0 && day <= dates[^1])
        {
            throw row.Wrong(0, name, $"a date after {dates[^1].ToString(format)}");
        }

        dates.Add(day);
    }
}
