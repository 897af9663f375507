using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of <see cref="MaxWindowsBack"/>: one line of windows.</summary>
internal static unsafe class MaxWindowsLine
{
    /// <summary>
    /// Adds the slopes of the first windows of a line where their largest numbers stand, for some channels; lanes are above 0 for the numbers of a
    /// vector that count, where the channels do not fill it, and null when all do. Where every place lies in one window, all of it is written instead, from
    /// left to right: what a vector writes beyond its channels is written over. Rows from <paramref name="newRow"/> on hold nothing yet that could be added to.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, T>(T* winners, T* slopes, T* gradient, int first, int end, T* lanes, int windows, int channels, int down, int stepDown, Taps columns, bool tiled, int newRow)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stepAcross = columns.Step * channels;
        for (int p = 0; p < windows; p++, winners += channels, slopes += channels)
        {
            int across = columns.Count(p);
            int newColumn = newRow >= down || p == 0 ? 0 : columns.First[p - 1] + columns.Count(p - 1) - columns.First[p];
            nint at = (nint)columns.First[p] * channels;
            if (tiled && across == 2 && lanes == null)
            {
                int until = columns.EndOfEqual(p, windows);
                MaxWindowsSmall.WriteTwo<TVector, T>(winners, slopes, gradient + at, first, end, until - p, channels, down, stepDown);
                winners += (until - 1 - p) * channels;
                slopes += (until - 1 - p) * channels;
                p = until - 1;
                continue;
            }

            if (!tiled && across == 3 && lanes == null && newColumn <= 1)
            {
                MaxWindowsSmall.AddThree<TVector, T>(winners, slopes, gradient + at, first, end, stepAcross, down, stepDown, newRow, newColumn);
                continue;
            }

            for (int c = first; c < end; c += TVector.Count)
            {
                if (newRow < down)
                {
                    Empty(gradient + (newRow * stepDown), c, Math.Min(end, c + TVector.Count), channels, down - newRow, stepDown, columns, p, newColumn);
                }

                TVector winner = TVector.Load(winners + c);
                TVector own = TVector.Load(slopes + c);
                own = lanes == null ? own : TVector.WherePositive(TVector.Load(lanes), own, TVector.Zero);
                TVector place = TVector.Zero;
                T* target = gradient + at + c;
                for (int i = 0; i < down; i++, target += stepDown)
                {
                    T* to = target;
                    for (int j = 0; j < across; j++, to += stepAcross)
                    {
                        TVector here = TVector.WhereEqual(winner, place, own);
                        TVector.Store(tiled ? here : TVector.Load(to) + here, to);
                        place += TVector.One;
                    }
                }
            }
        }
    }

    /// <summary>Zeros for the places of a window from a column on, for some channels.</summary>
    private static void Empty<T>(T* gradient, int first, int end, int channels, int down, int stepDown, Taps columns, int p, int fromColumn)
        where T : unmanaged
    {
        for (int i = 0; i < down; i++)
        {
            T* line = gradient + (i * stepDown) + ((columns.First[p] + (fromColumn * columns.Step)) * channels);
            for (int j = fromColumn; j < columns.Count(p); j++, line += columns.Step * channels)
            {
                for (int c = first; c < end; c++)
                {
                    line[c] = default;
                }
            }
        }
    }

    /// <summary>The same for channels that fill no vector, one number at a time, from a window on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rest<T>(T* winners, T* slopes, T* gradient, int first, int end, int window, int channels, int down, int stepDown, Taps columns, bool tiled)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool squares = tiled && down == 2 && columns.Step == 1;
        for (int p = window; p < columns.Outputs; p++)
        {
            if (squares && columns.Count(p) == 2)
            {
                int until = columns.EndOfEqual(p, columns.Outputs);
                for (int c = first; c < end; c++)
                {
                    nint at = ((nint)columns.First[p] * channels) + c, output = ((nint)p * channels) + c;
                    Squares(winners + output, slopes + output, gradient + at, until - p, channels, stepDown);
                }

                p = until - 1;
                continue;
            }

            if (tiled)
            {
                Empty(gradient, first, end, channels, down, stepDown, columns, p, 0);
            }

            Window(winners + (p * channels), slopes + (p * channels), gradient, first, end, channels, down, stepDown, columns, p);
        }
    }

    private static void Squares<T>(T* winners, T* slopes, T* gradient, int windows, int channels, int stepDown)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (Wide.WidthFilledBy<T>(windows))
        {
            case SimdWidth.Bits512:
                MaxWindowsSmall.WriteSquares<V512<T>, T>(winners, slopes, gradient, windows, channels, stepDown);
                break;
            case SimdWidth.Bits256:
                MaxWindowsSmall.WriteSquares<V256<T>, T>(winners, slopes, gradient, windows, channels, stepDown);
                break;
            case SimdWidth.Bits128:
                MaxWindowsSmall.WriteSquares<V128<T>, T>(winners, slopes, gradient, windows, channels, stepDown);
                break;
            default:
                MaxWindowsSmall.WriteSquares<Lane<T>, T>(winners, slopes, gradient, windows, channels, stepDown);
                break;
        }
    }

    /// <summary>Some channels of one window, one number at a time.</summary>
    private static void Window<T>(T* winners, T* slopes, T* gradient, int first, int end, int channels, int down, int stepDown, Taps columns, int p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int across = columns.Count(p);
        if (down * across == 0)
        {
            return;
        }

        for (int c = first; c < end; c++)
        {
            (int i, int j) = Math.DivRem(int.CreateTruncating(winners[c]), across);
            gradient[(i * stepDown) + ((columns.First[p] + (j * columns.Step)) * channels) + c] += slopes[c];
        }
    }
}
