using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary><see cref="DepthwiseTile"/> for filters of three columns that move by one: a pixel is loaded once for the three taps that see it.</summary>
/// <remarks>
/// With a load for each product the loads take longer than the products; here there are 5 loads for 8 products. Each sum adds the same products in the same
/// order as there, so its bits are the same.
/// </remarks>
internal static unsafe class DepthwiseThree
{
    /// <summary>How many taps make a row.</summary>
    public const int Taps = 3;

    /// <summary>Whether all taps come in rows of three that see neighbouring pixels, as neighbouring pixels of the result do.</summary>
    public static bool Fits(ConvolutionPhase phase)
    {
        bool fits = phase.SourceStepX == 1 && phase.Taps.Length % Taps == 0;
        for (int tap = 0; fits && tap < phase.Taps.Length; tap++)
        {
            Tap first = phase.Taps[tap - (tap % Taps)];
            fits = phase.Taps[tap].OffsetY == first.OffsetY && phase.Taps[tap].OffsetX == first.OffsetX + (tap % Taps);
        }

        return fits;
    }

    /// <summary>The columns that tiles can do of those from which no tap looks beside the image, and of all: one more at each end.</summary>
    public static (int First, int End) WithEdges((int First, int End) inside, int columns) =>
        (inside.First == 1 ? 0 : inside.First, inside.End == columns - 1 ? columns : inside.End);

