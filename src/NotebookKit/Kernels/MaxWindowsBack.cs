using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The way back through the largest numbers of windows of images [N, H, W, C]: where each of them stood.</summary>
internal static unsafe class MaxWindowsBack
{
    /// <summary>So few channels are worked on one number at a time: vectors of neighbouring pixels would wait for each other.</summary>
    public const int Alone = 2;

    // Channels that a part looks after when there are few images: one part writes all of its places, in one order.
    private const int Block = 64;

    /// <summary>
    /// gradient = for each place, the sum of the slopes of the windows whose largest number it holds; the first of equals holds it.
    /// </summary>
    /// <remarks>
    /// <see cref="MaxWinners"/> has written on the way forth which number of its window was the largest.
    /// An image is written by one part, window after window, so the sums are the same for any number of threads.
    /// </remarks>
    public static void Run<T>(ReadOnlySpan<T> winners, ReadOnlySpan<T> slopes, int images, int channels, Taps rows, Taps columns, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pw = winners, ps = slopes, pg = gradient)
        {
            Job<T> job = new(pw, ps, images, channels, rows, columns, pg);
            Fork.Run(job.Parts, ref job);
        }
    }

    /// <summary>
    /// Where the largest number of each window stands, row times width plus column; the first of equals, the first NaN, and 0 in a
    /// window of nothing.
    /// </summary>
    public static void Positions<T>(ReadOnlySpan<T> x, int images, int channels, Taps rows, Taps columns, Span<long> positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x)
        fixed (long* pp = positions)
        {
            PositionJob<T> job = new(px, channels, rows, columns, pp);
            Fork.Run(images * rows.Outputs, ref job);
        }
    }

    private readonly struct Job<T>(T* winners, T* slopes, int images, int channels, Taps rows, Taps columns, T* gradient) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int lineIn = columns.Inputs * channels;
        private readonly int block = images >= 16 ? channels : Math.Min(Block, channels);

        public int Parts => block == 0 ? 0 : images * ((channels + block - 1) / block);

        public void Run(int part)
        {
            int blocks = (channels + block - 1) / block;
            int image = part / blocks;
            int channel = part % blocks * block;
            int count = Math.Min(block, channels - channel);
            switch (Wide.WidthFor<T>(count))
            {
                case SimdWidth.Bits512:
                    Image<V512<T>>(image, channel, count);
                    break;
                case SimdWidth.Bits256:
                    Image<V256<T>>(image, channel, count);
                    break;
                case SimdWidth.Bits128:
                    Image<V128<T>>(image, channel, count);
                    break;
                default:
                    Image<Lane<T>>(image, channel, count);
                    break;
            }
        }

        private void Image<TVector>(int image, int channel, int count)
            where TVector : struct, ISimd<TVector, T>
        {
            int start = (image * rows.Inputs * lineIn) + channel;
            T* lanes = stackalloc T[TVector.Count];
            new Span<T>(lanes, TVector.Count).Clear();
            new Span<T>(lanes, count % TVector.Count).Fill(T.One);
            int vectors = count - (count % TVector.Count);

            // Windows side by side hold all places: each is written once, nothing need be zero before. Not where a pixel ends within a vector, whose
            // rest would write over the first channels of the next one.
            bool write = (vectors == 0 || vectors == count) && IsTiled(rows) && IsTiled(columns);
            bool covered = !write && vectors == count && IsCovered(rows) && IsCovered(columns);
            int cleared = 0;
            for (int o = 0; o < rows.Outputs; o++)
            {
                // Rows are cleared just before they are first written, while they come into the cache anyway.
                int end = rows.Count(o) == 0 ? cleared : rows.First[o] + ((rows.Count(o) - 1) * rows.Step) + 1;
                int newRow = covered ? cleared - rows.First[o] : rows.Count(o);
                if (write || covered)
                {
                    ClearMargin(start, cleared, end, count);
                    cleared = end;
                }

                Clear(start, ref cleared, end, count);
                int input = start + (rows.First[o] * lineIn);
                int output = ((((image * rows.Outputs) + o) * columns.Outputs) * channels) + channel;
                if (vectors > 0)
                {
                    MaxWindowsLine.Run<TVector, T>(
                        winners + output, slopes + output, gradient + input, 0, vectors, null, columns.Outputs, channels, rows.Count(o), rows.Step * lineIn, columns, write, newRow);
                }

                if (vectors < count)
                {
                    int windows = count == channels && count > Alone ? WithRoom(o, vectors + TVector.Count, write) : 0;
                    MaxWindowsLine.Run<TVector, T>(
                        winners + output, slopes + output, gradient + input, vectors, count, lanes, windows, channels, rows.Count(o), rows.Step * lineIn, columns, write, newRow);
                    MaxWindowsLine.Rest(winners + output, slopes + output, gradient + input, vectors, count, windows, channels, rows.Count(o), rows.Step * lineIn, columns, write);
                }
            }

            Clear(start, ref cleared, rows.Inputs, count);
        }

        // Whether the windows leave no gap, none of them is empty, and each goes further than the one before.
        private static bool IsCovered(Taps taps)
        {
            int end = 0;
            for (int o = 0; o < taps.Outputs; o++)
            {
                int until = taps.First[o] + taps.Count(o);
                if (taps.First[o] > end || until <= end || taps.Step != 1)
                {
                    return false;
                }

                end = until;
            }

            return true;
        }

        // Whether each window begins where the one before ends.
        private static bool IsTiled(Taps taps)
        {
            int end = 0;
            for (int o = 0; o < taps.Outputs; o++)
            {
                if (taps.First[o] != end || taps.Step != 1)
                {
                    return false;
                }

                end += taps.Count(o);
            }

            return true;
        }

        // The pixels right of the last window.
        private void ClearMargin(int start, int firstRow, int endRow, int count)
        {
            int last = columns.Outputs - 1;
            int from = last < 0 ? 0 : columns.First[last] + columns.Count(last);
            for (int row = firstRow; row < endRow; row++)
            {
                for (int pixel = from; pixel < columns.Inputs; pixel++)
                {
                    new Span<T>(gradient + start + (row * lineIn) + (pixel * channels), count).Clear();
                }
            }
        }

        // How many windows of a line may be worked on with a vector that ends so many numbers after each pixel's first one: it adds 0 to the pixels that follow,
        // and must not reach into the next image, which another thread may be at; or it writes 0 there, and must not reach into the next line.
        private int WithRoom(int o, int reach, bool write)
        {
            int windows = columns.Outputs;
            int lastRow = rows.First[o] + ((rows.Count(o) - 1) * rows.Step);
            while (windows > 0)
            {
                int p = windows - 1;
                int lastColumn = columns.First[p] + ((columns.Count(p) - 1) * columns.Step);
                int placesLeft = write ? columns.Inputs - lastColumn : ((rows.Inputs - lastRow) * columns.Inputs) - lastColumn;
                if (reach <= placesLeft * channels
                    && reach <= (((rows.Outputs - o) * columns.Outputs) - p) * channels)
                {
                    break;
                }

                windows--;
            }

            return windows;
        }

        private void Clear(int start, ref int cleared, int end, int count)
        {
            for (; cleared < end; cleared++)
            {
                T* line = gradient + start + (cleared * columns.Inputs * channels);
                if (count == channels)
                {
                    new Span<T>(line, columns.Inputs * channels).Clear();
                    continue;
                }

                for (int pixel = 0; pixel < columns.Inputs; pixel++)
                {
                    new Span<T>(line + (pixel * channels), count).Clear();
                }
            }
        }
    }

    private readonly struct PositionJob<T>(T* x, int channels, Taps rows, Taps columns, long* positions) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int o = part % rows.Outputs;
            T* image = x + (part / rows.Outputs * rows.Inputs * columns.Inputs * channels);
            long* target = positions + ((long)part * columns.Outputs * channels);
            for (int p = 0; p < columns.Outputs; p++)
            {
                for (int c = 0; c < channels; c++)
                {
                    *target++ = Position(image + c, o, p);
                }
            }
        }

        private int Position(T* image, int o, int p)
        {
            int best = -1;
            for (int i = 0; i < rows.Count(o); i++)
            {
                for (int j = 0; j < columns.Count(p); j++)
                {
                    int at = ((rows.First[o] + (i * rows.Step)) * columns.Inputs) + columns.First[p] + (j * columns.Step);
                    T here = image[at * channels];
                    if (best < 0 || here > image[best * channels] || (T.IsNaN(here) && !T.IsNaN(image[best * channels])))
                    {
                        best = at;
                    }
                }
            }

            return Math.Max(best, 0);
        }
    }
}
