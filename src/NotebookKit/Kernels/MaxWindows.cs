using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The largest numbers of windows of images [N, H, W, C].</summary>
/// <remarks>
/// As for sums, a row of the result is made in two steps: the largest of the rows, in vectors along all pixels and channels, then
/// that of neighbouring pixels. A window with a NaN gives NaN, a window of nothing 0.
/// </remarks>
internal static unsafe class MaxWindows
{
    /// <summary>y = the largest number of each window.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, int images, int channels, Taps rows, Taps columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            Job<T> job = new(px, images * rows.Outputs, channels, rows, columns, py);
            Fork.Run(job.Parts, ref job);
        }
    }

    /// <summary>The larger number; NaN when either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Larger<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => b > a || T.IsNaN(b) ? b : a;

    /// <summary>The largest of the pixels of each window of a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across<TVector, T>(T* line, int channels, Taps columns, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] first = columns.First;
        int[] begin = columns.Begin;
        int step = columns.Step * channels, length = columns.Inputs * channels, lengthTo = columns.Outputs * channels;
        for (int p = 0; p < first.Length; p++, to += channels)
        {
            int count = begin[p + 1] - begin[p];
            T* from = line + (first[p] * channels);
            int c = 0;
            for (; count > 0 && c <= channels - TVector.Count; c += TVector.Count)
            {
                TVector largest = TVector.Load(from + c);
                T* at = from + c;
                for (int t = 1; t < count; t++)
                {
                    at += step;
                    largest = TVector.Max(largest, TVector.Load(at));
                }

                TVector.Store(largest, to + c);
            }

            // The last channels of a pixel as a vector too, while there is line left: what it writes too much the next pixels write over.
            if (c < channels && count > 0 && (p * channels) + c + TVector.Count <= lengthTo && (first[p] * channels) + ((count - 1) * step) + c + TVector.Count <= length)
            {
                TVector largest = TVector.Load(from + c);
                for (int t = 1; t < count; t++)
                {
                    largest = TVector.Max(largest, TVector.Load(from + c + (t * step)));
                }

                TVector.Store(largest, to + c);
                continue;
            }

            for (; c < channels; c++)
            {
                T largest = count == 0 ? T.Zero : from[c];
                for (int t = 1; t < count; t++)
                {
                    largest = Larger(largest, from[c + (t * step)]);
                }

                to[c] = largest;
            }
        }
    }

    /// <summary>to = the largest of count runs of numbers, step apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down<TVector, T>(T* from, int length, int step, int count, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector largest = TVector.Load(from + i);
            for (int t = 1; t < count; t++)
            {
                largest = TVector.Max(largest, TVector.Load(from + i + (t * step)));
            }

            TVector.Store(largest, to + i);
        }

        for (; i < length; i++)
        {
            T largest = from[i];
            for (int t = 1; t < count; t++)
            {
                largest = Larger(largest, from[i + (t * step)]);
            }

            to[i] = largest;
        }
    }

    private readonly struct Job<T>(T* x, int lines, int channels, Taps rows, Taps columns, T* y) : IForkBody
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
            switch (KernelVariant.Width)
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Lines<TVector>(int from, int to)
            where TVector : struct, ISimd<TVector, T>
        {
            T* room = Workspace.OfThread<T>(lineIn);
            for (int n = from; n < to; n++)
            {
                int o = n % rows.Outputs;
                int count = rows.Count(o);
                T* line = x + (((n / rows.Outputs * rows.Inputs) + rows.First[o]) * lineIn);
                T* target = y + (n * lineOut);
                if (count == 0)
                {
                    new Span<T>(target, lineOut).Clear();
                    continue;
                }

                if (count > 1)
                {
                    Down<TVector, T>(line, lineIn, rows.Step * lineIn, count, room);
                    line = room;
                }

                // Few channels in as short a vector as holds them: long ones that overlap wait for each other. One or two go alone.
                if (channels <= MaxWindowsBack.Alone)
                {
                    Across<Lane<T>, T>(line, channels, columns, target);
                }
                else if (TVector.Count > V256<T>.Count && channels <= V256<T>.Count && channels > V128<T>.Count)
                {
                    Across<V256<T>, T>(line, channels, columns, target);
                }
                else if (TVector.Count > V128<T>.Count && channels <= V128<T>.Count)
                {
                    Across<V128<T>, T>(line, channels, columns, target);
                }
                else
                {
                    Across<TVector, T>(line, channels, columns, target);
                }
            }
        }
    }
}
