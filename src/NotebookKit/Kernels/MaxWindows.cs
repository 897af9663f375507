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

    /// <summary>to = the largest of count runs of numbers, step apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Largest<TVector, T>(T* from, int length, int step, int count, T* to)
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
                    Largest<TVector, T>(line, lineIn, rows.Step * lineIn, count, room);
                    line = room;
                }

                for (int p = 0; p < columns.Outputs; p++)
                {
                    if (columns.Count(p) == 0)
                    {
                        new Span<T>(target + (p * channels), channels).Clear();
                    }
                    else
                    {
                        Largest<TVector, T>(line + (columns.First[p] * channels), channels, columns.Step * channels, columns.Count(p), target + (p * channels));
                    }
                }
            }
        }
    }
}
