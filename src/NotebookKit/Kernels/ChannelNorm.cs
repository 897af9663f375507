using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Normalises the groups of channels of a <see cref="ChannelPlan"/> and passes gradients back.</summary>
/// <remarks>
/// Forward and backward end in one line of each number, a g + b (x - s) + c, whose coefficients belong to the channel. s is
/// the mean rounded to the numbers' own kind, where x - s loses nothing; what the rounding left is put into c.
/// </remarks>
internal static unsafe class ChannelNorm
{
    /// <summary>y = weight (x - mean) / sqrt(variance + epsilon) + bias; the variance divides by the count less the correction.</summary>
    public static void Forward<T>(T* x, ChannelPlan plan, T* weight, T* bias, double epsilon, int correction, double* mean, double* variance, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Forward(x, plan, weight, bias, epsilon, correction, mean, variance, y, null, rectifies: false);

    /// <summary>The same for channels that lie side by side, with an addend where it is not null, and of the sum what is above 0: y = max(0, .. + addend).</summary>
    public static void RectifiedForward<T>(T* x, ChannelPlan plan, T* weight, T* bias, double epsilon, int correction, double* mean, double* variance, T* y, T* addend)
        where T : unmanaged, IFloatingPointIeee754<T> => Forward(x, plan, weight, bias, epsilon, correction, mean, variance, y, addend, rectifies: true);

    private static void Forward<T>(
        T* x, ChannelPlan plan, T* weight, T* bias, double epsilon, int correction, double* mean, double* variance, T* y, T* addend, bool rectifies)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ChannelMoments.OfGroups(x, plan, mean, variance);
        for (int i = 0; i < plan.Segments * plan.Groups; i++)
        {
            variance[i] /= plan.Count - correction;
        }

        using Line<T> line = new(plan);
        for (int i = 0; i < line.Count; i++)
        {
            int group = Group(plan, i);
            double scale = Number(weight, i % plan.Channels, 1) / Math.Sqrt(variance[group] + epsilon);
            double rest = line.Split(i, mean[group]);
            line.B[i] = T.CreateTruncating(scale);
            line.C[i] = T.CreateTruncating(Number(bias, i % plan.Channels, 0) - (rest * scale));
        }

        line.Run(null, x, y, addend, rectifies);
    }

