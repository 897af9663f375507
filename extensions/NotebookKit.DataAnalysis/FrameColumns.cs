using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>The columns that a caller asks for, and what stands for the values that they lack.</summary>
internal static class FrameColumns
{
    /// <summary>Columns by name, in the order asked for; all when no names are given.</summary>
    public static DataFrameColumn[] Of(DataFrame frame, IReadOnlyList<string>? names) =>
        names is null ? [.. frame.Columns] : [.. names.Select(name => Of(frame, name))];

    /// <summary>A column by name.</summary>
    public static DataFrameColumn Of(DataFrame frame, string name)
    {
        int index = frame.Columns.IndexOf(name);
        if (index >= 0)
        {
            return frame.Columns[index];
        }

        string? near = frame.Columns.Select(column => column.Name).FirstOrDefault(other => string.Equals(other.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase));
        throw new ArgumentException(
            $"the table has no column '{name}'; {(near is null ? $"it has {string.Join(", ", frame.Columns.Take(12).Select(column => $"'{column.Name}'"))}{(frame.Columns.Count > 12 ? ", …" : string.Empty)}" : $"did you mean '{near}'?")}",
            nameof(name));
    }

    /// <summary>How many rows a column has.</summary>
    public static int RowsOf(DataFrameColumn column) => column.Length <= int.MaxValue
        ? (int)column.Length
        : throw new ArgumentException($"column '{column.Name}' has {column.Length:N0} rows, and a tensor at most {int.MaxValue:N0}.");

    /// <summary>The number that stands for the missing values of a column.</summary>
    /// <exception cref="ArgumentException">A value is missing and the caller refuses that, or the number does not fit the kind of tensor.</exception>
    public static double Filling(DataFrameColumn column, Missing missing, DType dtype)
    {
        if (column.NullCount == 0 || missing.Kind == MissingKind.Drop)
        {
            return 0;
        }

        if (missing.Kind == MissingKind.Refuse)
        {
            throw Refused(column);
        }

        double filling = missing.Kind == MissingKind.Mean ? ColumnNumbers.MeanOf(column) : missing.Value;
        if (missing.Kind == MissingKind.Mean && double.IsNaN(filling) && column.NullCount == column.Length)
        {
            throw new ArgumentException($"column '{column.Name}' has no value at all, so it has no mean; leave it out, or use Missing.Fill.");
        }

        return dtype.IsFloat() || (double.IsInteger(filling) && (dtype == DType.Int64 ? Math.Abs(filling) < 9e18 : filling is >= 0 and <= 255))
            ? filling
            : throw new ArgumentException($"column '{column.Name}': {filling} for its missing values does not fit a tensor of {dtype}; ask for DType.Float32, or choose another number with Missing.Fill.");
    }

    /// <summary>What is thrown for a missing value that nobody decided about.</summary>
    public static ArgumentException Refused(DataFrameColumn column) => new(
        $"column '{column.Name}' lacks {(column.NullCount == 1 ? "a value" : $"{column.NullCount:N0} of {column.Length:N0} values, the first")} in row {ColumnGaps.First(column)}; choose with Missing.Drop, Missing.Mean or Missing.Fill(number).");
}
