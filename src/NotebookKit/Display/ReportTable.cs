namespace NotebookKit.Display;

/// <summary>A table with a caption, notes below it, and a bar for each row if wanted: how measurements and lists are shown.</summary>
/// <param name="Caption">What the table says, in a line.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The cells, a row as long as <paramref name="Columns"/>.</param>
[TypeFormatterSource(typeof(ReportTableFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record ReportTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The length of each row's bar, 0 to 1; empty for no bars.</summary>
    public IReadOnlyList<double> Bars { get; init; } = [];

    /// <summary>Lines below the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The table in a fixed width.</summary>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, Columns.Count).Select(c => Rows.Select(row => row[c].Length).Append(Columns[c].Length).Max())];
        bool[] numbers = [.. Enumerable.Range(0, Columns.Count).Select(IsNumeric)];
        string Line(IReadOnlyList<string> cells) => "  " + string.Join("  ", cells.Select((cell, c) => numbers[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();
        return string.Join('\n', [Caption, .. Columns.Count == 0 ? [] : new[] { Line(Columns) }, .. Rows.Select(Line), .. Notes]);
    }

    /// <summary>Whether a column's cells begin with numbers, so that it stands to the right.</summary>
    internal bool IsNumeric(int column) =>
        Rows.Any(row => row[column].Length > 0) && Rows.All(row => row[column].Length == 0 || row[column] == "-" || char.IsAsciiDigit(row[column][0]) || (row[column].Length > 1 && row[column][0] == '-' && char.IsAsciiDigit(row[column][1])));
}
