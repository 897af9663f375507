using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Weighted sums along the rows and columns of images [N, H, W, C]: average pooling, every interpolation, and their ways back.</summary>
/// <remarks>
/// A row of the result is made in two steps: its rows of the input are added up into one line, in vectors along all pixels and
/// channels, and then the pixels of that line, in vectors along the channels.
/// </remarks>
internal static unsafe class Resampling
{
    /// <summary>y[n, p, q, c] = sum over i, j of rows[p, i] columns[q, j] x[n, i, j, c].</summary>
    public static void Run<T>(ReadOnlySpan<T> x, int images, int channels, Taps rows, Taps columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y, down = rows.Weights<T>(), across = columns.Weights<T>())
        {
            Job<T> job = new(px, images * rows.Outputs, channels, rows, down, columns, across, py);
            Fork.Run(job.Parts, ref job);
        }
    }

    /// <summary>line = the weighted sum of rows from top on, a step of numbers apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down<TVector, T>(T* top, int length, int step, T* weights, int count, T* line)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector sum = TVector.Zero;
            T* at = top + i;
            for (int t = 0; t < count; t++, at += step)
            {
                sum = TVector.MultiplyAdd(TVector.Load(at), TVector.Create(weights[t]), sum);
            }

            TVector.Store(sum, line + i);
        }

        for (; i < length; i++)
        {
            T sum = T.Zero;
            for (int t = 0; t < count; t++)
            {
                sum = T.FusedMultiplyAdd(top[i + (t * step)], weights[t], sum);
            }

            line[i] = sum;
        }
    }

    /// <summary>The weighted sum of the pixels of each place of a line, divided.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across<TVector, T>(T* line, int channels, Taps columns, T* weights, double divisorDown, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] first = columns.First;
        int[] begin = columns.Begin;
        int step = columns.Step * channels;
        bool divides = columns.Divides || divisorDown != 1;
        for (int p = 0; p < first.Length; p++, to += channels)
        {
            int count = begin[p + 1] - begin[p];
            T* own = weights + begin[p];
            T* left = line + (first[p] * channels);
            T divisor = divides ? T.CreateTruncating(divisorDown * columns.Divisor(p)) : T.One;
            int c = 0;
            for (; c <= channels - TVector.Count; c += TVector.Count)
            {
                TVector sum = TVector.Zero;
                T* at = left + c;
                for (int t = 0; t < count; t++, at += step)
                {
                    sum = TVector.MultiplyAdd(TVector.Load(at), TVector.Create(own[t]), sum);
                }

                TVector.Store(!divides ? sum : sum / TVector.Create(divisor), to + c);
            }

            for (; c < channels; c++)
            {
                T sum = count == 0 ? T.Zero : left[c] * own[0];
                T* at = left + c;
                for (int t = 1; t < count; t++)
                {
                    at += step;
                    sum = T.FusedMultiplyAdd(*at, own[t], sum);
                }

                to[c] = divides ? sum / divisor : sum;
            }
        }
    }

    private readonly struct Job<T>(T* x, int lines, int channels, Taps rows, T* down, Taps columns, T* across, T* y) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int lineIn = columns.Inputs * channels;
        private readonly int lineOut = columns.Outputs * channels;
        private readonly int linesOfPart = Math.Max(1, Elementwise.Grain / Math.Max(1, Math.Max(columns.Inputs, columns.Outputs) * channels));

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
                T* top = x + (((n / rows.Outputs * rows.Inputs) + rows.First[o]) * lineIn);
                T* weights = down + rows.Begin[o];
                double divisor = rows.Divisor(o);
                T* target = y + (n * lineOut);
                if (columns.LeavesAsIs && divisor == 1)
                {
                    Down<TVector, T>(top, lineIn, rows.Step * lineIn, weights, count, target);
                    continue;
                }

                T* line = top;
                if (count != 1 || *weights != T.One)
                {
                    line = room;
                    Down<TVector, T>(top, lineIn, rows.Step * lineIn, weights, count, line);
                }

                if (channels < TVector.Count)
                {
                    Across<Lane<T>, T>(line, channels, columns, across, divisor, target);
                }
                else
                {
                    Across<TVector, T>(line, channels, columns, across, divisor, target);
                }
            }
        }
    }
}
