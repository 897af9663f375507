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
    public static void Run<TVector, T>(T* x, T* y, T* slopes, T* gradient, int first, int end, T* lanes, int windows, int channels, int down, int stepDown, Taps columns, bool tiled, int newRow)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stepAcross = columns.Step * channels;
        for (int p = 0; p < windows; p++, y += channels, slopes += channels)
        {
            int across = columns.Count(p);
            bool two = across == 2 && tiled && lanes == null, three = across == 3 && !tiled && lanes == null;
            int newColumn = newRow >= down || p == 0 ? 0 : columns.First[p - 1] + columns.Count(p - 1) - columns.First[p];
            nint at = (nint)columns.First[p] * channels;
            for (int c = first; c < end; c += TVector.Count)
            {
                if (two)
                {
                    c = MaxWindowsSmall.WriteTwo<TVector, T>(x + at, y, slopes, gradient + at, c, end, stepAcross, down, stepDown);
                }
                else if (three && newColumn <= 1)
                {
                    c = MaxWindowsSmall.AddThree<TVector, T>(x + at, y, slopes, gradient + at, c, end, stepAcross, down, stepDown, newRow, newColumn);
                }

                if (c >= end)
                {
                    break;
                }

                if (newRow < down)
                {
                    Empty(gradient + (newRow * stepDown), c, Math.Min(end, c + TVector.Count), channels, down - newRow, stepDown, columns, p, newColumn);
                }

                TVector largest = TVector.Load(y + c);
                TVector left = TVector.Load(slopes + c);
                left = lanes == null ? left : TVector.WherePositive(TVector.Load(lanes), left, TVector.Zero);
                if (TVector.HasNaN(largest))
                {
                    if (tiled)
                    {
                        Empty(gradient, c, Math.Min(end, c + TVector.Count), channels, down, stepDown, columns, p, 0);
                    }

                    Window(x, y, slopes, gradient, c, Math.Min(end, c + TVector.Count), channels, down, stepDown, columns, p);
                    continue;
                }

                T* values = x + at + c, target = gradient + at + c;
                for (int i = 0; i < down; i++, values += stepDown, target += stepDown)
                {
                    T* value = values, to = target;
                    int j = 0;
                    for (; j < across - 1; j += 2, value += 2 * stepAcross, to += 2 * stepAcross)
                    {
                        left = Place(TVector.Load(value), largest, left, to, tiled);
                        left = Place(TVector.Load(value + stepAcross), largest, left, to + stepAcross, tiled);
                    }

                    if (j < across)
                    {
                        left = Place(TVector.Load(value), largest, left, to, tiled);
                    }
                }
            }
        }
    }

    /// <summary>Gives a place what is left of the slopes where it holds the largest numbers, and says what is left then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Place<TVector, T>(TVector here, TVector largest, TVector left, T* to, bool tiled)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector own = TVector.WhereEqual(here, largest, left);
        TVector.Store(tiled ? own : TVector.Load(to) + own, to);
        return TVector.WhereNotEqual(here, largest, left);
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
    public static void Rest<T>(T* x, T* y, T* slopes, T* gradient, int first, int end, int window, int channels, int down, int stepDown, Taps columns, bool tiled)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool squares = tiled && down == 2 && columns.Step == 1;
        for (int p = window; p < columns.Outputs; p++)
        {
            if (squares && columns.Count(p) == 2)
            {
                int until = p + 1;
                while (until < columns.Outputs && columns.Count(until) == 2)
                {
                    until++;
                }

                for (int c = first; c < end; c++)
                {
                    nint at = ((nint)columns.First[p] * channels) + c, output = ((nint)p * channels) + c;
                    MaxWindowsSmall.WriteSquares(x + at, y + output, slopes + output, gradient + at, until - p, channels, stepDown);
                }

                p = until - 1;
                continue;
            }

            if (tiled)
            {
                Empty(gradient, first, end, channels, down, stepDown, columns, p, 0);
            }

            Window(x, y + (p * channels), slopes + (p * channels), gradient, first, end, channels, down, stepDown, columns, p);
        }
    }

    /// <summary>Some channels of one window, one number at a time: the largest may be NaN, and then stands where a NaN does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Window<T>(T* x, T* y, T* slopes, T* gradient, int first, int end, int channels, int down, int stepDown, Taps columns, int p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stepAcross = columns.Step * channels;
        int across = columns.Count(p);
        for (int c = first; c < end; c++)
        {
            T largest = y[c];
            bool isNaN = T.IsNaN(largest);
            int line = (columns.First[p] * channels) + c;
            for (int i = 0; i < down; i++, line += stepDown)
            {
                int j = 0;
                int at = line;
                for (; j < across && x[at] != largest && !(isNaN && T.IsNaN(x[at])); j++)
                {
                    at += stepAcross;
                }

                if (j < across)
                {
                    gradient[at] += slopes[c];
                    break;
                }
            }
        }
    }
}
