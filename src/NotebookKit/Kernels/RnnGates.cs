using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The activation of a plain recurrent network for one time step, forward and back.</summary>
internal static unsafe class RnnGates
{
    /// <summary>h = tanh(sum), or max(0, sum).</summary>
    public static void Forward<T>(GateStep step, bool rectified, T* sums, T* before, T* hidden)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<Job<T>, T>(step.Parts, new Job<T>(step, rectified, sums, before, hidden, null, null));

    /// <summary>The gradients of the sums; <paramref name="carry"/> leaves with nothing, or all of it where the sequence has ended.</summary>
    public static void Backward<T>(GateStep step, bool rectified, T* hidden, T* gradient, T* carry, T* sumGradient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<Job<T>, T>(step.Parts, new Job<T>(step, rectified, sumGradient, null, hidden, gradient, carry));

    private readonly struct Job<T>(GateStep step, bool rectified, T* sums, T* before, T* hidden, T* gradient, T* carry) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int last = Math.Min(step.Batch, (part + 1) * step.RowsInPart);
            for (int row = part * step.RowsInPart; row < last; row++)
            {
                int end = (row + 1) * step.Hidden;
                int start = row * step.Hidden;
                if (step.Ended(row))
                {
                    Pass(start);
                    continue;
                }

                int done = gradient == null ? Squash<TVector>(start, end) : Slope<TVector>(start, end);
                _ = gradient == null ? Squash<Lane<T>>(done, end) : Slope<Lane<T>>(done, end);
            }
        }

        private void Pass(int start)
        {
            if (gradient == null)
            {
                new Span<T>(before + start, step.Hidden).CopyTo(new Span<T>(hidden + start, step.Hidden));
                return;
            }

            new Span<T>(sums + start, step.Hidden).Clear();
            for (int j = start; j < start + step.Hidden; j++)
            {
                carry[j] += gradient[j];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Squash<TVector>(int j, int end)
            where TVector : struct, ISimd<TVector, T>
        {
            for (; j <= end - TVector.Count; j += TVector.Count)
            {
                TVector sum = TVector.Load(sums + j);
                TVector.Store(rectified ? TVector.Max(sum, TVector.Zero) : Squashing.Tanh<TVector, T>(sum), hidden + j);
            }

            return j;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Slope<TVector>(int j, int end)
            where TVector : struct, ISimd<TVector, T>
        {
            for (; j <= end - TVector.Count; j += TVector.Count)
            {
                TVector h = TVector.Load(hidden + j);
                TVector slope = TVector.Load(gradient + j) + TVector.Load(carry + j);
                TVector.Store(rectified ? TVector.WherePositive(h, slope, TVector.Zero) : slope * (TVector.One - (h * h)), sums + j);
                TVector.Store(TVector.Zero, carry + j);
            }

            return j;
        }
    }
}
