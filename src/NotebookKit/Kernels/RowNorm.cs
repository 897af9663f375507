using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Normalises each row of [rows, columns] and passes gradients back: layer normalisation, and RMS where the mean stays.</summary>
/// <remarks>
/// A row is read for its mean, for its squared deviations (<see cref="RunMoments"/>) and for the result while it lies in the cache. The gradients of weight and bias are
/// added up for a fixed number of rows at a time and those sums in their order, whatever the number of threads.
/// </remarks>
internal static unsafe class RowNorm
{
    /// <summary>Rows that one thread works on at a time.</summary>
    public static int RowsInPart(int columns) => Math.Max(8, (16 * 1024) / Math.Max(1, columns));

    /// <summary>y = weight (x - mean) / sqrt(variance + epsilon) + bias in each row; the mean counts as 0 when not <paramref name="centred"/>.</summary>
    public static void Forward<T>(T* x, int rows, int columns, T* weight, T* bias, double epsilon, bool centred, double* mean, double* variance, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inPart = RowsInPart(columns);
        Wide.Run<ForwardJob<T>, T>((rows + inPart - 1) / inPart, new ForwardJob<T>(x, rows, columns, weight, bias, epsilon, centred, mean, variance, y));
    }

    /// <summary>The gradients of x, weight and bias, the last two where they are not null.</summary>
    public static void Backward<T>(
        T* x, T* g, int rows, int columns, T* weight, double epsilon, bool centred, double* mean, double* variance, T* gradient, T* weightGradient, T* biasGradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inPart = RowsInPart(columns);
        int parts = (rows + inPart - 1) / inPart;
        bool sums = weightGradient != null || biasGradient != null;
        T* own = sums ? Workspace.Shared<T>(checked(parts * 2 * columns)) : null;
        Wide.Run<BackwardJob<T>, T>(parts, new BackwardJob<T>(x, g, rows, columns, weight, epsilon, centred, mean, variance, gradient, own));
        if (sums)
        {
            Total(own, parts, columns, weightGradient, biasGradient);
        }
    }

    // The sums of all parts, part by part: column by column each number would come from another core's cache, a line a number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Total<T>(T* own, int parts, int columns, T* weightGradient, T* biasGradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double* total = Workspace.OfThread<double>(2 * columns);
        new Span<double>(total, 2 * columns).Clear();
        for (int part = 0; part < parts; part++, own += 2 * columns)
        {
            for (int i = 0; i < 2 * columns; i++)
            {
                total[i] += double.CreateTruncating(own[i]);
            }
        }

        for (int column = 0; column < columns; column++)
        {
            if (weightGradient != null)
            {
                weightGradient[column] = T.CreateTruncating(total[column]);
            }

            if (biasGradient != null)
            {
                biasGradient[column] = T.CreateTruncating(total[columns + column]);
            }
        }
    }

    private readonly struct ForwardJob<T>(
        T* x, int rows, int columns, T* weight, T* bias, double epsilon, bool centred, double* mean, double* variance, T* y) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int inPart = RowsInPart(columns);
            for (int row = part * inPart; row < Math.Min(rows, (part + 1) * inPart); row++)
            {
                T* from = x + ((long)row * columns);
                (mean[row], double squares) = RunMoments.Of<TVector, T>(from, columns, centred);
                variance[row] = squares / columns;
                double inverse = 1 / Math.Sqrt(variance[row] + epsilon);
                T shift = T.CreateTruncating(mean[row]);
                T scale = T.CreateTruncating(inverse);
                T rest = T.CreateTruncating((double.CreateTruncating(shift) - mean[row]) * inverse);
                T* to = y + ((long)row * columns);
                int done = Write<TVector>(from, to, 0, shift, scale, rest);
                Write<Lane<T>>(from, to, done, shift, scale, rest);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Write<TVector>(T* from, T* to, int i, T shift, T scale, T rest)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector middle = TVector.Create(shift);
            TVector factor = TVector.Create(scale);
            TVector offset = TVector.Create(rest);
            T* w = weight, b = bias;
            for (int last = columns - TVector.Count; i <= last; i += TVector.Count)
            {
                TVector value = TVector.MultiplyAdd(TVector.Load(from + i) - middle, factor, offset);
                value = w == null ? value : value * TVector.Load(w + i);
                TVector.Store(b == null ? value : value + TVector.Load(b + i), to + i);
            }

            return i;
        }
    }

    private readonly struct BackwardJob<T>(
        T* x, T* g, int rows, int columns, T* weight, double epsilon, bool centred, double* mean, double* variance, T* gradient, T* sums) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            int inPart = RowsInPart(columns);
            T* own = sums == null ? null : sums + ((long)part * 2 * columns);
            if (own != null)
            {
                new Span<T>(own, 2 * columns).Clear();
            }

            for (int row = part * inPart; row < Math.Min(rows, (part + 1) * inPart); row++)
            {
                long start = (long)row * columns;
                T inverse = T.CreateTruncating(1 / Math.Sqrt(variance[row] + epsilon));
                T shift = T.CreateTruncating(mean[row]);
                T rest = T.CreateTruncating(double.CreateTruncating(shift) - mean[row]);
                T plain = T.Zero;
                T along = T.Zero;
                int done = Sums<TVector>(start, own, 0, shift, rest, inverse, ref plain, ref along);
                Sums<Lane<T>>(start, own, done, shift, rest, inverse, ref plain, ref along);
                T count = T.CreateTruncating(columns);
                plain = centred ? plain / count : T.Zero;
                along /= count;
                done = Write<TVector>(start, 0, shift, rest, inverse, plain, along);
                Write<Lane<T>>(start, done, shift, rest, inverse, plain, along);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Sums<TVector>(long start, T* own, int i, T shift, T rest, T inverse, ref T plain, ref T along)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector sum = TVector.Zero;
            TVector weighted = TVector.Zero;

            // Locals: through the struct each would be read again after every store.
            TVector middle = TVector.Create(shift), offset = TVector.Create(rest), factor = TVector.Create(inverse);
            T* slopes = g + start, values = x + start, w = weight, second = own + columns;
            for (int last = columns - TVector.Count; i <= last; i += TVector.Count)
            {
                TVector slope = TVector.Load(slopes + i);
                TVector normal = (TVector.Load(values + i) - middle + offset) * factor;
                if (own != null)
                {
                    TVector.Store(TVector.MultiplyAdd(slope, normal, TVector.Load(own + i)), own + i);
                    TVector.Store(slope + TVector.Load(second + i), second + i);
                }

                slope = w == null ? slope : slope * TVector.Load(w + i);
                sum += slope;
                weighted = TVector.MultiplyAdd(slope, normal, weighted);
            }

            plain += TVector.Sum(sum);
            along += TVector.Sum(weighted);
            return i;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Write<TVector>(long start, int i, T shift, T rest, T inverse, T plain, T along)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector middle = TVector.Create(shift), offset = TVector.Create(rest), factor = TVector.Create(inverse);
            TVector less = TVector.Create(plain), slant = TVector.Create(along);
            T* slopes = g + start, values = x + start, to = gradient + start, w = weight;
            for (int last = columns - TVector.Count; i <= last; i += TVector.Count)
            {
                TVector slope = TVector.Load(slopes + i);
                slope = w == null ? slope : slope * TVector.Load(w + i);
                TVector normal = (TVector.Load(values + i) - middle + offset) * factor;
                TVector.Store((slope - less - (normal * slant)) * factor, to + i);
            }

            return i;
        }
    }
}
