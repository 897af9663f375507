using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>A look at a whole table: its first rows, and of each column the kind, what is missing, and how its values are spread.</summary>
/// <param name="Rows">How many rows the table has.</param>
/// <param name="Columns">What is known of each column.</param>
/// <param name="Head">The first rows as text, a missing value as "—".</param>
[TypeFormatterSource(typeof(FrameOverviewFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record FrameOverview(long Rows, IReadOnlyList<ColumnOverview> Columns, IReadOnlyList<IReadOnlyList<string>> Head)
{
    private const int MostRows = 5;

    /// <summary>Looks at a table.</summary>
    public static FrameOverview Of(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        string[][] head = [.. Enumerable.Range(0, (int)Math.Min(MostRows, frame.Rows.Count)).Select(row =>
            frame.Columns.Select(column => CellText.Of(column[row])).ToArray())];
        return new FrameOverview(frame.Rows.Count, [.. frame.Columns.Select(ColumnOverview.Of)], head);
    }

    /// <summary>How many values are missing in all columns.</summary>
    public long MissingValues => Columns.Sum(column => column.Missing);

    /// <summary>The size and the gaps in a line, then a line a column.</summary>
    public override string ToString() => string.Join('\n', [FrameOverviewFormatterSource.Summary(this), .. Columns.Select(column => "  " + column)]);
}

/// <summary>What is known of a column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of value, such as Single or String.</param>
/// <param name="Missing">How many values are missing.</param>
/// <param name="Smallest">The smallest number; NaN where there are none.</param>
/// <param name="Mean">The mean of the numbers, ∑ x / n in 64 bits; NaN where there are none.</param>
/// <param name="Largest">The largest number; NaN where there are none.</param>
/// <param name="Bars">How many numbers lie in each of equal parts from smallest to largest, or how often each of the most frequent categories occurs.</param>
/// <param name="Labels">The names of the bars where they are categories, most frequent first.</param>
/// <param name="Distinct">How many categories there are; 0 for numbers.</param>
public sealed record ColumnOverview(
    string Name, string Kind, long Missing, double Smallest, double Mean, double Largest, IReadOnlyList<long> Bars, IReadOnlyList<string> Labels, int Distinct)
{
    private const int Bins = 20;
    private const int MostLabels = 8;

    /// <summary>Looks at a column.</summary>
    public static ColumnOverview Of(DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return ColumnNumbers.Exact(column) is null or DType.Bool ? OfCategories(column) : OfNumbers(column);
    }

    /// <summary>The column in a line.</summary>
    public override string ToString()
    {
        string gaps = Missing == 0 ? string.Empty : $", {Missing:N0} missing";
        return Distinct > 0
            ? $"{Name} ({Kind}{gaps}): {Distinct:N0} value{(Distinct == 1 ? string.Empty : "s")}: {string.Join(", ", Labels.Zip(Bars, (label, count) => $"{label} {count:N0}"))}{(Distinct > Labels.Count ? ", …" : string.Empty)}"
            : $"{Name} ({Kind}{gaps}): {(double.IsNaN(Mean) ? "no values" : $"{CellText.Of(Smallest)} to {CellText.Of(Largest)}, mean {CellText.Of(Mean)}")}";
    }

    private static ColumnOverview OfNumbers(DataFrameColumn column)
    {
        double[] all = new double[column.Length];
        ColumnNumbers.Write(column, null, double.NaN, all, 0, 1);
        bool[]? gaps = ColumnGaps.Of(column);
        double[] there = [.. all.Where((value, row) => double.IsFinite(value) && (gaps is null || !gaps[row]))];
        if (there.Length == 0)
        {
            return new ColumnOverview(column.Name, column.DataType.Name, column.NullCount, double.NaN, double.NaN, double.NaN, [], [], 0);
        }

        (double low, double high) = (there.Min(), there.Max());
        long[] bars = new long[high > low ? Bins : 1];
        foreach (double value in there)
        {
            bars[Math.Min(bars.Length - 1, (int)((value - low) / (high - low) * bars.Length))]++;
        }

        return new ColumnOverview(column.Name, column.DataType.Name, column.NullCount, low, there.Average(), high, bars, [], 0);
    }

    private static ColumnOverview OfCategories(DataFrameColumn column)
    {
        (string Name, long Count)[] counts = [.. column.Cast<object?>().OfType<object>()
            .GroupBy(value => value)
            .Select(group => (CellText.Of(group.Key), (long)group.Count()))
            .OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Item1, StringComparer.Ordinal)];
        return new ColumnOverview(
            column.Name, column.DataType.Name, column.NullCount, double.NaN, double.NaN, double.NaN,
            [.. counts.Take(MostLabels).Select(pair => pair.Count)], [.. counts.Take(MostLabels).Select(pair => pair.Name)], counts.Length);
    }
}
