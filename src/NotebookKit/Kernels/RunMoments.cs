using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Mean and squared deviations of numbers that lie one after the other.</summary>
/// <remarks>
/// Block by block, each gone through twice while it lies in the first-level cache; blocks are joined in double precision as in
/// <see cref="ChannelMoments"/>. Four sums run side by side, for one would wait for itself at each addition.
/// </remarks>
internal static unsafe class RunMoments
{
    private const int Block = 2048;

    /// <summary>The mean and the sum of squared deviations from it; the mean counts as 0 when not <paramref name="centred"/>.</summary>
    public static (double Mean, double Squares) Of<TVector, T>(T* x, int count, bool centred = true)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double mean = 0;
        double squares = 0;
        for (int start = 0; start < count; start += Block)
        {
            int length = Math.Min(Block, count - start);
            T first = centred ? x[start] : T.Zero;
            double shift = centred ? Sum<TVector, T>(x + start, length, first) / length : 0;

            // Shifted twice, as one rounded number would lose what distinguishes the elements.
            double more = SumOfSquares<TVector, T>(x + start, length, first, T.CreateTruncating(shift));
            double blockMean = double.CreateTruncating(first) + shift;
            double difference = blockMean - mean;
            double share = (double)length / (start + length);
            mean += difference * share;
            squares += more + (difference * difference * start * share);
        }

        return (mean, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum<TVector, T>(T* x, int count, T first)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero, d = TVector.Zero, shift = TVector.Create(first);
        int i = 0;
        for (; i <= count - (4 * TVector.Count); i += 4 * TVector.Count)
        {
            a += TVector.Load(x + i) - shift;
            b += TVector.Load(x + i + TVector.Count) - shift;
            c += TVector.Load(x + i + (2 * TVector.Count)) - shift;
            d += TVector.Load(x + i + (3 * TVector.Count)) - shift;
        }

        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            a += TVector.Load(x + i) - shift;
        }

        T total = TVector.Sum(a + b + (c + d));
        for (; i < count; i++)
        {
            total += x[i] - first;
        }

        return double.CreateTruncating(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares<TVector, T>(T* x, int count, T first, T second)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero, d = TVector.Zero, all = TVector.Create(first), rest = TVector.Create(second);
        int i = 0;
        for (; i <= count - (4 * TVector.Count); i += 4 * TVector.Count)
        {
            TVector p = TVector.Load(x + i) - all - rest;
            TVector q = TVector.Load(x + i + TVector.Count) - all - rest;
            TVector r = TVector.Load(x + i + (2 * TVector.Count)) - all - rest;
            TVector s = TVector.Load(x + i + (3 * TVector.Count)) - all - rest;
            a = TVector.MultiplyAdd(p, p, a);
            b = TVector.MultiplyAdd(q, q, b);
            c = TVector.MultiplyAdd(r, r, c);
            d = TVector.MultiplyAdd(s, s, d);
        }

        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            TVector p = TVector.Load(x + i) - all - rest;
            a = TVector.MultiplyAdd(p, p, a);
        }

        T total = TVector.Sum(a + b + (c + d));
        for (; i < count; i++)
        {
            T value = x[i] - first - second;
            total += value * value;
        }

        return double.CreateTruncating(total);
    }
}