    /// <summary>
    /// <see cref="DepthwiseTile.Run"/>, where neighbours of the source lie <paramref name="channels"/> numbers apart; <paramref name="left"/> where the first
    /// tap of the first pixel looks beside the image, <paramref name="right"/> where the third of the last does. There nothing is added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, T>(int* taps, int tapCount, T* source, T* bias, T* weights, int channels, T* result, nint resultStep, int second, bool left, bool right)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = channels, two = 2 * step, three = 3 * step, between = second * step;
        bool leftAgain = left && second == 0, rightAlready = right && second == 0;
        for (int channel = 0; ; channel = Math.Min(channel + TVector.Count, channels - TVector.Count))
        {
            T* from = source + channel;
            T* weight = weights + channel;
            TVector c0 = TVector.Load(bias + channel);
            TVector c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
            for (int tap = 0; tap < tapCount; tap += Taps, weight += three)
            {
                TVector w0 = TVector.Load(weight), w1 = TVector.Load(weight + step), w2 = TVector.Load(weight + two);
                T* a = from + taps[tap];
                Four<TVector, T>(a, a + two, step, three, w0, w1, w2, left, rightAlready, ref c0, ref c1, ref c2, ref c3);
                a += between;
                Four<TVector, T>(a, a + two, step, three, w0, w1, w2, leftAgain, right, ref c4, ref c5, ref c6, ref c7);
            }

            T* to = result + channel;
            TVector.Store(c0, to);
            TVector.Store(c1, to + resultStep);
            TVector.Store(c2, to + (2 * resultStep));
            TVector.Store(c3, to + (3 * resultStep));
            to += second * resultStep;
            TVector.Store(c4, to);
            TVector.Store(c5, to + resultStep);
            TVector.Store(c6, to + (2 * resultStep));
            TVector.Store(c7, to + (3 * resultStep));
            if (channel + TVector.Count >= channels)
            {
                return;
            }
        }
    }

    /// <summary><see cref="DepthwiseTile.AddRow"/> for three taps of a row, the first of which sees <paramref name="image"/> from the first pixel; left and right as above, <paramref name="later"/> what will be read next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow<TVector, T>(T* image, T* maps, int columns, int channels, T* sums, int sumStep, bool left, bool right, T* later)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint step = channels, two = 2 * step, three = 3 * step;
        for (int channel = 0, slot = 0; ; channel = Math.Min(channel + TVector.Count, channels - TVector.Count), slot += TVector.Count)
        {
            T* a = image + channel;
            T* b = maps + channel;
            T* own = sums + slot;
            TVector first0 = TVector.Load(own), first1 = TVector.Load(own + sumStep), first2 = TVector.Load(own + (2 * sumStep));
            TVector next0 = TVector.Zero, next1 = TVector.Zero, next2 = TVector.Zero;
            TVector last0 = TVector.Zero, last1 = TVector.Zero, last2 = TVector.Zero;
            int column = 0, end = right ? columns - 1 : columns;
            if (left)
            {
                TVector y = TVector.Load(b);
                first1 = TVector.MultiplyAdd(TVector.Load(a + step), y, first1);
                first2 = TVector.MultiplyAdd(TVector.Load(a + two), y, first2);
                column++;
                a += step;
                b += step;
            }

            for (; column < end - 2; column += 3, a += three, b += three)
            {
                TVector y0 = TVector.Load(b), y1 = TVector.Load(b + step), y2 = TVector.Load(b + two);
                T* ahead = a + two;
                T* soon = later + (a - image);
                Prefetch.Line(soon);
                Prefetch.Line(soon + step);
                Prefetch.Line(soon + two);
                first0 = TVector.MultiplyAdd(TVector.Load(a), y0, first0);
                TVector x = TVector.Load(a + step);
                first1 = TVector.MultiplyAdd(x, y0, first1);
                next0 = TVector.MultiplyAdd(x, y1, next0);
                x = TVector.Load(ahead);
                first2 = TVector.MultiplyAdd(x, y0, first2);
                next1 = TVector.MultiplyAdd(x, y1, next1);
                last0 = TVector.MultiplyAdd(x, y2, last0);
                x = TVector.Load(ahead + step);
                next2 = TVector.MultiplyAdd(x, y1, next2);
                last1 = TVector.MultiplyAdd(x, y2, last1);
                last2 = TVector.MultiplyAdd(TVector.Load(ahead + two), y2, last2);
            }

            for (; column < columns; column++, a += step, b += step)
            {
                TVector y = TVector.Load(b);
                first0 = TVector.MultiplyAdd(TVector.Load(a), y, first0);
                first1 = TVector.MultiplyAdd(TVector.Load(a + step), y, first1);
                if (column < end)
                {
                    first2 = TVector.MultiplyAdd(TVector.Load(a + two), y, first2);
                }
            }

            TVector.Store(first0 + next0 + last0, own);
            TVector.Store(first1 + next1 + last1, own + sumStep);
            TVector.Store(first2 + next2 + last2, own + (2 * sumStep));
            if (channel + TVector.Count >= channels)
            {
                return;
            }
        }
    }

    // Four pixels see six; the middle ones of these are seen by three each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TVector, T>(
        T* a, T* third, nint step, nint three, TVector w0, TVector w1, TVector w2, bool left, bool right, ref TVector c0, ref TVector c1, ref TVector c2, ref TVector c3)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!left)
        {
            c0 = TVector.MultiplyAdd(TVector.Load(a), w0, c0);
        }

        TVector x = TVector.Load(a + step);
        c0 = TVector.MultiplyAdd(x, w1, c0);
        c1 = TVector.MultiplyAdd(x, w0, c1);
        x = TVector.Load(third);
        c0 = TVector.MultiplyAdd(x, w2, c0);
        c1 = TVector.MultiplyAdd(x, w1, c1);
        c2 = TVector.MultiplyAdd(x, w0, c2);
        x = TVector.Load(a + three);
        c1 = TVector.MultiplyAdd(x, w2, c1);
        c2 = TVector.MultiplyAdd(x, w1, c2);
        c3 = TVector.MultiplyAdd(x, w0, c3);
        x = TVector.Load(third + (three - step));
        c2 = TVector.MultiplyAdd(x, w2, c2);
        c3 = TVector.MultiplyAdd(x, w1, c3);
        if (!right)
        {
            c3 = TVector.MultiplyAdd(TVector.Load(third + three), w2, c3);
        }
    }
}
