using System.Numerics;
using System.Numerics.Tensors;

namespace NotebookKit.Kernels;

/// <summary>Whole rows taken from, added to or put into the middle axis of contiguous numbers seen as [outer, middle, inner].</summary>
internal static class IndexedRows
{
    /// <summary>y[o, k, :] = x[o, places[k], :].</summary>
    public static void Select<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> places, int outer, int middle, int inner, Span<T> y)
    {
        for (int row = 0; row < outer * places.Length; row++)
        {
            int from = (row / places.Length * middle) + (int)places[row % places.Length];
            x.Slice(from * inner, inner).CopyTo(y[(row * inner)..]);
        }
    }

    /// <summary>y[o, places[k], :] += x[o, k, :], k after k.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> places, int outer, int middle, int inner, Span<T> y)
        where T : INumber<T>
    {
        for (int row = 0; row < outer * places.Length; row++)
        {
            int to = (row / places.Length * middle) + (int)places[row % places.Length];
            ReadOnlySpan<T> source = x.Slice(row * inner, inner);
            Span<T> target = y.Slice(to * inner, inner);
            TensorPrimitives.Add(target, source, target);
        }
    }

    /// <summary>y[places[k], :] = x[k, :], k after k, so the last of equal places wins.</summary>
    public static void Put<T>(ReadOnlySpan<T> x, ReadOnlySpan<long> places, int inner, Span<T> y)
    {
        for (int k = 0; k < places.Length; k++)
        {
            x.Slice(k * inner, inner).CopyTo(y[((int)places[k] * inner)..]);
        }
    }

    /// <summary>The places of what is true, in order.</summary>
    public static long[] NonZero(ReadOnlySpan<bool> mask)
    {
        long[] places = new long[mask.Count(true)];
        int found = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i])
            {
                places[found++] = i;
            }
        }

        return places;
    }
}
