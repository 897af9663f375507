using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NotebookKit.Kernels;

/// <summary>Copies part of a matrix into the order in which the micro-kernel reads it: step by step of k, a panel's width of numbers each.</summary>
/// <remarks>
/// When neighbours along k are also neighbours in memory, as in the rows of A or in transposed weights, small squares are
/// turned around in registers; going number by number would take as long as the product itself when that has few rows.
/// </remarks>
internal static unsafe class Packing
{
    // Panels that are packed side by side.
    private const int Together = 4;

    /// <summary>Copies <paramref name="depths"/> rows of <paramref name="width"/> numbers one after the other, padded with zeros to <paramref name="paddedWidth"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(MatrixView<T> from, int depths, int width, int paddedWidth, T* to)
        where T : unmanaged
    {
        if (from.ColumnStep == 1)
        {
            long step = (long)from.RowStep * sizeof(T);
            if (width == paddedWidth && CopyWhole((byte*)from.Start, step, depths, width * sizeof(T), (byte*)to))
            {
                return;
            }

            for (int depth = 0; depth < depths; depth++, to += paddedWidth)
            {
                Span<T> row = new(to, paddedWidth);
                new ReadOnlySpan<T>(from.Start + ((long)depth * from.RowStep), width).CopyTo(row);
                row[width..].Clear();
            }

            return;
        }

        int columns = 0;
        int turned = 0;
        if (from.RowStep == 1 && CanTurn<T>())
        {
            turned = depths & ~3;
            if (width == 3 && paddedWidth == 3 && depths > 0)
            {
                turned = (depths - 1) & ~3;
                TurnThree((float*)from.Start, from.ColumnStep, turned, (float*)to);
                columns = 3;
            }

            for (; columns + 4 <= width; columns += 4)
            {
                TurnFour((float*)from.Start + ((long)columns * from.ColumnStep), from.ColumnStep, turned, paddedWidth, (float*)to + columns);
            }

            if (columns + 2 <= width)
            {
                TurnTwo((float*)from.Start + ((long)columns * from.ColumnStep), from.ColumnStep, turned, paddedWidth, (float*)to + columns);
                columns += 2;
            }

            Rest(from, 0, turned, columns, width, paddedWidth, to);
        }

        Rest(from, turned, depths, 0, width, paddedWidth, to);
    }

    /// <summary>Packs panel after panel; rows of memory are read several panels wide, for a jump from row to row costs more than a line of it.</summary>
    public static void PackPanels<T>(MatrixView<T> from, int depths, int columns, int panelWidth, T* to)
        where T : unmanaged
    {
        int column = 0;
        if (from.ColumnStep == 1)
        {
            long step = (long)from.RowStep * sizeof(T);
            for (; column + (Together * panelWidth) <= columns; column += Together * panelWidth)
            {
                byte* source = (byte*)(from.Start + column), target = (byte*)(to + ((long)column * depths));
                switch (panelWidth * sizeof(T))
                {
                    case 32:
                        CopyTogether<Bytes32>(source, step, depths, target);
                        continue;
                    case 48:
                        CopyTogether<Bytes48>(source, step, depths, target);
                        continue;
                    case 64:
                        CopyTogether<Bytes64>(source, step, depths, target);
                        continue;
                    case 96:
                        CopyTogether<Bytes96>(source, step, depths, target);
                        continue;
                    case 128:
                        CopyTogether<Bytes128>(source, step, depths, target);
                        continue;
                }

                break;
            }
        }

        for (; column < columns; column += panelWidth)
        {
            Pack(from.From(0, column), depths, Math.Min(panelWidth, columns - column), panelWidth, to + ((long)column * depths));
        }
    }

    /// <summary>Whether these numbers are turned around in registers.</summary>
    public static bool CanTurn<T>()
        where T : unmanaged => sizeof(T) == sizeof(float) && (Sse.IsSupported || AdvSimd.Arm64.IsSupported);

