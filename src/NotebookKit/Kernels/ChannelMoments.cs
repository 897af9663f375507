using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Sums down the channels of [segments, rows, channels]: means and squared deviations, and what the way back needs.</summary>
/// <remarks>
/// One pass over memory. Each block is gone through twice while it lies in the cache: for its mean, taken from its first row
/// so that a large common value costs no digits, then for the squared deviations from that mean. Blocks are joined in double
/// precision (Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979).
/// </remarks>
internal static unsafe class ChannelMoments
{
    /// <summary>The mean of each group and its sum of squared deviations, [segments, groups].</summary>
    public static void OfGroups<T>(T* x, ChannelPlan plan, double* mean, double* squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (plan.Plane > 0)
        {
            ChannelPlanes.Moments(x, plan, mean, squares);
            return;
        }

        int channels = plan.Channels;
        double* blocks = Workspace.Shared<double>(checked(plan.Parts * 2 * channels));
        Wide.Run<MomentsJob<T>, T>(plan.Parts, new MomentsJob<T>(x, plan, blocks));
        for (int segment = 0; segment < plan.Segments; segment++)
        {
            // The first block's numbers become the segment's.
            double* joined = blocks + ((long)segment * plan.Blocks * 2 * channels);
            double rows = plan.Part(segment * plan.Blocks).Count;
            for (int block = 1; block < plan.Blocks; block++)
            {
                int part = (segment * plan.Blocks) + block;
                double more = plan.Part(part).Count;
                Join(joined, joined + channels, rows, blocks + ((long)part * 2 * channels), blocks + ((((long)part * 2) + 1) * channels), more, channels);
                rows += more;
            }

            for (int group = 0; group < plan.Groups; group++)
            {
                double* first = joined + (group * plan.GroupSize);
                for (int channel = 1; channel < plan.GroupSize; channel++)
                {
                    Join(first, first + channels, channel * rows, first + channel, first + channels + channel, rows, 1);
                }

                mean[(segment * plan.Groups) + group] = *first;
                squares[(segment * plan.Groups) + group] = first[channels];
            }
        }
    }

    /// <summary>The sums of g and of g (x - shift) down each channel, [segments, 2, channels], into scratch that lasts until the next call.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="shift">What is taken from each channel.</param>
    /// <param name="plan">How they lie.</param>
    /// <param name="gate">Where it is 0 or less, g counts as 0; null for no gate, and wherever the numbers lie in planes.</param>
    /// <param name="passed">What has passed the gate; it may be g.</param>
    public static double* OfGradient<T>(T* x, T* g, T* shift, ChannelPlan plan, T* gate, T* passed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (plan.Plane > 0)
        {
            return ChannelPlanes.SumsOfGradient(x, g, shift, plan);
        }

        int width = 2 * plan.Channels;
        double* blocks = Workspace.Shared<double>(checked(plan.Parts * width));
        Wide.Run<GradientJob<T>, T>(plan.Parts, new GradientJob<T>(x, g, shift, plan, blocks, gate, passed));
        for (int segment = 0; segment < plan.Segments; segment++)
        {
            double* sum = blocks + ((long)segment * width);
            for (int block = 0; block < plan.Blocks; block++)
            {
                // Segments move up to lie side by side; a block is read before anything is written over it.
                double* more = blocks + (((long)segment * plan.Blocks) + block) * width;
                for (int i = 0; i < width; i++)
                {
                    sum[i] = block == 0 ? more[i] : sum[i] + more[i];
                }
            }
        }

        return blocks;
    }

    /// <summary>Joins each of some means and sums of squared deviations of so many rows with others, of as many others.</summary>
    public static void Join(double* mean, double* squares, double rows, double* otherMean, double* otherSquares, double others, int count)
    {
        double share = others / (rows + others);
        for (int i = 0; i < count; i++)
        {
            double difference = otherMean[i] - mean[i];
            mean[i] += difference * share;
            squares[i] += otherSquares[i] + (difference * difference * rows * share);
        }
    }

    private readonly struct MomentsJob<T>(T* x, ChannelPlan plan, double* blocks) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (_, int first, int rows) = plan.Part(part);
            T* from = x + ((long)first * plan.Channels);
            double* mean = blocks + ((long)part * 2 * plan.Channels);
            int done = Strips<TVector>(from, 0, rows, mean);
            Strips<Lane<T>>(from, done, rows, mean);
        }

        private int Strips<TVector>(T* from, int channel, int rows, double* mean)
            where TVector : struct, ISimd<TVector, T>
        {
            ChannelStrip<TVector, T> strip = new(plan.Channels, rows);
            int most = ChannelStrip<TVector, T>.MostNumbers;
            T* numbers = stackalloc T[3 * most];
            for (int wide; (wide = ChannelStrip<TVector, T>.Width(plan.Channels - channel)) > 0; channel += wide)
            {
                T* first = from + channel, sum = numbers + most, square = sum + most;
                strip.Sum(first, wide, sum);
                for (int i = 0; i < wide; i += TVector.Count)
                {
                    TVector.Store(TVector.Load(sum + i) * TVector.Create(T.One / T.CreateTruncating(rows)), numbers + i);
                }

                strip.Squares(first, numbers, wide, square);
                for (int i = 0; i < wide; i++)
                {
                    mean[channel + i] = double.CreateTruncating(first[i]) + (double.CreateTruncating(sum[i]) / rows);
                    mean[plan.Channels + channel + i] = double.CreateTruncating(square[i]);
                }
            }

            return channel;
        }
    }

    private readonly struct GradientJob<T>(T* x, T* g, T* shift, ChannelPlan plan, double* blocks, T* gate, T* passed) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int segment, int first, int rows) = plan.Part(part);
            long start = (long)first * plan.Channels;
            T* from = shift + ((long)segment * plan.Channels);
            double* sums = blocks + ((long)part * 2 * plan.Channels);
            T* slopes = g + start;
            if (gate != null)
            {
                long whole = (long)rows * plan.Channels / TVector.Count * TVector.Count;
                Pass<TVector>(start, start + whole);
                Pass<Lane<T>>(start + whole, start + ((long)rows * plan.Channels));
                slopes = passed + start;
            }

            int done = Strips<TVector>(x + start, slopes, from, 0, rows, sums);
            Strips<Lane<T>>(x + start, slopes, from, done, rows, sums);
        }

        // A pass of its own over a block, which then lies in the cache.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Pass<TVector>(long first, long end)
            where TVector : struct, ISimd<TVector, T>
        {
            T* from = g, open = gate, to = passed;
            for (long i = first; i < end; i += TVector.Count)
            {
                TVector.Store(TVector.WherePositive(TVector.Load(open + i), TVector.Load(from + i), TVector.Zero), to + i);
            }
        }

        private int Strips<TVector>(T* x, T* g, T* from, int channel, int rows, double* sums)
            where TVector : struct, ISimd<TVector, T>
        {
            ChannelStrip<TVector, T> strip = new(plan.Channels, rows);
            int most = ChannelStrip<TVector, T>.MostNumbers;
            T* numbers = stackalloc T[2 * most];
            for (int wide; (wide = ChannelStrip<TVector, T>.Width(plan.Channels - channel)) > 0; channel += wide)
            {
                T* weighted = numbers + most;
                strip.Slopes(x + channel, g + channel, from + channel, wide, numbers, weighted);
                for (int i = 0; i < wide; i++)
                {
                    sums[channel + i] = double.CreateTruncating(numbers[i]);
                    sums[plan.Channels + channel + i] = double.CreateTruncating(weighted[i]);
                }
            }

            return channel;
        }
    }
}
