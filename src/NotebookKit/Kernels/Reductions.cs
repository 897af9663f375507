using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Sums and maxima over the middle axis of contiguous numbers seen as [outer, middle, inner].</summary>
/// <remarks>
/// The order of additions is fixed by the sizes alone: blocks of <see cref="Block"/> numbers, their sums added pairwise,
/// so the error grows with the logarithm of the length and the bits do not depend on the threads.
/// </remarks>
internal static unsafe class Reductions
{
    private const int Block = 512;

    /// <summary>target[o, i] = sum over m of source[o, m, i].</summary>
    /// <remarks>The threads share the blocks; what they found is added up afterwards, in the order that the sizes fix.</remarks>
    public static void Sum<T>(ReadOnlySpan<T> source, int outer, int middle, int inner, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = middle / Block, rest = middle % Block > 0 ? 1 : 0, blocks = Math.Max(1, whole + rest);
        fixed (T* from = source, to = target)
        {
            T* sums = blocks == 1 ? to : Workspace.Shared<T>(checked(outer * blocks * inner));
            BlockSums<T> job = new(from, outer, middle, inner, Block, blocks, sums);
            Fork.Run(job.Parts, ref job);
            for (int o = 0; blocks > 1 && o < outer; o++)
            {
                T* own = sums + ((long)o * blocks * inner);
                AddUp(own, whole, rest, inner);
                new ReadOnlySpan<T>(own, inner).CopyTo(new Span<T>(to + ((long)o * inner), inner));
            }
        }
    }

    /// <summary>The place of the largest number along the middle axis, the first of equals; NaN counts as largest.</summary>
    public static void ArgMax<T>(ReadOnlySpan<T> source, int outer, int middle, int inner, Span<long> target)
        where T : unmanaged, INumber<T>
    {
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                ReadOnlySpan<T> run = source[((o * middle * inner) + i)..];
                int best = 0;
                for (int m = 1; m < middle; m++)
                {
                    T value = run[m * inner];
                    T champion = run[best * inner];
                    if (value > champion || (T.IsNaN(value) && !T.IsNaN(champion)))
                    {
                        best = m;
                    }
                }

                target[(o * inner) + i] = best;
            }
        }
    }

    /// <summary>The sum of numbers that lie one after the other.</summary>
    public static T SumRun<T>(T* source, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count > Block)
        {
            int half = ((count / Block) + 1) / 2 * Block;
            return SumRun(source, half) + SumRun(source + half, count - half);
        }

        return KernelVariant.Width switch
        {
            SimdWidth.Bits512 => SumBlock<V512<T>, T>(source, count),
            SimdWidth.Bits256 => SumBlock<V256<T>, T>(source, count),
            SimdWidth.Bits128 => SumBlock<V128<T>, T>(source, count),
            _ => SumBlock<Lane<T>, T>(source, count),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T SumBlock<TVector, T>(T* source, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = TVector.Count;
        TVector even = TVector.Zero;
        TVector odd = TVector.Zero;
        int i = 0;
        for (; i <= count - (2 * width); i += 2 * width)
        {
            even += TVector.Load(source + i);
            odd += TVector.Load(source + i + width);
        }

        T sum = TVector.Sum(even + odd);
        for (; i < count; i++)
        {
            sum += source[i];
        }

        return sum;
    }

    // The sums of blocks, row by row, into the first row: pairwise, as SumRun halves its numbers.
    private static void AddUp<T>(T* sums, int whole, int rest, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (whole + rest <= 1)
        {
            return;
        }

        int half = (whole + 1) / 2;
        T* second = sums + ((long)half * columns);
        AddUp(sums, half, 0, columns);
        AddUp(second, whole - half, rest, columns);
        if (columns == 1)
        {
            *sums += *second;
            return;
        }

        Elementwise.BinaryRow(default(Plus), sums, 1, second, 1, sums, columns);
    }

    private readonly struct Plus : IBinaryFormula
    {
        public T Scalar<T>(T x, T y)
            where T : unmanaged, IFloatingPointIeee754<T> => x + y;

        public TVector Vector<TVector, T>(TVector x, TVector y)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T> => x + y;
    }
}
