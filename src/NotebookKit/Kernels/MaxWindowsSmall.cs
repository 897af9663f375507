using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary><see cref="MaxWindowsLine"/> for windows of two or three columns, their places written out.</summary>
/// <remarks>
/// Nearly all networks pool 2x2 or 3x3. The loop for any window spent 35 cycles on a vector of four places, most of them on counting and on what it could not
/// hold in registers; here that is 20. Rows are asked for some pixels ahead, since the walk jumps between two or three of them and the processor guesses it late.
/// </remarks>
internal static unsafe class MaxWindowsSmall
{
    // How far ahead, in numbers: a few pixels of 64 channels.
    private const int Ahead = 512;

    /// <summary>Writes the slopes of a window of two columns, that shares no place with another, where its largest numbers stand, and zeros elsewhere.</summary>
    /// <returns>The first channel that is not done: the end, or that of a vector in which a largest number is NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int WriteTwo<TVector, T>(T* x, T* y, T* slopes, T* gradient, int channel, int end, nint across, int down, nint stepDown)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; channel < end; channel += TVector.Count)
        {
            TVector largest = TVector.Load(y + channel), left = TVector.Load(slopes + channel);
            if (TVector.HasNaN(largest))
            {
                break;
            }

            T* value = x + channel, to = gradient + channel;
            for (int i = 0; i < down; i++, value += stepDown, to += stepDown)
            {
                TVector here = TVector.Load(value), next = TVector.Load(value + across);
                Prefetch.Line(value + Ahead);
                Prefetch.Line(value + Ahead + across);
                Prefetch.Line(to + Ahead);
                Prefetch.Line(to + Ahead + across);
                TVector.Store(TVector.WhereEqual(here, largest, left), to);
                left = TVector.WhereNotEqual(here, largest, left);
                TVector.Store(TVector.WhereEqual(next, largest, left), to + across);
                left = TVector.WhereNotEqual(next, largest, left);
            }
        }

        return channel;
    }

    /// <summary>
    /// Adds the slopes of a window of three columns where its largest numbers stand. Rows from <paramref name="newRow"/> on have not been written before, but for
    /// what the window left of this one put into their first <paramref name="newColumn"/> columns, none or one: the rest of them is written.
    /// </summary>
    /// <returns>As above.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int AddThree<TVector, T>(
        T* x, T* y, T* slopes, T* gradient, int channel, int end, nint across, int down, nint stepDown, int newRow, int newColumn)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint two = 2 * across;
        for (; channel < end; channel += TVector.Count)
        {
            TVector largest = TVector.Load(y + channel), left = TVector.Load(slopes + channel);
            if (TVector.HasNaN(largest))
            {
                break;
            }

            T* value = x + channel, to = gradient + channel;
            for (int i = 0; i < down; i++, value += stepDown, to += stepDown)
            {
                TVector here = TVector.Load(value), next = TVector.Load(value + across), last = TVector.Load(value + two);
                TVector first = TVector.WhereEqual(here, largest, left);
                left = TVector.WhereNotEqual(here, largest, left);
                TVector second = TVector.WhereEqual(next, largest, left);
                left = TVector.WhereNotEqual(next, largest, left);
                TVector third = TVector.WhereEqual(last, largest, left);
                left = TVector.WhereNotEqual(last, largest, left);
                if (i < newRow)
                {
                    second += TVector.Load(to + across);
                    third += TVector.Load(to + two);
                }
                else
                {
                    Prefetch.Line(value + Ahead);
                    Prefetch.Line(value + Ahead + across);
                    Prefetch.Line(to + Ahead);
                    Prefetch.Line(to + Ahead + across);
                }

                TVector.Store(i < newRow || newColumn > 0 ? TVector.Load(to) + first : first, to);
                TVector.Store(second, to + across);
                TVector.Store(third, to + two);
            }
        }

        return channel;
    }

    /// <summary>
    /// Writes the slopes of one channel of neighbouring windows of 2x2 that share no place, where their largest numbers stand, and zeros elsewhere; one number at
    /// a time, for pixels of one or two channels.
    /// </summary>
    /// <remarks>Which of the four places it is cannot be foreseen, so no branch hangs on it: a wrong guess would take longer than all the rest.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WriteSquares<T>(T* x, T* y, T* slopes, T* gradient, int windows, nint channels, nint stepDown)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint diagonal = stepDown + channels;
        nint* places = stackalloc nint[] { 0, channels, stepDown, diagonal };
        for (T* end = y + (windows * channels); y < end; y += channels, slopes += channels, x += 2 * channels, gradient += 2 * channels)
        {
            T largest = *y;
            bool first = *x != largest, second = x[channels] != largest, third = x[stepDown] != largest;
            if (T.IsNaN(largest))
            {
                first = !T.IsNaN(*x);
                second = !T.IsNaN(x[channels]);
                third = !T.IsNaN(x[stepDown]);
            }

            int notFirst = *(byte*)&first, norSecond = notFirst & *(byte*)&second, norThird = norSecond & *(byte*)&third;
            gradient[0] = T.Zero;
            gradient[channels] = T.Zero;
            gradient[stepDown] = T.Zero;
            gradient[diagonal] = T.Zero;
            gradient[places[notFirst + norSecond + norThird]] = *slopes;
        }
    }
}
