using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>Data frames as tensors, and tensors as data frames.</summary>
public static class FrameTensors
{
    /// <summary>The columns of numbers of a data frame as a tensor [rows, columns], row by row: <c>frame.ToTensor(["age", "salary"])</c>.</summary>
    /// <param name="frame">The table.</param>
    /// <param name="columns">Which columns, in this order; null for all, which must then be numbers, or true and false (1 and 0).</param>
    /// <param name="dtype">The kind of number. Float32 holds whole numbers exactly up to 2²⁴.</param>
    /// <param name="missing">What becomes of missing values; <see cref="Missing.Refuse"/> when null.</param>
    /// <exception cref="ArgumentException">There is no such column, it holds no numbers, a value is missing, or one does not fit the kind; the message names column and row.</exception>
    public static Tensor ToTensor(this DataFrame frame, IReadOnlyList<string>? columns = null, DType dtype = DType.Float32, Missing? missing = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        DataFrameColumn[] wanted = FrameColumns.Of(frame, columns);
        missing ??= Missing.Refuse;
        return Read(wanted, dtype, missing, missing.Kind == MissingKind.Drop ? ColumnGaps.WholeRows(wanted) : null);
    }

    /// <summary>A column as a tensor [rows].</summary>
    /// <param name="column">A column of numbers, or of true and false.</param>
    /// <param name="dtype">The kind of number; null for the one that holds the column's values exactly: Int64 for int, Float32 for float, Bool for bool.</param>
    /// <param name="missing">What becomes of missing values; <see cref="Missing.Refuse"/> when null.</param>
    /// <exception cref="ArgumentException">It holds no numbers, a value is missing, or one does not fit the kind; the message names column and row.</exception>
    public static Tensor ToTensor(this DataFrameColumn column, DType? dtype = null, Missing? missing = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        missing ??= Missing.Refuse;
        DType kind = dtype ?? ColumnNumbers.Exact(column) ?? throw ColumnNumbers.NoNumbers(column);
        return Read([column], kind, missing, missing.Kind == MissingKind.Drop ? ColumnGaps.WholeRows([column]) : null).Reshape(-1);
    }

    /// <summary>A tensor [rows] or [rows, columns] as a data frame whose columns hold the tensor's kind of number.</summary>
    /// <param name="tensor">The numbers; a copy is made.</param>
    /// <param name="names">The columns' names; "0", "1", … when none are given.</param>
    /// <exception cref="ArgumentException">It has more than two axes, or another number of columns than names.</exception>
    public static DataFrame ToDataFrame(this Tensor tensor, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(names);
        if (tensor.Rank is 0 or > 2)
        {
            throw new ArgumentException($"ToDataFrame: a table has rows and columns, and the tensor is {tensor.Shape}; Reshape it to [rows, columns].", nameof(tensor));
        }

        int columns = tensor.Rank == 1 ? 1 : tensor.Shape[1];
        if (names.Count > 0 && names.Count != columns)
        {
            throw new ArgumentException($"ToDataFrame: the tensor {tensor.Shape} has {columns} columns, and {names.Count} names were given: {string.Join(", ", names)}.", nameof(names));
        }

        Tensor table = tensor.Detach().Reshape(-1, columns).Transpose().Contiguous();
        return new DataFrame(Enumerable.Range(0, columns).Select(column => Column(names.Count > 0 ? names[column] : $"{column}", table[column])));
    }

    /// <summary>Some rows and columns as a tensor [rows, columns].</summary>
    internal static Tensor Read(DataFrameColumn[] columns, DType dtype, Missing missing, int[]? kept)
    {
        int rows = kept?.Length ?? (columns.Length == 0 ? 0 : FrameColumns.RowsOf(columns[0]));
        Tensor y = Tensor.Zeros(new Shape(rows, columns.Length), dtype == DType.Bool ? DType.UInt8 : dtype);
        for (int column = 0; column < columns.Length; column++)
        {
            DataFrameColumn from = columns[column];
            if (ColumnNumbers.Exact(from) is not { } exact)
            {
                throw ColumnNumbers.NoNumbers(from);
            }

            if (dtype == DType.Bool && exact != DType.Bool)
            {
                throw new ArgumentException($"column '{from.Name}' holds {from.DataType.Name}, which is neither true nor false; compare it with a number first, or ask for another kind of tensor.");
            }

            double filling = FrameColumns.Filling(from, missing, dtype);
            switch (dtype)
            {
                case DType.Float32: ColumnNumbers.Write(from, kept, (float)filling, y.AsSpan<float>(), column, columns.Length); break;
                case DType.Float64: ColumnNumbers.Write(from, kept, filling, y.AsSpan<double>(), column, columns.Length); break;
                case DType.Int64: ColumnNumbers.Write(from, kept, (long)filling, y.AsSpan<long>(), column, columns.Length); break;
                default: ColumnNumbers.Write(from, kept, (byte)filling, y.AsSpan<byte>(), column, columns.Length); break;
            }
        }

        return dtype == DType.Bool ? y.To(DType.Bool) : y;
    }

    private static DataFrameColumn Column(string name, Tensor values) => values.DType switch
    {
        DType.Float32 => new SingleDataFrameColumn(name, values.ToArray<float>()),
        DType.Float64 => new DoubleDataFrameColumn(name, values.ToArray<double>()),
        DType.Int64 => new Int64DataFrameColumn(name, values.ToArray<long>()),
        DType.UInt8 => new ByteDataFrameColumn(name, values.ToArray<byte>()),
        _ => new BooleanDataFrameColumn(name, values.ToArray<bool>()),
    };
}
