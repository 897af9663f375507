using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The cell of an LSTM for one time step, row by row of the batch: from the gates' sums to the hidden state.</summary>
/// <remarks>See <see cref="LstmGates"/>. A row is done in three passes, of no more than two functions each, see <see cref="SquashedRow"/>.</remarks>
internal readonly unsafe struct LstmCellRows<T>(
    GateStep step, bool coupled, T* peepholes, T* gates, T* cellBefore, T* hiddenBefore, T* cell, T* squashed, T* hidden)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The gates' sums, and then the gates.</summary>
    public T* Gates => gates;

    /// <summary>The hidden states that the step starts from.</summary>
    public T* HiddenBefore => hiddenBefore;

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
        int count = end - first;
        long start = ((long)row * width) + first;
        if (step.Ended(row))
        {
            new Span<T>(cellBefore + start, count).CopyTo(new Span<T>(cell + start, count));
            new Span<T>(hiddenBefore + start, count).CopyTo(new Span<T>(hidden + start, count));
            return;
        }

        T* forget = gates + ((long)row * GateCount * width) + first + (coupled ? 0 : width);
        T* output = forget + (2 * width);
        T* eyes = peepholes + first;
        if (peepholes != null)
        {
            if (!coupled)
            {
                See<TVector>(forget - width, eyes, cellBefore + start, count);
                eyes += width;
            }

            See<TVector>(forget, eyes, cellBefore + start, count);
            eyes += width;
        }

        if (coupled)
        {
            SquashedRow.Sigmoid<TVector, T>(forget, count);
        }
        else
        {
            SquashedRow.Sigmoids<TVector, T>(forget - width, forget, count);
        }

        int done = Cells<TVector>(forget, cellBefore + start, cell + start, 0, count);
        Cells<Lane<T>>(forget, cellBefore + start, cell + start, done, count);
        if (peepholes != null)
        {
            See<TVector>(output, eyes, cell + start, count);
        }

        done = Shown<TVector>(output, cell + start, squashed + start, hidden + start, 0, count);
        Shown<Lane<T>>(output, cell + start, squashed + start, hidden + start, done, count);
    }

    // sum += p c
    private static void See<TVector>(T* sum, T* peephole, T* seen, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        int done = SeeFrom<TVector>(sum, peephole, seen, 0, count);
        SeeFrom<Lane<T>>(sum, peephole, seen, done, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int SeeFrom<TVector>(T* sum, T* peephole, T* seen, int j, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        for (; j <= count - TVector.Count; j += TVector.Count)
        {
            TVector.Store(TVector.MultiplyAdd(TVector.Load(peephole + j), TVector.Load(seen + j), TVector.Load(sum + j)), sum + j);
        }

        return j;
    }

    // g = tanh of its sum, c = f c' + i g
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Cells<TVector>(T* forget, T* before, T* to, int j, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        int width = step.Hidden;
        bool joined = coupled;
        for (; j <= count - TVector.Count; j += TVector.Count)
        {
            TVector f = TVector.Load(forget + j);
            TVector g = Squashing.Tanh<TVector, T>(TVector.Load(forget + width + j));
            TVector i = joined ? TVector.One - f : TVector.Load(forget - width + j);
            TVector.Store(g, forget + width + j);
            TVector.Store(TVector.MultiplyAdd(f, TVector.Load(before + j), i * g), to + j);
        }

        return j;
    }

    // o = sigmoid of its sum, h = o tanh c
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Shown<TVector>(T* output, T* cells, T* squashes, T* to, int j, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        for (; j <= count - TVector.Count; j += TVector.Count)
        {
            TVector o = Squashing.Sigmoid<TVector, T>(TVector.Load(output + j));
            TVector t = Squashing.Tanh<TVector, T>(TVector.Load(cells + j));
            TVector.Store(o, output + j);
            TVector.Store(t, squashes + j);
            TVector.Store(o * t, to + j);
        }

        return j;
    }
}
