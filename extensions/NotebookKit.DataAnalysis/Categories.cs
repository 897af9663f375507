using System.Globalization;
using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>The categories of a column, in a fixed order: the number of a category is its place.</summary>
/// <remarks>
/// Text is ordered by its letters' codes, numbers by size, false comes before true; so the order does not depend on that
/// of the rows. Take them from the training set and use them for every other, so that a number means the same everywhere.
/// </remarks>
/// <param name="Column">The column's name.</param>
/// <param name="Names">The categories.</param>
public sealed record Categories(string Column, IReadOnlyList<string> Names)
{
    private readonly Dictionary<string, int> places = Names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place);

    /// <summary>How many there are.</summary>
    public int Count => Names.Count;

    /// <summary>The categories that a column has; missing values are none.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="column">The column: text, whole numbers, or true and false.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is empty.</exception>
    public static Categories Of(DataFrame frame, string column)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(column);
        DataFrameColumn from = FrameColumns.Of(frame, column);
        object[] values = [.. from.Cast<object?>().OfType<object>().Distinct()];
        if (values.Length == 0)
        {
            throw new ArgumentException($"column '{column}' has no value, so it has no categories.", nameof(column));
        }

        IEnumerable<object> ordered = values[0] is string ? values.OrderBy(value => (string)value, StringComparer.Ordinal) : values.Order();
        return new Categories(column, [.. ordered.Select(NameOf)]);
    }

    /// <summary>The numbers of a column's categories, [rows] of Int64.</summary>
    /// <param name="frame">A table with a column of the same name.</param>
    /// <param name="missing">What becomes of missing values: <see cref="Missing.Refuse"/> when null, or <see cref="Missing.Drop"/>.</param>
    /// <exception cref="ArgumentException">A value is missing, or is none of the categories; the message names column and row.</exception>
    public Tensor Codes(DataFrame frame, Missing? missing = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        DataFrameColumn from = FrameColumns.Of(frame, Column);
        bool drop = IsDrop(missing);
        return Codes(from, drop ? ColumnGaps.WholeRows([from]) : null);
    }

    /// <summary>A column a category, 1 where a row belongs to it and 0 elsewhere: [rows, categories].</summary>
    /// <param name="frame">A table with a column of the same name.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <param name="missing">What becomes of missing values: <see cref="Missing.Refuse"/> when null, or <see cref="Missing.Drop"/>.</param>
    /// <exception cref="ArgumentException">A value is missing, or is none of the categories; the message names column and row.</exception>
    public Tensor OneHot(DataFrame frame, DType dtype = DType.Float32, Missing? missing = null) => Codes(frame, missing).OneHot(Count, dtype);

    /// <summary>The column and its categories, in a line.</summary>
    public override string ToString() => $"{Column}: {Count} categor{(Count == 1 ? "y" : "ies")}: {string.Join(", ", Names.Take(12))}{(Count > 12 ? ", …" : string.Empty)}";

    internal Tensor Codes(DataFrameColumn from, int[]? kept)
    {
        int rows = FrameColumns.RowsOf(from);
        long[] codes = new long[kept?.Length ?? rows];
        int row = 0;
        int next = 0;
        foreach (object? value in from)
        {
            if (kept is null || (next < kept.Length && kept[next] == row))
            {
                codes[next++] = value is null
                    ? throw FrameColumns.Refused(from)
                    : places.TryGetValue(NameOf(value), out int place)
                        ? place
                        : throw new ArgumentException($"column '{from.Name}' holds '{NameOf(value)}' in row {row}, which is none of the categories {string.Join(", ", Names.Take(12))}{(Count > 12 ? ", …" : string.Empty)}; take the categories from a table that has it too.");
            }

            row++;
        }

        return Tensor.From(codes);
    }

    private static bool IsDrop(Missing? missing) => (missing ?? Missing.Refuse).Kind switch
    {
        MissingKind.Refuse => false,
        MissingKind.Drop => true,
        _ => throw new ArgumentException($"a missing category cannot be filled with a number ({missing}); choose Missing.Drop, or give it a name with FillNulls first.", nameof(missing)),
    };

    private static string NameOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
