using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The way back through the largest numbers of windows of images [N, H, W, C]: where each of them stood.</summary>
internal static unsafe class MaxWindowsBack
{
    // Channels that a part looks after when there are few images: one part writes all of its places, in one order.
    private const int Block = 64;

    /// <summary>
    /// gradient = for each place, the sum of the slopes of the windows whose largest number it holds; the first of equals holds it.
    /// </summary>
    /// <remarks>
    /// Where the largest number stood is found again by comparing, which costs less than storing it on the way forth: the input is
    /// in memory anyway. An image is written by one part, window after window, so the sums are the same for any number of threads.
    /// </remarks>
    public static void Run<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> slopes, int images, int channels, Taps rows, Taps columns, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y, ps = slopes, pg = gradient)
        {
            Job<T> job = new(px, py, ps, images, channels, rows, columns, pg);
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

    /// <summary>
    /// Adds the slopes of the first windows of a line where their largest numbers stand, for some channels; lanes are above 0 for the numbers of a
    /// vector that count, where the channels do not fill it, and null when all do.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Line<TVector, T>(T* x, T* y, T* slopes, T* gradient, int first, int end, T* lanes, int windows, int channels, int down, int stepDown, Taps columns)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int stepAcross = columns.Step * channels;
        for (int p = 0; p < windows; p++, y += channels, slopes += channels)
        {
            int across = columns.Count(p);
            for (int c = first; c < end; c += TVector.Count)
            {
                TVector largest = TVector.Load(y + c);
                TVector left = TVector.Load(slopes + c);
                left = lanes == null ? left : TVector.WherePositive(TVector.Load(lanes), left, TVector.Zero);
                long place = ((long)columns.First[p] * channels) + c;
                if (TVector.HasNaN(largest))
                {
                    Window(x, y, slopes, gradient, c, Math.Min(end, c + TVector.Count), channels, down, stepDown, columns, p);
                    continue;
                }

                T* values = x + place, target = gradient + place;
                for (int i = 0; i < down; i++, values += stepDown, target += stepDown)
                {
                    T* value = values, to = target;
                    for (int j = 0; j < across; j++, value += stepAcross, to += stepAcross)
                    {
                        TVector here = TVector.Load(value);
                        TVector.Store(TVector.Load(to) + TVector.WhereEqual(here, largest, left), to);
                        left = TVector.WhereNotEqual(here, largest, left);
                    }
                }
            }
        }
    }

    /// <summary>The same for channels that fill no vector, one number at a time, from a window on.</summary>
    private static void Rest<T>(T* x, T* y, T* slopes, T* gradient, int first, int end, int window, int channels, int down, int stepDown, Taps columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int p = window; p < columns.Outputs; p++)
        {
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

    private readonly struct Job<T>(T* x, T* y, T* slopes, int images, int channels, Taps rows, Taps columns, T* gradient) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int block = images >= 16 ? channels : Math.Min(Block, channels);

        public int Parts => block == 0 ? 0 : images * ((channels + block - 1) / block);

        public void Run(int part)
        {
            int blocks = (channels + block - 1) / block;
            int image = part / blocks;
            int channel = part % blocks * block;
            int count = Math.Min(block, channels - channel);
            switch (KernelVariant.Width)
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Image<TVector>(int image, int channel, int count)
            where TVector : struct, ISimd<TVector, T>
        {
            int lineIn = columns.Inputs * channels;
            int start = (image * rows.Inputs * lineIn) + channel;
            int cleared = 0;
            T* lanes = stackalloc T[TVector.Count];
            new Span<T>(lanes, TVector.Count).Clear();
            new Span<T>(lanes, count % TVector.Count).Fill(T.One);
            for (int o = 0; o < rows.Outputs; o++)
            {
                // Rows are cleared just before they are first written, while they come into the cache anyway.
                int end = rows.Count(o) == 0 ? cleared : rows.First[o] + ((rows.Count(o) - 1) * rows.Step) + 1;
                Clear(start, ref cleared, end, count);
                int input = start + (rows.First[o] * lineIn);
                int output = ((((image * rows.Outputs) + o) * columns.Outputs) * channels) + channel;
                int vectors = count - (count % TVector.Count);
                if (vectors > 0)
                {
                    Line<TVector, T>(x + input, y + output, slopes + output, gradient + input, 0, vectors, null, columns.Outputs, channels, rows.Count(o), rows.Step * lineIn, columns);
                }

                if (vectors < count)
                {
                    int windows = count == channels ? WithRoom(o, vectors + TVector.Count) : 0;
                    Line<TVector, T>(x + input, y + output, slopes + output, gradient + input, vectors, count, lanes, windows, channels, rows.Count(o), rows.Step * lineIn, columns);
                    Rest(x + input, y + output, slopes + output, gradient + input, vectors, count, windows, channels, rows.Count(o), rows.Step * lineIn, columns);
                }
            }

            Clear(start, ref cleared, rows.Inputs, count);
        }

        // How many windows of a line may be worked on with a vector that ends so many numbers after each pixel's first one: it adds 0 to the pixels that follow,
        // and must not reach into the next image, which another thread may be at.
        private int WithRoom(int o, int reach)
        {
            int windows = columns.Outputs;
            int lastRow = rows.First[o] + ((rows.Count(o) - 1) * rows.Step);
            while (windows > 0)
            {
                int p = windows - 1;
                int lastColumn = columns.First[p] + ((columns.Count(p) - 1) * columns.Step);
                if ((((lastRow * columns.Inputs) + lastColumn) * channels) + reach <= rows.Inputs * columns.Inputs * channels
                    && (((o * columns.Outputs) + p) * channels) + reach <= rows.Outputs * columns.Outputs * channels)
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
