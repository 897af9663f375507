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
    public static void Sum<T>(ReadOnlySpan<T> source, int outer, int middle, int inner, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* from = source, to = target)
        {
            for (int o = 0; o < outer; o++)
            {
                T* plane = from + ((long)o * middle * inner);
                if (inner == 1)
                {
                    to[o] = SumRun(plane, middle);
                }
                else
                {
                    SumRows(plane, middle, inner, to + ((long)o * inner));
                }
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

    // Adds rows into one row; long columns are cut into blocks of rows whose sums are added pairwise.
    private static void SumRows<T>(T* source, int rows, int columns, T* target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows > Block)
        {
            int half = ((rows / Block) + 1) / 2 * Block;
            SumRows(source, half, columns, target);
            Span<T> rest = columns <= Block ? stackalloc T[columns] : new T[columns];
            fixed (T* second = rest)
            {
                SumRows(source + ((long)half * columns), rows - half, columns, second);
                Elementwise.BinaryRow(default(Plus), target, 1, second, 1, target, columns);
            }

            return;
        }

        switch (Wide.WidthFor<T>(columns))
        {
            case SimdWidth.Bits512:
                SumColumns<V512<T>, T>(source, rows, columns, target);
                break;
            case SimdWidth.Bits256:
                SumColumns<V256<T>, T>(source, rows, columns, target);
                break;
            case SimdWidth.Bits128:
                SumColumns<V128<T>, T>(source, rows, columns, target);
                break;
            default:
                SumColumns<Lane<T>, T>(source, rows, columns, target);
                break;
        }
    }

    // A block of rows, each column in the order of the rows. A vector may read on into the next row; near the end of the block numbers are taken one by one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns<TVector, T>(T* source, int rows, int columns, T* target)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        T* numbers = stackalloc T[count];
        int column = 0;
        for (; column <= columns - (4 * count); column += 4 * count)
        {
            T* from = source + column;
            TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero, d = TVector.Zero;
            for (int row = 0; row < rows; row++, from += columns)
            {
                a += TVector.Load(from);
                b += TVector.Load(from + count);
                c += TVector.Load(from + (2 * count));
                d += TVector.Load(from + (3 * count));
            }

            TVector.Store(a, target + column);
            TVector.Store(b, target + column + count);
            TVector.Store(c, target + column + (2 * count));
            TVector.Store(d, target + column + (3 * count));
        }

        for (; column < columns; column += count)
        {
            int width = Math.Min(count, columns - column);
            int room = (rows * columns) - column - count;
            int whole = width == count ? rows : room < 0 ? 0 : Math.Min(rows, (room / columns) + 1);
            T* from = source + column;
            TVector sum = TVector.Zero;
            for (int row = 0; row < whole; row++, from += columns)
            {
                sum += TVector.Load(from);
            }

            TVector.Store(sum, numbers);
            for (int row = whole; row < rows; row++, from += columns)
            {
                for (int i = 0; i < width; i++)
                {
                    numbers[i] += from[i];
                }
            }

            new ReadOnlySpan<T>(numbers, width).CopyTo(new Span<T>(target + column, width));
        }
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
