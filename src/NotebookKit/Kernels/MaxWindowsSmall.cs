using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary><see cref="MaxWindowsLine"/> for windows of two or three columns, their places written out.</summary>
/// <remarks>
/// Nearly all networks pool 2x2 or 3x3, and the loop for any window spends most of its time on counting and on what it cannot hold in registers. Rows are asked for some pixels ahead, since the walk jumps between two or three of them and the processor guesses it late.
/// </remarks>
internal static unsafe class MaxWindowsSmall
{
    // How far ahead, in numbers: a few pixels of 64 channels.
    private const int Ahead = 512;

    /// <summary>Writes the slopes of neighbouring windows of two columns, that share no place, where their largest numbers stand, and zeros elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void WriteTwo<TVector, T>(T* winners, T* slopes, T* gradient, int first, int end, int windows, nint channels, int down, nint stepDown)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; windows > 0; windows--, winners += channels, slopes += channels, gradient += 2 * channels)
        {
            for (int channel = first; channel < end; channel += TVector.Count)
            {
                TVector winner = TVector.Load(winners + channel), own = TVector.Load(slopes + channel), place = TVector.Zero;
                T* to = gradient + channel;
                for (int i = 0; i < down; i++, to += stepDown)
                {
                    Prefetch.Line(to + Ahead);
                    Prefetch.Line(to + Ahead + channels);
                    TVector.Store(TVector.WhereEqual(winner, place, own), to);
                    place += TVector.One;
                    TVector.Store(TVector.WhereEqual(winner, place, own), to + channels);
                    place += TVector.One;
                }
            }
        }
    }

    /// <summary>
    /// Adds the slopes of a window of three columns where its largest numbers stand. Rows from <paramref name="newRow"/> on have not been written before, but for
    /// what the window left of this one put into their first <paramref name="newColumn"/> columns, none or one: the rest of them is written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddThree<TVector, T>(T* winners, T* slopes, T* gradient, int channel, int end, nint across, int down, nint stepDown, int newRow, int newColumn)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint two = 2 * across;
        for (; channel < end; channel += TVector.Count)
        {
            TVector winner = TVector.Load(winners + channel), own = TVector.Load(slopes + channel), place = TVector.Zero;
            T* to = gradient + channel;
            for (int i = 0; i < down; i++, to += stepDown)
            {
                TVector first = TVector.WhereEqual(winner, place, own);
                place += TVector.One;
                TVector second = TVector.WhereEqual(winner, place, own);
                place += TVector.One;
                TVector third = TVector.WhereEqual(winner, place, own);
                place += TVector.One;
                if (i < newRow)
                {
                    second += TVector.Load(to + across);
                    third += TVector.Load(to + two);
                }
                else
                {
                    Prefetch.Line(to + Ahead);
                    Prefetch.Line(to + Ahead + across);
                }

                TVector.Store(i < newRow || newColumn > 0 ? TVector.Load(to) + first : first, to);
                TVector.Store(second, to + across);
                TVector.Store(third, to + two);
            }
        }
    }

    /// <summary>
    /// Writes the slopes of one channel of neighbouring windows of 2x2 that share no place, where their largest numbers stand, and zeros elsewhere, for
    /// pixels of one or two channels.
    /// </summary>
    /// <remarks>
    /// Where pixels have one channel, each winner and slope is doubled to stand over its two columns, and compared with 0, 1, 0, 1, .. above and 2, 3, 2, 3, ..
    /// below. Of the rest no branch hangs on which of the four it is: a wrong guess would take longer than all else.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void WriteSquares<TVector, T>(T* winners, T* slopes, T* gradient, int windows, nint channels, nint stepDown)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int done = 0;
        if (channels == 1 && TVector.Count > 1)
        {
            T* columns = stackalloc T[TVector.Count];
            for (int i = 0; i < TVector.Count; i++)
            {
                columns[i] = (i & 1) == 0 ? T.Zero : T.One;
            }

            TVector above = TVector.Load(columns), below = above + TVector.One + TVector.One;
            for (; done <= windows - TVector.Count; done += TVector.Count)
            {
                (TVector leftWinners, TVector rightWinners) = TVector.Twice(TVector.Load(winners + done));
                (TVector leftSlopes, TVector rightSlopes) = TVector.Twice(TVector.Load(slopes + done));
                T* to = gradient + (2 * done);
                TVector.Store(TVector.WhereEqual(leftWinners, above, leftSlopes), to);
                TVector.Store(TVector.WhereEqual(rightWinners, above, rightSlopes), to + TVector.Count);
                TVector.Store(TVector.WhereEqual(leftWinners, below, leftSlopes), to + stepDown);
                TVector.Store(TVector.WhereEqual(rightWinners, below, rightSlopes), to + stepDown + TVector.Count);
            }
        }

        nint diagonal = stepDown + channels;
        nint* places = stackalloc nint[] { 0, channels, stepDown, diagonal };
        gradient += 2 * done * channels;
        for (nint at = done * channels; at < windows * channels; at += channels, gradient += 2 * channels)
        {
            gradient[0] = T.Zero;
            gradient[channels] = T.Zero;
            gradient[stepDown] = T.Zero;
            gradient[diagonal] = T.Zero;
            gradient[places[int.CreateTruncating(winners[at])]] = slopes[at];
        }
    }
}
