using System.Collections;
using System.Data;
using System.Globalization;
using System.Reflection;

namespace NotebookKit.Display;

/// <summary>A list of records, or a grid of numbers, as a table: a row for each, bounded in both directions.</summary>
/// <remarks>Of a lazy sequence no more is asked for than is shown, so one without an end is shown too.</remarks>
public sealed class ValueTable
{
    private const int MostRows = 20;
    private const int MostColumns = 20;
    private const int LongestCell = 120;
    private readonly string title;
    private readonly string[] columns;
    private readonly IReadOnlyList<string>[] rows;
    private readonly string more;

    private ValueTable(string title, string[] columns, IReadOnlyList<string>[] rows, string more) =>
        (this.title, this.columns, this.rows, this.more) = (title, columns, rows, more);

    /// <summary>The table of a value, or null where it is none: no list of things with properties, and no array with two axes.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="isShownOtherwise">Whether a type has a look of its own, so that its elements must not be taken apart.</param>
    public static ValueTable? Of(object value, Func<Type, bool> isShownOtherwise)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(isShownOtherwise);
        return value switch
        {
            string or IDictionary => null,
            Array { Rank: > 1 } grid => OfGrid(grid),
            DataTable data => OfDataTable(data),
            IEnumerable sequence when !isShownOtherwise(value.GetType()) => OfRecords(sequence, isShownOtherwise),
            _ => null,
        };
    }

    /// <summary>The table as HTML.</summary>
    public string ToHtml() => Html.Table(title, columns, rows) + (more.Length > 0 ? Html.Note(more) : string.Empty);

    /// <summary>The table as text.</summary>
    public override string ToString() => $"{title}\n{Html.PlainTable(columns, rows)}{(more.Length > 0 ? "\n" + more : string.Empty)}";

    // Rows of the last axis, named by their place on the others.
    private static ValueTable OfGrid(Array grid)
    {
        int last = grid.Rank - 1;
        int width = grid.GetLength(last);
        int height = width == 0 ? 0 : grid.Length / width;
        (int shownRows, int shownColumns) = (Math.Min(MostRows, height), Math.Min(MostColumns, width));
        string[] heads = ["", .. Enumerable.Range(0, shownColumns).Select(c => $"{c}")];
        IReadOnlyList<string>[] rows = [.. Enumerable.Range(0, shownRows).Select(r =>
        {
            int[] place = new int[grid.Rank];
            int rest = r;
            for (int axis = last - 1; axis >= 0; axis--)
            {
                place[axis] = rest % grid.GetLength(axis);
                rest /= grid.GetLength(axis);
            }

            string name = string.Join(", ", place[..last]);
            return (IReadOnlyList<string>)[name, .. Enumerable.Range(0, shownColumns).Select(c =>
            {
                place[last] = c;
                return Cell(grid.GetValue([.. place.Select((at, axis) => at + grid.GetLowerBound(axis))]));
            })];
        })];
        string[] left = [.. Left(height - shownRows, "row"), .. Left(width - shownColumns, "column")];
        string sizes = string.Join(", ", Enumerable.Range(0, grid.Rank).Select(grid.GetLength));
        return new($"{TypeNames.Of(grid.GetType().GetElementType()!)}[{sizes}]", heads, rows, Sentence(left));
    }

    private static ValueTable OfDataTable(DataTable data)
    {
        int shownColumns = Math.Min(MostColumns, data.Columns.Count), shownRows = Math.Min(MostRows, data.Rows.Count);
        string[] heads = ["", .. Enumerable.Range(0, shownColumns).Select(c => data.Columns[c].ColumnName)];
        IReadOnlyList<string>[] rows = [.. Enumerable.Range(0, shownRows).Select(r =>
            (IReadOnlyList<string>)[$"{r}", .. Enumerable.Range(0, shownColumns).Select(c => Cell(data.Rows[r][c]))])];
        string[] left = [.. Left(data.Rows.Count - shownRows, "row"), .. Left(data.Columns.Count - shownColumns, "column")];
        return new($"DataTable {data.TableName}".TrimEnd() + $", {data.Rows.Count:N0} rows", heads, rows, Sentence(left));
    }

    private static ValueTable? OfRecords(IEnumerable sequence, Func<Type, bool> isShownOtherwise)
    {
        List<object?> first = [];
        bool isMore = false;
        foreach (object? item in sequence)
        {
            if (first.Count == MostRows)
            {
                isMore = true;
                break;
            }

            first.Add(item);
        }

        if (first.Count == 0 || first[0] is not { } one || first.Any(item => item is null || item.GetType() != one.GetType()) || !IsRecord(one.GetType()) || isShownOtherwise(one.GetType()))
        {
            return null;
        }

        MemberInfo[] members = Members(one.GetType());
        if (members.Length == 0)
        {
            return null;
        }

        MemberInfo[] shown = [.. members.Take(MostColumns)];
        string[] heads = ["", .. shown.Select(member => member.Name)];
        IReadOnlyList<string>[] rows = [.. first.Select((item, i) => (IReadOnlyList<string>)[$"{i}", .. shown.Select(member => Value(member, item!))])];
        string count = sequence is ICollection all ? $"{all.Count:N0} " : string.Empty;
        string[] left = [.. isMore ? sequence is ICollection list ? Left(list.Count - MostRows, "row") : ["more rows"] : [], .. Left(members.Length - shown.Length, "column")];
        return new($"{count}{TypeNames.Of(one.GetType())}", heads, rows, Sentence(left));
    }

    private static string[] Left(int count, string what) => count > 0 ? [$"{count:N0} more {what}{(count == 1 ? string.Empty : "s")}"] : [];

    private static string Sentence(string[] left) => left.Length == 0 ? string.Empty : $"and {string.Join(" and ", left)}";

    // Things of several named parts. What is one value, or a collection, or has no public parts is none.
    private static bool IsRecord(Type type) =>
        !type.IsPrimitive && !type.IsEnum && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type)
        && !typeof(MemberInfo).IsAssignableFrom(type) && !typeof(Exception).IsAssignableFrom(type) && !typeof(Task).IsAssignableFrom(type)
        && (type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true || type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) || type.Name.StartsWith("KeyValuePair`", StringComparison.Ordinal) || type.Name.StartsWith("Tuple`", StringComparison.Ordinal));

    private static MemberInfo[] Members(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && property.CanRead && !property.PropertyType.IsByRefLike),
        .. type.GetFields(BindingFlags.Public | BindingFlags.Instance),
    ];

    private static string Value(MemberInfo member, object item)
    {
        try
        {
            return Cell(member is PropertyInfo property ? property.GetValue(item) : ((FieldInfo)member).GetValue(item));
        }
#pragma warning disable CA1031 // A property is the student's code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"(threw {(e.InnerException ?? e).GetType().Name})";
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "null",
        double number => NumberWords.Short(number),
        float number => NumberWords.Short(number),
        string text => Html.Shortened(text, LongestCell),
        Array { Length: > 6 } array => $"{TypeNames.Of(array.GetType())} of {array.Length:N0}",
        Array array => $"[{string.Join(", ", array.Cast<object?>().Select(Cell))}]",
        Tensor tensor => $"Tensor {tensor.Shape}",
        DBNull => "null",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Html.Shortened(ValueForms.Safely(value, any => any is ICollection list ? $"{TypeNames.Of(list.GetType())} of {list.Count:N0}" : any.ToString()), LongestCell),
    };
}
