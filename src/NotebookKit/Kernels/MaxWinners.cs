using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The largest numbers of windows of images [N, H, W, C] and which number of its window each of them is, counted along its rows.</summary>
/// <remarks>
/// What the way back must know is a small number a window: with it neither the input nor the result is read again, half of what went through memory.
/// It is kept in the kind of number that the images have, so that a vector of winners meets a vector of slopes as it lies. The first of equals wins, the first
/// NaN before all; a window of nothing gives 0, and 0 as its winner.
/// </remarks>
internal static unsafe class MaxWinners
{
    /// <summary>y = the largest number of each window, winners = which one it is.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, int images, int channels, Taps rows, Taps columns, Span<T> y, Span<T> winners)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y, pw = winners)
        {
            Job<T> job = new(px, images * rows.Outputs, channels, rows, columns, py, pw);
            Fork.Run(job.Parts, ref job);
        }
    }

    private readonly struct Job<T>(T* x, int lines, int channels, Taps rows, Taps columns, T* y, T* winners) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int lineIn = columns.Inputs * channels;
        private readonly int lineOut = columns.Outputs * channels;
        private readonly int linesOfPart = Math.Max(1, Elementwise.Grain / Math.Max(1, columns.Inputs * channels));

        public int Parts => (lines + linesOfPart - 1) / linesOfPart;

        public void Run(int part)
        {
            int from = part * linesOfPart;
            int to = Math.Min(lines, from + linesOfPart);

            // One or two channels go alone: vectors of neighbouring pixels that overlap wait for each other.
            switch (channels <= MaxWindowsBack.Alone ? SimdWidth.Scalar : Wide.WidthFor<T>(channels))
            {
                case SimdWidth.Bits512:
                    Lines<V512<T>>(from, to);
                    break;
                case SimdWidth.Bits256:
                    Lines<V256<T>>(from, to);
                    break;
                case SimdWidth.Bits128:
                    Lines<V128<T>>(from, to);
                    break;
                default:
                    Lines<Lane<T>>(from, to);
                    break;
            }
        }

        private void Lines<TVector>(int from, int to)
            where TVector : struct, ISimd<TVector, T>
        {
            int most = 0;
            for (int o = 0; o < rows.Outputs; o++)
            {
                most = Math.Max(most, rows.Count(o));
            }

            int widest = 0;
            for (int p = 0; p < columns.Outputs; p++)
            {
                widest = Math.Max(widest, columns.Count(p));
            }

            int* places = Workspace.OfThread<int>(most * widest);
            for (int n = from; n < to; n++)
            {
                int o = n % rows.Outputs;
                T* line = x + (((n / rows.Outputs * rows.Inputs) + rows.First[o]) * lineIn);
                int known = -1;
                for (int p = 0; p < columns.Outputs; p++)
                {
                    int across = columns.Count(p);
                    if (across != known)
                    {
                        Locate(rows.Count(o), across, places);
                        known = across;
                    }

                    // Where the last channels do not fill a vector, it reads and writes beyond the pixel: the next one writes over it. Not beyond the line.
                    int at = columns.First[p] * channels;
                    T* to0 = y + (n * lineOut) + (p * channels), which = winners + (n * lineOut) + (p * channels);
                    int whole = channels / TVector.Count * TVector.Count;
                    int reach = whole == channels ? 0 : whole + TVector.Count;
                    int last = at + ((across - 1) * columns.Step * channels);
                    bool fits = (p * channels) + reach <= lineOut && last + reach <= lineIn;
                    int count = rows.Count(o) * across;
                    int done = count == 0 ? 0 : Window<TVector>(line + at, places, count, 0, fits ? channels : whole, to0, which);
                    Window<Lane<T>>(line + at, places, count, done, channels, to0, which);
                }
            }
        }

        // How far each number of a window lies from its first.
        private void Locate(int down, int across, int* places)
        {
            for (int i = 0; i < down; i++)
            {
                for (int j = 0; j < across; j++)
                {
                    *places++ = (i * rows.Step * lineIn) + (j * columns.Step * channels);
                }
            }
        }

        // Some channels of a window; says which is the first that is not done.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static int Window<TVector>(T* from, int* places, int count, int channel, int end, T* to, T* which)
            where TVector : struct, ISimd<TVector, T>
        {
            for (; channel < end; channel += TVector.Count)
            {
                if (count == 0)
                {
                    (to[channel], which[channel]) = (T.Zero, T.Zero);
                    continue;
                }

                TVector largest = TVector.Load(from + channel), winner = TVector.Zero, place = TVector.Zero, differences = TVector.Zero;
                for (int i = 1; i < count; i++)
                {
                    TVector here = TVector.Load(from + places[i] + channel);
                    TVector difference = here - largest;
                    place += TVector.One;
                    winner = TVector.WherePositive(difference, place, winner);
                    largest = TVector.WherePositive(difference, here, largest);
                    differences += difference;
                }

                TVector.Store(largest, to + channel);
                TVector.Store(winner, which + channel);

                // A NaN wins no comparison, but leaves its trace in the differences; so do infinite numbers, for which the slow way is right as well.
                if (TVector.HasNaN(differences))
                {
                    for (int c = channel; c < Math.Min(end, channel + TVector.Count); c++)
                    {
                        Alone(from + c, places, count, to + c, which + c);
                    }
                }
            }

            return channel;
        }

        private static void Alone(T* from, int* places, int count, T* to, T* which)
        {
            int best = 0;
            for (int i = 1; i < count; i++)
            {
                T here = from[places[i]], largest = from[places[best]];
                if (here > largest || (T.IsNaN(here) && !T.IsNaN(largest)))
                {
                    best = i;
                }
            }

            *to = from[places[best]];
            *which = T.CreateTruncating(best);
        }
    }
}
