using System.Numerics;
using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>Reads columns of numbers by their buffers: the indexer of a column takes about a hundred nanoseconds a value.</summary>
internal static class ColumnNumbers
{
    /// <summary>The kind of tensor that holds a column's values exactly; null where none does (text, dates).</summary>
    public static DType? Exact(DataFrameColumn column) => Type.GetTypeCode(column.DataType) switch
    {
        TypeCode.Single => DType.Float32,
        TypeCode.Double or TypeCode.Decimal => DType.Float64,
        TypeCode.Boolean => DType.Bool,
        TypeCode.Byte => DType.UInt8,
        TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64 => DType.Int64,
        _ => null,
    };

    /// <summary>Writes a column's values to every step-th place of a target, leaving out rows.</summary>
    /// <param name="column">A column of numbers or of true and false.</param>
    /// <param name="kept">The rows that are wanted, ascending; null for all.</param>
    /// <param name="filling">What stands for a missing value.</param>
    /// <param name="to">The target.</param>
    /// <param name="start">The place of the first value.</param>
    /// <param name="step">From one value to the next.</param>
    public static void Write<T>(DataFrameColumn column, int[]? kept, T filling, Span<T> to, int start, int step)
        where T : unmanaged, INumberBase<T>
    {
        switch (column)
        {
            case PrimitiveDataFrameColumn<float> floats: Numbers(floats, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<double> doubles: Numbers(doubles, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<int> ints: Numbers(ints, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<long> longs: Numbers(longs, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<byte> bytes: Numbers(bytes, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<sbyte> sbytes: Numbers(sbytes, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<short> shorts: Numbers(shorts, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<ushort> ushorts: Numbers(ushorts, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<uint> uints: Numbers(uints, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<ulong> ulongs: Numbers(ulongs, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<decimal> decimals: Numbers(decimals, kept, filling, to, start, step); break;
            case PrimitiveDataFrameColumn<bool> truths: Read(truths, kept, filling, value => value ? T.One : T.Zero, to, start, step); break;
            default: throw NoNumbers(column);
        }
    }

    /// <summary>The mean of the values that are there; NaN where there is none.</summary>
    public static double MeanOf(DataFrameColumn column)
    {
        double[] values = new double[checked((int)column.Length)];
        Write(column, null, double.NaN, values, 0, 1);
        bool[]? gaps = ColumnGaps.Of(column);
        double sum = 0;
        int count = 0;
        for (int row = 0; row < values.Length; row++)
        {
            if (gaps is null || !gaps[row])
            {
                sum += values[row];
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>What is thrown for a column that holds no numbers.</summary>
    public static ArgumentException NoNumbers(DataFrameColumn column) => new(
        $"column '{column.Name}' holds {column.DataType.Name}, which is no number; {(column.DataType == typeof(string) ? $"OneHot(\"{column.Name}\") or Codes(\"{column.Name}\") makes numbers of its categories" : "make a column of numbers of it first")}, or leave it out.",
        nameof(column));

    private static void Numbers<TFrom, T>(PrimitiveDataFrameColumn<TFrom> column, int[]? kept, T filling, Span<T> to, int start, int step)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, INumberBase<T>
    {
        if (typeof(T) == typeof(long) || typeof(T) == typeof(byte))
        {
            Read(column, kept, filling, WholeOf<TFrom, T>, to, start, step);
        }
        else
        {
            Read(column, kept, filling, value => T.CreateSaturating(value), to, start, step);
        }
    }

    // A whole number or an exception without words: the caller knows the row.
    private static T WholeOf<TFrom, T>(TFrom value)
        where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, INumberBase<T> =>
        TFrom.IsInteger(value) ? T.CreateChecked(value) : throw new OverflowException();

    private static void Read<TFrom, T>(PrimitiveDataFrameColumn<TFrom> column, int[]? kept, T filling, Func<TFrom, T> convert, Span<T> to, int start, int step)
        where TFrom : unmanaged
        where T : unmanaged, INumberBase<T>
    {
        bool[]? gaps = ColumnGaps.Of(column);
        int row = 0;
        int next = 0;
        int place = start;
        foreach (ReadOnlyMemory<TFrom> buffer in column.GetReadOnlyDataBuffers())
        {
            foreach (TFrom value in buffer.Span)
            {
                if (kept is null || (next < kept.Length && kept[next] == row))
                {
                    next++;
                    try
                    {
                        to[place] = gaps is not null && gaps[row] ? filling : convert(value);
                    }
                    catch (OverflowException)
                    {
                        throw new ArgumentException($"column '{column.Name}' holds {value} in row {row}, which is no {(typeof(T) == typeof(byte) ? "whole number from 0 to 255" : "whole number of 64 bits")}; ask for DType.Float32 or Float64, or round the column first.", nameof(column));
                    }

                    place += step;
                }

                row++;
            }
        }
    }
}
