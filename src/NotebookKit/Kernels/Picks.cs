using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Picks along the middle axis of contiguous numbers seen as [outer, middle, inner].</summary>
internal static class Picks
{
    /// <summary>y[o, k, i] = x[o, indices[o, k, i], i].</summary>
    public static void Pick<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> indices, int middle, int count, int inner, Span<T> y)
    {
        for (int at = 0; at < y.Length; at++)
        {
            y[at] = x[Place(at, indices[at], middle, count, inner)];
        }
    }

    /// <summary>y[o, indices[o, k, i], i] += x[o, k, i].</summary>
    public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> indices, int middle, int count, int inner, Span<T> y)
        where T : INumber<T>
    {
        for (int at = 0; at < x.Length; at++)
        {
            y[Place(at, indices[at], middle, count, inner)] += x[at];
        }
    }

    private static int Place(int at, long index, int middle, int count, int inner) =>
        ((((at / (count * inner)) * middle) + (int)index) * inner) + (at % inner);
}
