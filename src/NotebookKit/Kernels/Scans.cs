using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels;

/// <summary>Running results along the middle axis of contiguous numbers seen as [outer, middle, inner].</summary>
/// <remarks>One after the other, so the same bits for any number of threads. Floats are carried as doubles: an error of float32 would grow with each step.</remarks>
internal static class Scans
{
    /// <summary>y_t = x_0 + ... + x_t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T, TCarry>(ReadOnlySpan<T> x, int outer, int middle, int inner, Span<T> y)
        where T : unmanaged, INumber<T>
        where TCarry : unmanaged, INumber<TCarry>
    {
        TCarry[] carry = new TCarry[inner];
        for (int o = 0; o < outer; o++)
        {
            Array.Clear(carry);
            for (int m = 0; m < middle; m++)
            {
                int row = ((o * middle) + m) * inner;
                for (int i = 0; i < inner; i++)
                {
                    carry[i] += TCarry.CreateTruncating(x[row + i]);
                    y[row + i] = T.CreateTruncating(carry[i]);
                }
            }
        }
    }

    /// <summary>y_t = a_t y_(t-1) + b_t, beginning with y_0 = b_0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Recurrence<T, TCarry>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int outer, int middle, int inner, Span<T> y)
        where T : unmanaged, INumber<T>
        where TCarry : unmanaged, INumber<TCarry>
    {
        TCarry[] carry = new TCarry[inner];
        for (int o = 0; o < outer; o++)
        {
            for (int m = 0; m < middle; m++)
            {
                int row = ((o * middle) + m) * inner;
                for (int i = 0; i < inner; i++)
                {
                    TCarry step = TCarry.CreateTruncating(b[row + i]);
                    carry[i] = m == 0 ? step : (TCarry.CreateTruncating(a[row + i]) * carry[i]) + step;
                    y[row + i] = T.CreateTruncating(carry[i]);
                }
            }
        }
    }

    /// <summary>Where the largest, or smallest, number so far stands: the last of equals; from the first NaN on the last NaN.</summary>
    public static void BestSoFar<T>(ReadOnlySpan<T> x, int outer, int middle, int inner, bool smallest, Span<long> places)
        where T : unmanaged, INumber<T>
    {
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int start = (o * middle * inner) + i;
                int best = 0;
                for (int m = 0; m < middle; m++)
                {
                    T value = x[start + (m * inner)];
                    T champion = x[start + (best * inner)];
                    if (T.IsNaN(value) || (smallest ? value <= champion : value >= champion))
                    {
                        best = m;
                    }

                    places[start + (m * inner)] = best;
                }
            }
        }
    }
}