    /// <summary>Rows as long as a panel of some kernel is wide: lengths known to the compiler become a few moves, where a call a row takes as long as the row's products.</summary>
    private static bool CopyWhole(byte* from, long step, int rows, int bytes, byte* to)
    {
        switch (bytes)
        {
            case 24:
                Copy<Bytes24>(from, step, rows, to);
                return true;
            case 32:
                Copy<Bytes32>(from, step, rows, to);
                return true;
            case 48:
                Copy<Bytes48>(from, step, rows, to);
                return true;
            case 64:
                Copy<Bytes64>(from, step, rows, to);
                return true;
            case 96:
                Copy<Bytes96>(from, step, rows, to);
                return true;
            case 128:
                Copy<Bytes128>(from, step, rows, to);
                return true;
            default:
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TRow>(byte* from, long step, int rows, byte* to)
        where TRow : unmanaged
    {
        for (int row = 0; row < rows; row++, from += step, to += sizeof(TRow))
        {
            Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<TRow>(from));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTogether<TRow>(byte* from, long step, int rows, byte* to)
        where TRow : unmanaged
    {
        long panel = (long)rows * sizeof(TRow);
        for (int row = 0; row < rows; row++, from += step, to += sizeof(TRow))
        {
            Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<TRow>(from));
            Unsafe.WriteUnaligned(to + panel, Unsafe.ReadUnaligned<TRow>(from + sizeof(TRow)));
            Unsafe.WriteUnaligned(to + (2 * panel), Unsafe.ReadUnaligned<TRow>(from + (2 * sizeof(TRow))));
            Unsafe.WriteUnaligned(to + (3 * panel), Unsafe.ReadUnaligned<TRow>(from + (3 * sizeof(TRow))));
        }
    }

    /// <summary>The numbers that no register turned: read along the rows of memory, sixteen at a time, so that each cache line is used up at once.</summary>
    private static void Rest<T>(MatrixView<T> from, int firstDepth, int depths, int firstColumn, int width, int paddedWidth, T* to)
        where T : unmanaged
    {
        const int Stretch = 16;
        for (int depth = firstDepth; depth < depths; depth += Stretch)
        {
            int stretch = Math.Min(Stretch, depths - depth);
            for (int column = firstColumn; column < paddedWidth; column++)
            {
                T* source = from.Start + ((long)depth * from.RowStep) + ((long)column * from.ColumnStep);
                T* target = to + ((long)depth * paddedWidth) + column;
                for (int i = 0; i < stretch; i++)
                {
                    target[i * paddedWidth] = column < width ? source[(long)i * from.RowStep] : default;
                }
            }
        }
    }

    /// <summary>Four lines of memory become columns of the panel, in squares of four by four; then the next four lines the next columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnFour(float* from, long step, int depths, int paddedWidth, float* to, int times = 1)
    {
        for (; times > 0; times--, from += 4 * step, to += 4)
        {
            float* row = from, column = to;
            for (int depth = 0; depth < depths; depth += 4, row += 4, column += 4 * paddedWidth)
            {
                Vector128<float> a = Vector128.Load(row);
                Vector128<float> b = Vector128.Load(row + step);
                Vector128<float> c = Vector128.Load(row + (2 * step));
                Vector128<float> d = Vector128.Load(row + (3 * step));

                // a0 c0 a1 c1 and b0 d0 b1 d1 interleave to a0 b0 c0 d0, a1 b1 c1 d1.
                Vector128<float> acLow = Low(a, c), acHigh = High(a, c), bdLow = Low(b, d), bdHigh = High(b, d);
                Low(acLow, bdLow).Store(column);
                High(acLow, bdLow).Store(column + paddedWidth);
                Low(acHigh, bdHigh).Store(column + (2 * paddedWidth));
                High(acHigh, bdHigh).Store(column + (3 * paddedWidth));
            }
        }
    }

    /// <summary>Three lines, as the colours of an image, become rows of three: four numbers are written, the last over the next row's first, which comes after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnThree(float* from, long step, int depths, float* to)
    {
        for (int depth = 0; depth < depths; depth += 4, from += 4, to += 12)
        {
            Vector128<float> a = Vector128.Load(from);
            Vector128<float> b = Vector128.Load(from + step);
            Vector128<float> c = Vector128.Load(from + (2 * step));
            Vector128<float> acLow = Low(a, c), acHigh = High(a, c), bLow = Low(b, b), bHigh = High(b, b);
            Low(acLow, bLow).Store(to);
            High(acLow, bLow).Store(to + 3);
            Low(acHigh, bHigh).Store(to + 6);
            High(acHigh, bHigh).Store(to + 9);
        }
    }

    /// <summary>Two lines of memory become columns of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnTwo(float* from, long step, int depths, int paddedWidth, float* to)
    {
        for (int depth = 0; depth < depths; depth += 4, from += 4, to += 4 * paddedWidth)
        {
            Vector128<float> a = Vector128.Load(from);
            Vector128<float> b = Vector128.Load(from + step);
            Vector128<float> low = Low(a, b), high = High(a, b);
            low.GetLower().Store(to);
            low.GetUpper().Store(to + paddedWidth);
            high.GetLower().Store(to + (2 * paddedWidth));
            high.GetUpper().Store(to + (3 * paddedWidth));
        }
    }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [InlineArray(24)]
    private struct Bytes24
    {
        private byte first;
    }

    [InlineArray(32)]
    private struct Bytes32
    {
        private byte first;
    }

    [InlineArray(48)]
    private struct Bytes48
    {
        private byte first;
    }

    [InlineArray(64)]
    private struct Bytes64
    {
        private byte first;
    }

    [InlineArray(96)]
    private struct Bytes96
    {
        private byte first;
    }

    [InlineArray(128)]
    private struct Bytes128
    {
        private byte first;
    }
}
