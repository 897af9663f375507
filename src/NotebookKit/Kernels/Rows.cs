using System.Numerics.Tensors;

namespace NotebookKit.Kernels;

/// <summary>Picks rows out of a table.</summary>
internal static class Rows
{
    /// <summary>target row i = source row rows[i].</summary>
    public static void Take<T>(ReadOnlySpan<T> source, int rowLength, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged
    {
        for (int i = 0; i < rows.Length; i++)
        {
            source.Slice(rows[i] * rowLength, rowLength).CopyTo(target[(i * rowLength)..]);
        }
    }

    /// <summary>target row i = source row rows[i] times a scale: pixels become floats.</summary>
    public static void TakeScaled(ReadOnlySpan<byte> source, int rowLength, ReadOnlySpan<int> rows, float scale, Span<float> target)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> row = target.Slice(i * rowLength, rowLength);
            TensorPrimitives.ConvertTruncating(source.Slice(rows[i] * rowLength, rowLength), row);
            TensorPrimitives.Multiply(row, scale, row);
        }
    }
}
