using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The sums of all blocks along the middle axis of [outer, middle, inner], for <see cref="Reductions"/>; the threads share blocks and strips of columns.</summary>
/// <remarks>
/// Each column is added in the order of its rows. Wide rows are read as they lie, four at a time onto a row of sums that stays in the first-level cache: going
/// down strips of a few vectors instead, each line came alone from another page, at a fifth of the speed of memory.
/// </remarks>
/// <param name="from">The numbers.</param>
/// <param name="outer">Planes.</param>
/// <param name="middle">Rows of a plane.</param>
/// <param name="inner">Columns of a plane.</param>
/// <param name="block">Rows of a block.</param>
/// <param name="blocks">How many blocks a plane has, at least one.</param>
/// <param name="to">[outer, blocks, inner]: the sums.</param>
internal readonly unsafe struct BlockSums<T>(T* from, int outer, int middle, int inner, int block, int blocks, T* to) : IForkBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int NumbersInPart = 32 * 1024;
    private const int StripWidth = 512;
    private const int WideRow = 256;
    private const int RowsAtOnce = 4;

    /// <summary>How many parts.</summary>
    public int Parts => (int)Math.Clamp((long)outer * middle * inner / NumbersInPart, 1, Math.Max(1, Pieces));

    private int Strips => Math.Max(1, inner / StripWidth);

    private long Pieces => (long)outer * blocks * Strips;

    /// <inheritdoc/>
    public void Run(int part)
    {
        int parts = Parts;
        long pieces = Pieces, first = pieces * part / parts, end = pieces * (part + 1) / parts;
        if (inner == 1)
        {
            Runs(first, end);
            return;
        }

        int strips = Strips;
        for (long piece = first; piece < end; piece++)
        {
            long row = piece / strips;
            int strip = (int)(piece % strips), firstRow = (int)(row % blocks) * block;
            int column = (int)((long)inner * strip / strips), endColumn = (int)((long)inner * (strip + 1) / strips);
            Sum(from + (((row / blocks * middle) + firstRow) * inner) + column, Math.Min(block, middle - firstRow), endColumn - column, to + (row * inner) + column);
        }
    }

    // Blocks of numbers that lie one after the other.
    private void Runs(long first, long end)
    {
        int own = (int)(first % blocks);
        T* plane = from + (first / blocks * middle);
        for (long piece = first; piece < end; piece++)
        {
            to[piece] = Reductions.SumRun(plane + ((long)own * block), Math.Min(block, middle - (own * block)));
            own++;
            if (own == blocks)
            {
                own = 0;
                plane += middle;
            }
        }
    }

    private void Sum(T* source, int rows, int columns, T* target)
    {
        switch (Wide.WidthFor<T>(inner))
        {
            case SimdWidth.Bits512:
                Sum<V512<T>>(source, rows, columns, target);
                break;
            case SimdWidth.Bits256:
                Sum<V256<T>>(source, rows, columns, target);
                break;
            case SimdWidth.Bits128:
                Sum<V128<T>>(source, rows, columns, target);
                break;
            default:
                Sum<Lane<T>>(source, rows, columns, target);
                break;
        }
    }

    private void Sum<TVector>(T* source, int rows, int columns, T* target)
        where TVector : struct, ISimd<TVector, T>
    {
        if (columns < WideRow)
        {
            Columns<TVector>(source, rows, columns, target);
        }
        else
        {
            WideRows<TVector>(source, rows, columns, target);
        }
    }

    private void WideRows<TVector>(T* source, int rows, int columns, T* target)
        where TVector : struct, ISimd<TVector, T>
    {
        new Span<T>(target, columns).Clear();
        for (int row = 0; row < rows; row += RowsAtOnce, source += (long)RowsAtOnce * inner)
        {
            int count = Math.Min(RowsAtOnce, rows - row);
            int done = Onto<TVector>(source, count, inner, target, 0, columns);
            Onto<Lane<T>>(source, count, inner, target, done, columns);
        }
    }

    // Up to four rows onto one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Onto<TVector>(T* source, int rows, nint step, T* target, int column, int columns)
        where TVector : struct, ISimd<TVector, T>
    {
        if (rows < RowsAtOnce)
        {
            int first = column;
            for (int row = 0; row < rows; row++, source += step)
            {
                for (column = first; column <= columns - TVector.Count; column += TVector.Count)
                {
                    TVector.Store(TVector.Load(target + column) + TVector.Load(source + column), target + column);
                }
            }

            return column;
        }

        T* second = source + step, third = second + step, fourth = third + step;
        for (; column <= columns - TVector.Count; column += TVector.Count)
        {
            TVector sum = TVector.Load(target + column) + TVector.Load(source + column);
            sum += TVector.Load(second + column);
            sum += TVector.Load(third + column);
            sum += TVector.Load(fourth + column);
            TVector.Store(sum, target + column);
        }

        return column;
    }

    // Narrow rows, a few vectors down all of them. The last may read on into the next row; near the end of the block numbers are taken one by one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Columns<TVector>(T* source, int rows, int columns, T* target)
        where TVector : struct, ISimd<TVector, T>
    {
        int count = TVector.Count;
        T* numbers = stackalloc T[count];
        int column = 0;
        for (; column <= columns - (4 * count); column += 4 * count)
        {
            T* at = source + column;
            TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero, d = TVector.Zero;
            for (int row = 0; row < rows; row++, at += columns)
            {
                a += TVector.Load(at);
                b += TVector.Load(at + count);
                c += TVector.Load(at + (2 * count));
                d += TVector.Load(at + (3 * count));
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
            T* at = source + column;
            TVector sum = TVector.Zero;
            for (int row = 0; row < whole; row++, at += columns)
            {
                sum += TVector.Load(at);
            }

            TVector.Store(sum, numbers);
            for (int row = whole; row < rows; row++, at += columns)
            {
                for (int i = 0; i < width; i++)
                {
                    numbers[i] += at[i];
                }
            }

            new ReadOnlySpan<T>(numbers, width).CopyTo(new Span<T>(target + column, width));
        }
    }
}