    /// <summary>The gradients of x, weight and bias, the last two where they are not null.</summary>
    public static void Backward<T>(
        T* x, T* g, ChannelPlan plan, T* weight, double epsilon, int correction, double* mean, double* variance, T* gradient, T* weightGradient, T* biasGradient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backward(x, g, plan, weight, epsilon, correction, mean, variance, gradient, weightGradient, biasGradient, null, null);

    /// <summary>The same after <see cref="RectifiedForward"/>: the gradient passes where y is above 0; what passes is left in <paramref name="passed"/>, which may be g.</summary>
    public static void RectifiedBackward<T>(
        T* x, T* y, T* g, ChannelPlan plan, T* weight, double epsilon, int correction, double* mean, double* variance, T* passed, T* gradient, T* weightGradient, T* biasGradient)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backward(x, g, plan, weight, epsilon, correction, mean, variance, gradient, weightGradient, biasGradient, y, passed);

    private static void Backward<T>(
        T* x, T* g, ChannelPlan plan, T* weight, double epsilon, int correction, double* mean, double* variance, T* gradient, T* weightGradient, T* biasGradient, T* y, T* passed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Line<T> line = new(plan);
        double[] rests = ArrayPool<double>.Shared.Rent(line.Count);
        for (int i = 0; i < line.Count; i++)
        {
            rests[i] = line.Split(i, mean[Group(plan, i)]);
        }

        double* sums;
        fixed (T* shift = line.Shift)
        {
            sums = ChannelMoments.OfGradient(x, g, shift, plan, y, passed);
        }

        double[] weights = ArrayPool<double>.Shared.Rent(plan.Channels);
        double[] biases = ArrayPool<double>.Shared.Rent(plan.Channels);
        int groups = plan.Segments * plan.Groups;
        double[] plain = ArrayPool<double>.Shared.Rent(groups);
        double[] weighted = ArrayPool<double>.Shared.Rent(groups);
        Array.Clear(weights, 0, plan.Channels);
        Array.Clear(biases, 0, plan.Channels);
        Array.Clear(plain, 0, groups);
        Array.Clear(weighted, 0, groups);
        for (int i = 0; i < line.Count; i++)
        {
            int channel = i % plan.Channels;
            int group = Group(plan, i);
            double* own = sums + ((long)(i / plan.Channels) * 2 * plan.Channels);
            double slope = own[channel];
            double along = (own[plan.Channels + channel] - (rests[i] * slope)) / Math.Sqrt(variance[group] + epsilon);
            biases[channel] += slope;
            weights[channel] += along;
            plain[group] += slope * Number(weight, channel, 1);
            weighted[group] += along * Number(weight, channel, 1);
        }

        for (int i = 0; i < line.Count; i++)
        {
            int group = Group(plan, i);
            double inverse = 1 / Math.Sqrt(variance[group] + epsilon);
            double b = -inverse * inverse * weighted[group] / (plan.Count - correction);
            line.A[i] = T.CreateTruncating(inverse * Number(weight, i % plan.Channels, 1));
            line.B[i] = T.CreateTruncating(b);
            line.C[i] = T.CreateTruncating((-inverse * plain[group] / plan.Count) - (b * rests[i]));
        }

        line.Run(y == null ? g : passed, x, gradient, null, rectifies: false);
        ArrayPool<double>.Shared.Return(rests);
        ArrayPool<double>.Shared.Return(plain);
        ArrayPool<double>.Shared.Return(weighted);
        for (int channel = 0; channel < plan.Channels; channel++)
        {
            if (weightGradient != null)
            {
                weightGradient[channel] = T.CreateTruncating(weights[channel]);
            }

            if (biasGradient != null)
            {
                biasGradient[channel] = T.CreateTruncating(biases[channel]);
            }
        }

        ArrayPool<double>.Shared.Return(weights);
        ArrayPool<double>.Shared.Return(biases);
    }

    private static int Group(ChannelPlan plan, int place) =>
        (place / plan.Channels * plan.Groups) + (place % plan.Channels / plan.GroupSize);

    private static double Number<T>(T* numbers, int place, double otherwise)
        where T : unmanaged, IFloatingPointIeee754<T> => numbers == null ? otherwise : double.CreateTruncating(numbers[place]);

    /// <summary>The coefficients of each channel of each segment, in arrays that serve again: normalised by example, they are many.</summary>
    private readonly struct Line<T>(ChannelPlan plan) : IDisposable
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Count => plan.Segments * plan.Channels;

        public T[] Shift { get; } = ArrayPool<T>.Shared.Rent(plan.Segments * plan.Channels);

        public T[] A { get; } = ArrayPool<T>.Shared.Rent(plan.Segments * plan.Channels);

        public T[] B { get; } = ArrayPool<T>.Shared.Rent(plan.Segments * plan.Channels);

        public T[] C { get; } = ArrayPool<T>.Shared.Rent(plan.Segments * plan.Channels);

        /// <summary>Sets s to a mean and says what the rounding left.</summary>
        public double Split(int place, double mean)
        {
            Shift[place] = T.CreateTruncating(mean);
            return mean - double.CreateTruncating(Shift[place]);
        }

        public void Run(T* g, T* x, T* y, T* addend, bool rectifies)
        {
            fixed (T* s = Shift, a = A, b = B, c = C)
            {
                if (plan.Plane > 0)
                {
                    ChannelPlanes.Line(plan, g, x, s, a, b, c, y);
                    return;
                }

                Wide.Run<LineJob<T>, T>(plan.Parts, new LineJob<T>(plan, g, x, s, a, b, c, y, addend, rectifies));
            }
        }

        public void Dispose()
        {
            ArrayPool<T>.Shared.Return(Shift);
            ArrayPool<T>.Shared.Return(A);
            ArrayPool<T>.Shared.Return(B);
            ArrayPool<T>.Shared.Return(C);
        }
    }

    private readonly struct LineJob<T>(ChannelPlan plan, T* g, T* x, T* s, T* a, T* b, T* c, T* y, T* addend, bool rectifies) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int segment, int first, int rows) = plan.Part(part);
            int coefficients = segment * plan.Channels;
            int done = Rows<TVector>(first, rows, coefficients, 0);
            if (done < plan.Channels)
            {
                Rows<Lane<T>>(first, rows, coefficients, done);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Rows<TVector>(int first, int rows, int coefficients, int firstChannel)
            where TVector : struct, ISimd<TVector, T>
        {
            // Locals: through the struct each would be read again after every store.
            int step = plan.Channels, channel = firstChannel;
            T* from = x + ((long)first * step), slopes = g == null ? null : g + ((long)first * step), to = y + ((long)first * step);
            T* more = addend == null ? null : addend + ((long)first * step);
            bool cut = rectifies;
            T* shift = s + coefficients, share = a + coefficients, factor = b + coefficients, offset = c + coefficients;
            for (int row = 0; row < rows; row++, from += step, to += step)
            {
                for (channel = firstChannel; channel <= step - TVector.Count; channel += TVector.Count)
                {
                    TVector value = TVector.MultiplyAdd(TVector.Load(from + channel) - TVector.Load(shift + channel), TVector.Load(factor + channel), TVector.Load(offset + channel));
                    if (slopes != null)
                    {
                        value = TVector.MultiplyAdd(TVector.Load(slopes + channel), TVector.Load(share + channel), value);
                    }

                    if (more != null)
                    {
                        value += TVector.Load(more + channel);
                    }

                    TVector.Store(cut ? TVector.ZeroWhereNegative(value) : value, to + channel);
                }

                slopes = slopes == null ? null : slopes + step;
                more = more == null ? null : more + step;
            }

            return channel;
        }
    }
}
