using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The cell of an LSTM for one time step on the way back, row by row of the batch: from dL/dh and dL/dc to the gradients of the gates' sums.</summary>
/// <remarks>See <see cref="LstmGates"/>.</remarks>
internal readonly unsafe struct LstmSlopeRows<T>(
    GateStep step, bool coupled, T* peepholes, T* gates, T* cellBefore, T* squashed, T* gradient, T* carry, T* cellGradient, T* gateGradient)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What later steps pass to h.</summary>
    public T* Carry => carry;

    /// <summary>Which step.</summary>
    public GateStep Step => step;

    /// <summary>How many gates a unit has.</summary>
    public int GateCount => coupled ? 3 : 4;

    /// <summary>Some units of one row.</summary>
    /// <param name="row">Which sequence.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="end">The unit after the last.</param>
    public void Row<TVector>(int row, int first, int end)
        where TVector : struct, ISimd<TVector, T>
    {
        int width = step.Hidden;
        if (!step.Ended(row))
        {
            int done = Units<TVector>(row, first, end);
            Units<Lane<T>>(row, done, end);
            return;
        }

        for (int gate = 0; gate < GateCount; gate++)
        {
            new Span<T>(gateGradient + (((long)row * GateCount) + gate) * width + first, end - first).Clear();
        }

        long start = (long)row * width;
        for (long j = start + first; j < start + end; j++)
        {
            carry[j] += gradient[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Units<TVector>(int row, int j, int end)
        where TVector : struct, ISimd<TVector, T>
    {
        int width = step.Hidden;
        long start = (long)row * width;
        long first = coupled ? start * 3 : (start * 4) + width;
        T* forget = gates + first;
        T* to = gateGradient + first;
        T* peepForget = coupled ? peepholes : peepholes + width;
        for (; j <= end - TVector.Count; j += TVector.Count)
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
