using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Softmax, its logarithm and the cross-entropy of rows, each in one pass over numbers that stay in the cache.</summary>
/// <remarks>The largest number of a row is taken off first: e^(x - max) cannot overflow, and the result is the same.</remarks>
internal static unsafe class SoftmaxRows
{
    /// <summary>y = e^(x - max) / sum e^(x - max), for each row.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int rows, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> from = x.Slice(row * columns, columns);
            Span<T> to = y.Slice(row * columns, columns);
            T sum = Exponentials(from, to, out _);
            for (int i = 0; i < columns; i++)
            {
                to[i] /= sum;
            }
        }
    }

    /// <summary>y = x - max - ln(sum e^(x - max)), for each row.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int rows, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> from = x.Slice(row * columns, columns);
            Span<T> to = y.Slice(row * columns, columns);
            T normaliser = T.Log(Exponentials(from, to, out T max));
            for (int i = 0; i < columns; i++)
            {
                to[i] = from[i] - max - normaliser;
            }
        }
    }

    /// <summary>losses[r] = -ln softmax(x[r])[label]; the softmax is left in <paramref name="probabilities"/> for the backward pass.</summary>
    public static void CrossEntropy<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<long> labels, int columns, Span<T> probabilities, Span<T> losses)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<T> from = x.Slice(row * columns, columns);
            Span<T> to = probabilities.Slice(row * columns, columns);
            T sum = Exponentials(from, to, out T max);
            losses[row] = T.Log(sum) + max - from[(int)labels[row]];
            for (int i = 0; i < columns; i++)
            {
                to[i] /= sum;
            }
        }
    }

    /// <summary>gradient = (softmax - one-hot label) * scale, for each row.</summary>
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<long> labels, int columns, T scale, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<T> from = probabilities.Slice(row * columns, columns);
            Span<T> to = gradient.Slice(row * columns, columns);
            for (int i = 0; i < columns; i++)
            {
                to[i] = from[i] * scale;
            }

            to[(int)labels[row]] -= scale;
        }
    }

    private static T Exponentials<T>(ReadOnlySpan<T> from, Span<T> to, out T max)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        max = T.NegativeInfinity;
        foreach (T value in from)
        {
            max = T.Max(max, value);
        }

        // A row of minus infinities has no largest number to take off; 0 keeps it from becoming inf - inf.
        T shift = T.IsNegativeInfinity(max) ? T.Zero : max;
        Elementwise.Unary(new ShiftedExponential(double.CreateChecked(shift)), from, to);
        fixed (T* run = to)
        {
            return Reductions.SumRun(run, to.Length);
        }
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
}
