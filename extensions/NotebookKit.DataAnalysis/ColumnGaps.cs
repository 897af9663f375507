using Microsoft.Data.Analysis;

namespace NotebookKit.DataAnalysis;

/// <summary>Where columns lack values.</summary>
internal static class ColumnGaps
{
    /// <summary>For each row whether its value is missing; null where none is.</summary>
    public static bool[]? Of(DataFrameColumn column)
    {
        if (column.NullCount == 0)
        {
            return null;
        }

        return column switch
        {
            PrimitiveDataFrameColumn<float> floats => Bits(floats),
            PrimitiveDataFrameColumn<double> doubles => Bits(doubles),
            PrimitiveDataFrameColumn<int> ints => Bits(ints),
            PrimitiveDataFrameColumn<long> longs => Bits(longs),
            PrimitiveDataFrameColumn<byte> bytes => Bits(bytes),
            PrimitiveDataFrameColumn<sbyte> sbytes => Bits(sbytes),
            PrimitiveDataFrameColumn<short> shorts => Bits(shorts),
            PrimitiveDataFrameColumn<ushort> ushorts => Bits(ushorts),
            PrimitiveDataFrameColumn<uint> uints => Bits(uints),
            PrimitiveDataFrameColumn<ulong> ulongs => Bits(ulongs),
            PrimitiveDataFrameColumn<decimal> decimals => Bits(decimals),
            PrimitiveDataFrameColumn<bool> truths => Bits(truths),
            _ => One(column),
        };
    }

    /// <summary>The rows that have a value in each of the columns; null for all.</summary>
    public static int[]? WholeRows(IReadOnlyList<DataFrameColumn> columns)
    {
        bool[][] gaps = [.. columns.Select(Of).OfType<bool[]>()];
        return gaps.Length == 0 ? null : [.. Enumerable.Range(0, gaps[0].Length).Where(row => gaps.All(missing => !missing[row]))];
    }

    /// <summary>The first row that lacks a value.</summary>
    public static int First(DataFrameColumn column) => Array.IndexOf(Of(column) ?? [], true);

    // Arrow's way: a bit for each value, lowest first, set where the value is there.
    private static bool[] Bits<T>(PrimitiveDataFrameColumn<T> column)
        where T : unmanaged
    {
        bool[] missing = new bool[column.Length];
        int row = 0;
        foreach ((ReadOnlyMemory<T> values, ReadOnlyMemory<byte> bits) in column.GetReadOnlyDataBuffers().Zip(column.GetReadOnlyNullBitMapBuffers()))
        {
            ReadOnlySpan<byte> there = bits.Span;
            for (int i = 0; i < values.Length; i++)
            {
                missing[row++] = (there[i >> 3] & (1 << (i & 7))) == 0;
            }
        }

        return missing;
    }

    private static bool[] One(DataFrameColumn column)
    {
        bool[] missing = new bool[column.Length];
        int row = 0;
        foreach (object? value in column)
        {
            missing[row++] = value is null;
        }

        return missing;
    }
}
