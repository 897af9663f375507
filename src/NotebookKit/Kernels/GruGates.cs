using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gates of a GRU for one time step, forward and back, each in one pass.</summary>
internal static unsafe class GruGates
{
    /// <summary>
    /// From the input's sums (r, z, n in a row) and the state's: r and z by the logistic function, n = tanh(sum + r times the state's sum),
    /// h = (1 - z) n + z h'. The gates replace the input's sums.
    /// </summary>
    public static void Forward<T>(GateStep step, T* gates, T* product, T* before, T* hidden)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<ForwardJob<T>, T>(step.Parts, new ForwardJob<T>(step, gates, product, before, hidden));

    /// <summary>The gradients of both sums; <paramref name="carry"/> leaves with what passes from h to h' by the gates.</summary>
    public static void Backward<T>(GateStep step, T* gates, T* product, T* before, T* gradient, T* carry, T* inputGradient, T* productGradient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<BackwardJob<T>, T>(step.Parts, new BackwardJob<T>(step, gates, product, before, gradient, carry, inputGradient, productGradient));

    private readonly struct ForwardJob<T>(GateStep step, T* gates, T* product, T* before, T* hidden) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int last = Math.Min(step.Batch, (part + 1) * step.RowsInPart);
            for (int row = part * step.RowsInPart; row < last; row++)
            {
                if (step.Ended(row))
                {
                    int start = row * step.Hidden;
                    new Span<T>(before + start, step.Hidden).CopyTo(new Span<T>(hidden + start, step.Hidden));
                    continue;
                }

                Row<TVector>(row);
            }
        }

        // In passes, one for each function, see SquashedRow.
        private void Row<TVector>(int row)
            where TVector : struct, ISimd<TVector, T>
        {
            int width = step.Hidden;
            long start = (long)row * width;
            T* reset = gates + (start * 3);
            T* own = product + (start * 3);
            Sums<Lane<T>>(reset, own, Sums<TVector>(reset, own, 0));
            SquashedRow.Sigmoid<TVector, T>(reset, 2 * width);
            Candidates<Lane<T>>(reset, own, Candidates<TVector>(reset, own, 0));
            SquashedRow.Tanh<TVector, T>(reset + (2 * width), reset + (2 * width), width);
            Shown<Lane<T>>(reset, start, Shown<TVector>(reset, start, 0));
        }

        // r and z before they are squashed.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Sums<TVector>(T* reset, T* own, int j)
            where TVector : struct, ISimd<TVector, T>
        {
            int both = 2 * step.Hidden;
            for (; j <= both - TVector.Count; j += TVector.Count)
            {
                TVector.Store(TVector.Load(reset + j) + TVector.Load(own + j), reset + j);
            }

            return j;
        }

        // n before it is squashed: what the reset gate lets through of the state, on what comes in.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Candidates<TVector>(T* reset, T* own, int j)
            where TVector : struct, ISimd<TVector, T>
        {
            int width = step.Hidden;
            for (; j <= width - TVector.Count; j += TVector.Count)
            {
                T* n = reset + (2 * width) + j;
                TVector.Store(TVector.MultiplyAdd(TVector.Load(reset + j), TVector.Load(own + (2 * width) + j), TVector.Load(n)), n);
            }

            return j;
        }

        // h = z h' + (1 - z) n, and not n + z (h' - n), which would not keep h' exactly where z = 1.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Shown<TVector>(T* reset, long start, int j)
            where TVector : struct, ISimd<TVector, T>
        {
            int width = step.Hidden;
            for (; j <= width - TVector.Count; j += TVector.Count)
            {
                TVector z = TVector.Load(reset + width + j);
                TVector n = TVector.Load(reset + (2 * width) + j);
                TVector.Store(TVector.MultiplyAdd(z, TVector.Load(before + start + j), (TVector.One - z) * n), hidden + start + j);
            }

            return j;
        }
    }

    private readonly struct BackwardJob<T>(GateStep step, T* gates, T* product, T* before, T* gradient, T* carry, T* inputGradient, T* productGradient) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int last = Math.Min(step.Batch, (part + 1) * step.RowsInPart);
            int rowLength = 3 * step.Hidden;
            for (int row = part * step.RowsInPart; row < last; row++)
            {
                if (step.Ended(row))
                {
                    new Span<T>(inputGradient + ((long)row * rowLength), rowLength).Clear();
                    new Span<T>(productGradient + ((long)row * rowLength), rowLength).Clear();
                    for (int j = row * step.Hidden; j < (row + 1) * step.Hidden; j++)
                    {
                        carry[j] += gradient[j];
                    }

                    continue;
                }

                int done = Row<TVector>(row, 0);
                Row<Lane<T>>(row, done);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Row<TVector>(int row, int j)
            where TVector : struct, ISimd<TVector, T>
        {
            int width = step.Hidden;
            long start = (long)row * width;
            T* reset = gates + (start * 3);
            T* toInput = inputGradient + (start * 3);
            T* toProduct = productGradient + (start * 3);
            for (; j <= width - TVector.Count; j += TVector.Count)
            {
                TVector r = TVector.Load(reset + j);
                TVector z = TVector.Load(reset + width + j);
                TVector n = TVector.Load(reset + (2 * width) + j);
                TVector slope = TVector.Load(gradient + start + j) + TVector.Load(carry + start + j);
                TVector candidate = slope * (TVector.One - z) * (TVector.One - (n * n));
                TVector update = slope * (TVector.Load(before + start + j) - n) * z * (TVector.One - z);
                TVector restart = candidate * TVector.Load(product + (start * 3) + (2 * width) + j) * r * (TVector.One - r);
                TVector.Store(restart, toInput + j);
                TVector.Store(update, toInput + width + j);
                TVector.Store(candidate, toInput + (2 * width) + j);
                TVector.Store(restart, toProduct + j);
                TVector.Store(update, toProduct + width + j);
                TVector.Store(candidate * r, toProduct + (2 * width) + j);
                TVector.Store(slope * z, carry + start + j);
            }

            return j;
        }
    }
}
