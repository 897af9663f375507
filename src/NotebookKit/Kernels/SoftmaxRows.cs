using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Softmax, its logarithm and the cross-entropy of rows, and their ways back; a row stays in the cache from its first pass to its last.</summary>
/// <remarks>
/// The largest number of a row is taken off first: e^(x - max) cannot overflow, and the result is the same. Threads share the rows; a row's
/// sum is one thread's, in one order.
/// </remarks>
internal static unsafe class SoftmaxRows
{
    // Numbers that one thread works on at a time.
    private const int NumbersInPart = 16 * 1024;

    /// <summary>y = e^(x - max) / sum e^(x - max), for each row.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int rows, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(x, rows, columns, y, logarithm: false);

    /// <summary>y = x - max - ln(sum e^(x - max)), for each row.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int rows, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(x, rows, columns, y, logarithm: true);

    /// <summary>dL/dx = y (dL/dy - sum y dL/dy), for each row of a softmax y.</summary>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> gradient, int rows, int columns, Span<T> slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* py = y, pg = gradient, ps = slope)
        {
            Wide.Run<GradientJob<T>, T>(Parts(rows, columns), new GradientJob<T>(py, pg, ps, rows, columns));
        }
    }

    /// <summary>losses[r] = -ln softmax(x[r])[label]; the softmax is left in <paramref name="probabilities"/> for the backward pass.</summary>
    public static void CrossEntropy<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<long> labels, int columns, Span<T> probabilities, Span<T> losses)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = probabilities, pl = losses)
        {
            fixed (long* label = labels)
            {
                Wide.Run<RowsJob<T>, T>(Parts(labels.Length, columns), new RowsJob<T>(px, py, labels.Length, columns, false, label, pl));
            }
        }
    }

    /// <summary>gradient = (softmax - one-hot label) * scale, for each row.</summary>
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<long> labels, int columns, T scale, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Elementwise.Unary(new Scaled(double.CreateChecked(scale)), probabilities, gradient);
        for (int row = 0; row < labels.Length; row++)
        {
            gradient[(row * columns) + (int)labels[row]] -= scale;
        }
    }

    private static void Run<T>(ReadOnlySpan<T> x, int rows, int columns, Span<T> y, bool logarithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            Wide.Run<RowsJob<T>, T>(Parts(rows, columns), new RowsJob<T>(px, py, rows, columns, logarithm, null, null));
        }
    }

    private static int RowsInPart(int columns) => Math.Max(1, NumbersInPart / Math.Max(1, columns));

    private static int Parts(int rows, int columns) => (rows + RowsInPart(columns) - 1) / RowsInPart(columns);

    private readonly struct RowsJob<T>(T* x, T* y, int rows, int columns, bool logarithm, long* labels, T* losses) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int last = Math.Min(rows, (part + 1) * RowsInPart(columns));
            for (int row = part * RowsInPart(columns); row < last; row++)
            {
                Row<TVector>(row);
            }
        }

        private void Row<TVector>(int row)
            where TVector : struct, ISimd<TVector, T>
        {
            T* from = x + ((long)row * columns), to = y + ((long)row * columns);
            T max = Largest<TVector, T>(from, columns);

            // A row of minus infinities has no largest number to take off; 0 keeps it from becoming inf - inf.
            T shift = T.IsNegativeInfinity(max) ? T.Zero : max;
            Elementwise.UnaryRow(new ShiftedExponential(double.CreateChecked(shift)), from, to, columns);
            T sum = Reductions.SumRun(to, columns);
            if (labels != null)
            {
                losses[row] = T.Log(sum) + max - from[(int)labels[row]];
            }

            if (logarithm)
            {
                T normaliser = T.Log(sum);
                Lowered<Lane<T>, T>(from, max, normaliser, to, Lowered<TVector, T>(from, max, normaliser, to, 0, columns), columns);
            }
            else
            {
                Divided<Lane<T>, T>(to, sum, Divided<TVector, T>(to, sum, 0, columns), columns);
            }
        }
    }

    private readonly struct GradientJob<T>(T* y, T* gradient, T* slope, int rows, int columns) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int last = Math.Min(rows, (part + 1) * RowsInPart(columns));
            for (int row = part * RowsInPart(columns); row < last; row++)
            {
                long start = (long)row * columns;
                T* p = y + start, g = gradient + start, to = slope + start;
                Weighted<Lane<T>, T>(p, g, T.Zero, to, Weighted<TVector, T>(p, g, T.Zero, to, 0, columns), columns);
                T mean = Reductions.SumRun(to, columns);
                Weighted<Lane<T>, T>(p, g, mean, to, Weighted<TVector, T>(p, g, mean, to, 0, columns), columns);
            }
        }
    }

    private static T Largest<TVector, T>(T* x, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T max = T.NegativeInfinity;
        int i = 0;
        if (count >= TVector.Count)
        {
            T* lanes = stackalloc T[TVector.Count];
            TVector largest = TVector.Load(x);
            for (i = TVector.Count; i <= count - TVector.Count; i += TVector.Count)
            {
                largest = TVector.Max(largest, TVector.Load(x + i));
            }

            TVector.Store(largest, lanes);
            for (int lane = 0; lane < TVector.Count; lane++)
            {
                max = T.Max(max, lanes[lane]);
            }
        }

        for (; i < count; i++)
        {
            max = T.Max(max, x[i]);
        }

        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Divided<TVector, T>(T* x, T by, int i, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector sum = TVector.Create(by);
        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            TVector.Store(TVector.Load(x + i) / sum, x + i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Lowered<TVector, T>(T* x, T max, T normaliser, T* y, int i, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector first = TVector.Create(max), second = TVector.Create(normaliser);
        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            TVector.Store(TVector.Load(x + i) - first - second, y + i);
        }

        return i;
    }

    // to = p (g - mean)
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Weighted<TVector, T>(T* p, T* g, T mean, T* to, int i, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector lower = TVector.Create(mean);
        for (; i <= count - TVector.Count; i += TVector.Count)
        {
            TVector.Store(TVector.Load(p + i) * (TVector.Load(g + i) - lower), to + i);
        }

        return i;
    }

    /// <summary>e^(x - shift); a float's shift fits a double exactly.</summary>
    private readonly struct ShiftedExponential(double shift) : IUnaryFormula
    {
        public T Scalar<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Exp(x - Constant.Of<T>(shift));

        public TVector Vector<TVector, T>(TVector x)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T> => TVector.Exp(x - Constant.Of<TVector, T>(shift));
    }

    /// <summary>x times a number; a float's fits a double exactly.</summary>
    private readonly struct Scaled(double scale) : IUnaryFormula
    {
        public T Scalar<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => x * Constant.Of<T>(scale);

        public TVector Vector<TVector, T>(TVector x)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T> => x * Constant.Of<TVector, T>(scale);
    }
}
