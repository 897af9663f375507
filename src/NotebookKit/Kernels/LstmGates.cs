using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The gates of an LSTM for one time step, forward and back, each in one pass.</summary>
internal static unsafe class LstmGates
{
    /// <summary>
    /// Turns the sums of the gates (i, f, g, o in a row; f, g, o when coupled) into the gates, and computes cell and hidden state:
    /// c = f c' + i g, h = o tanh c. Peepholes are rows for i, f, o (f, o when coupled), or null.
    /// </summary>
    public static void Forward<T>(GateStep step, bool coupled, T* peepholes, T* gates, T* cellBefore, T* hiddenBefore, T* cell, T* squashed, T* hidden)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<ForwardJob<T>, T>(step.Parts, new ForwardJob<T>(step, coupled, peepholes, gates, cellBefore, hiddenBefore, cell, squashed, hidden));

    /// <summary>
    /// The gradients of the gates' sums. <paramref name="cellGradient"/> goes from dL/dc to dL/dc'; <paramref name="carry"/> comes with what later
    /// steps pass to h, and leaves with what passes by the gates: nothing, or all of it where the sequence has ended.
    /// </summary>
    public static void Backward<T>(GateStep step, bool coupled, T* peepholes, T* gates, T* cellBefore, T* squashed, T* gradient, T* carry, T* cellGradient, T* gateGradient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.Run<BackwardJob<T>, T>(step.Parts, new BackwardJob<T>(step, coupled, peepholes, gates, cellBefore, squashed, gradient, carry, cellGradient, gateGradient));

    private readonly struct ForwardJob<T>(
        GateStep step, bool coupled, T* peepholes, T* gates, T* cellBefore, T* hiddenBefore, T* cell, T* squashed, T* hidden) : IWideBody<T>
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
                    new Span<T>(cellBefore + start, step.Hidden).CopyTo(new Span<T>(cell + start, step.Hidden));
                    new Span<T>(hiddenBefore + start, step.Hidden).CopyTo(new Span<T>(hidden + start, step.Hidden));
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
            T* forget = gates + (coupled ? start * 3 : (start * 4) + width);
            T* candidate = forget + width;
            T* output = candidate + width;
            T* peepForget = coupled ? peepholes : peepholes + width;
            for (; j <= width - TVector.Count; j += TVector.Count)
            {
                TVector before = TVector.Load(cellBefore + start + j);
                TVector f = TVector.Load(forget + j);
                TVector o = TVector.Load(output + j);
                if (peepholes != null)
                {
                    f = TVector.MultiplyAdd(TVector.Load(peepForget + j), before, f);
                }

                f = Squashing.Sigmoid<TVector, T>(f);
                TVector i = coupled ? TVector.One - f : InputGate<TVector>(forget - width, before, j);
                TVector g = Squashing.Tanh<TVector, T>(TVector.Load(candidate + j));
                TVector c = TVector.MultiplyAdd(f, before, i * g);
                if (peepholes != null)
                {
                    o = TVector.MultiplyAdd(TVector.Load(peepForget + width + j), c, o);
                }

                o = Squashing.Sigmoid<TVector, T>(o);
                TVector t = Squashing.Tanh<TVector, T>(c);
                TVector.Store(f, forget + j);
                TVector.Store(g, candidate + j);
                TVector.Store(o, output + j);
                TVector.Store(c, cell + start + j);
                TVector.Store(t, squashed + start + j);
                TVector.Store(o * t, hidden + start + j);
            }

            return j;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector InputGate<TVector>(T* input, TVector before, int j)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector i = TVector.Load(input + j);
            i = Squashing.Sigmoid<TVector, T>(peepholes == null ? i : TVector.MultiplyAdd(TVector.Load(peepholes + j), before, i));
            TVector.Store(i, input + j);
            return i;
        }
    }

    private readonly struct BackwardJob<T>(
        GateStep step, bool coupled, T* peepholes, T* gates, T* cellBefore, T* squashed, T* gradient, T* carry, T* cellGradient, T* gateGradient) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int last = Math.Min(step.Batch, (part + 1) * step.RowsInPart);
            int rowLength = (coupled ? 3 : 4) * step.Hidden;
            for (int row = part * step.RowsInPart; row < last; row++)
            {
                if (step.Ended(row))
                {
                    new Span<T>(gateGradient + ((long)row * rowLength), rowLength).Clear();
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
            long first = coupled ? start * 3 : (start * 4) + width;
            T* forget = gates + first;
            T* to = gateGradient + first;
            T* peepForget = coupled ? peepholes : peepholes + width;
            for (; j <= width - TVector.Count; j += TVector.Count)
            {
                TVector f = TVector.Load(forget + j);
                TVector g = TVector.Load(forget + width + j);
                TVector o = TVector.Load(forget + (2 * width) + j);
                TVector t = TVector.Load(squashed + start + j);
                TVector before = TVector.Load(cellBefore + start + j);
                TVector slope = TVector.Load(gradient + start + j) + TVector.Load(carry + start + j);
                TVector output = slope * t * o * (TVector.One - o);
                TVector cell = TVector.MultiplyAdd(slope * o, TVector.One - (t * t), TVector.Load(cellGradient + start + j));
                if (peepholes != null)
                {
                    cell = TVector.MultiplyAdd(output, TVector.Load(peepForget + width + j), cell);
                }

                TVector i = coupled ? TVector.One - f : TVector.Load(forget - width + j);
                TVector candidate = cell * i * (TVector.One - (g * g));
                TVector keep = (coupled ? before - g : before) * cell * f * (TVector.One - f);
                TVector earlier = cell * f;
                if (!coupled)
                {
                    TVector input = cell * g * i * (TVector.One - i);
                    TVector.Store(input, to - width + j);
                    earlier = peepholes == null ? earlier : TVector.MultiplyAdd(input, TVector.Load(peepholes + j), earlier);
                }

                earlier = peepholes == null ? earlier : TVector.MultiplyAdd(keep, TVector.Load(peepForget + j), earlier);
                TVector.Store(keep, to + j);
                TVector.Store(candidate, to + width + j);
                TVector.Store(output, to + (2 * width) + j);
                TVector.Store(earlier, cellGradient + start + j);
                TVector.Store(TVector.Zero, carry + start + j);
            }

            return j;
        }
    }
}
