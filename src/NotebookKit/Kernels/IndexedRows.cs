using System.Numerics;
using System.Numerics.Tensors;

namespace NotebookKit.Kernels;

/// <summary>Rows of a table by number; a number of -1 names no row.</summary>
internal static class IndexedRows
{
    /// <summary>target row i = table row rows[i], or zeros.</summary>
    public static void Take<T>(ReadOnlySpan<T> table, int columns, ReadOnlySpan<long> rows, Span<T> target)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<T> to = target.Slice(i * columns, columns);
            if (rows[i] < 0)
            {
                to.Clear();
            }
            else
            {
                table.Slice((int)rows[i] * columns, columns).CopyTo(to);
            }
        }
    }

    /// <summary>table row rows[i] += source row i, in the order of i.</summary>
    public static void Add<T>(ReadOnlySpan<T> source, int columns, ReadOnlySpan<long> rows, Span<T> table)
        where T : INumber<T>
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] >= 0)
            {
                Span<T> to = table.Slice((int)rows[i] * columns, columns);
                TensorPrimitives.Add(to, source.Slice(i * columns, columns), to);
            }
        }
    }
}
