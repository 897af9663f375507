using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The three passes of <see cref="ChannelNorm"/> over images that lie plane by plane, [segments, images, channels, plane].</summary>
/// <remarks>
/// A plane is one run of numbers with one line to follow: its sums are taken in one go, and those of planes that belong
/// together are joined in double precision and in their order, so that nothing depends on the threads.
/// </remarks>
internal static unsafe class ChannelPlanes
{
    /// <summary>The mean of each group and its sum of squared deviations, [segments, groups].</summary>
    public static void Moments<T>(T* x, ChannelPlan plan, double* mean, double* squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double* own = Workspace.Shared<double>(checked(2 * plan.Planes));
        Wide.Run<MomentsJob<T>, T>(plan.Parts, new MomentsJob<T>(x, plan, own));
        int groups = plan.Segments * plan.Groups;
        new Span<double>(mean, groups).Clear();
        new Span<double>(squares, groups).Clear();
        int imagesInSegment = plan.Rows / plan.Plane;
        for (int plane = 0; plane < plan.Planes; plane++)
        {
            int image = plane / plan.Channels, channel = plane % plan.Channels;
            int group = (image / imagesInSegment * plan.Groups) + (channel / plan.GroupSize);
            double before = ((double)(image % imagesInSegment) * plan.GroupSize) + (channel % plan.GroupSize);
            ChannelMoments.Join(mean + group, squares + group, before * plan.Plane, own + (2 * plane), own + (2 * plane) + 1, plan.Plane, 1);
        }
    }

    /// <summary>The sums of g and of g (x - shift) over each channel, [segments, 2, channels], into scratch that lasts until the next call.</summary>
    public static double* SumsOfGradient<T>(T* x, T* g, T* shift, ChannelPlan plan)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = 2 * plan.Channels;
        double* sums = Workspace.Shared<double>(checked((plan.Segments * width) + (2 * plan.Planes)));
        double* own = sums + (plan.Segments * width);
        Wide.Run<GradientJob<T>, T>(plan.Parts, new GradientJob<T>(x, g, shift, plan, own));
        new Span<double>(sums, plan.Segments * width).Clear();
        for (int plane = 0; plane < plan.Planes; plane++)
        {
            int place = plan.PlaceOf(plane);
            double* sum = sums + ((long)(place / plan.Channels) * width) + (place % plan.Channels);
            sum[0] += own[2 * plane];
            sum[plan.Channels] += own[(2 * plane) + 1];
        }

        return sums;
    }

    /// <summary>y = a g + b (x - s) + c, without the first term where there is no g; the coefficients lie [segments, channels].</summary>
    public static void Line<T>(ChannelPlan plan, T* g, T* x, T* s, T* a, T* b, T* c, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Wide.Run<LineJob<T>, T>(plan.Parts, new LineJob<T>(plan, g, x, s, a, b, c, y));

    private readonly struct MomentsJob<T>(T* x, ChannelPlan plan, double* own) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int first, int end) = plan.PlanesOf(part);
            for (int plane = first; plane < end; plane++)
            {
                (own[2 * plane], own[(2 * plane) + 1]) = RunMoments.Of<TVector, T>(x + ((long)plane * plan.Plane), plan.Plane);
            }
        }
    }

    private readonly struct GradientJob<T>(T* x, T* g, T* shift, ChannelPlan plan, double* own) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int first, int end) = plan.PlanesOf(part);
            for (int plane = first; plane < end; plane++)
            {
                long start = (long)plane * plan.Plane;
                Sums<TVector>(x + start, g + start, plan.Plane, shift[plan.PlaceOf(plane)], own + (2 * plane));
            }
        }

        // Two sums of each kind side by side, for one would wait for itself at each addition.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Sums<TVector>(T* x, T* g, int count, T shift, double* sums)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector plain = TVector.Zero, morePlain = TVector.Zero, along = TVector.Zero, moreAlong = TVector.Zero, middle = TVector.Create(shift);
            int i = 0;
            for (; i <= count - (2 * TVector.Count); i += 2 * TVector.Count)
            {
                TVector slope = TVector.Load(g + i);
                TVector next = TVector.Load(g + i + TVector.Count);
                plain += slope;
                morePlain += next;
                along = TVector.MultiplyAdd(slope, TVector.Load(x + i) - middle, along);
                moreAlong = TVector.MultiplyAdd(next, TVector.Load(x + i + TVector.Count) - middle, moreAlong);
            }

            T total = TVector.Sum(plain + morePlain);
            T weighted = TVector.Sum(along + moreAlong);
            for (; i < count; i++)
            {
                total += g[i];
                weighted += g[i] * (x[i] - shift);
            }

            (sums[0], sums[1]) = (double.CreateTruncating(total), double.CreateTruncating(weighted));
        }
    }

    private readonly struct LineJob<T>(ChannelPlan plan, T* g, T* x, T* s, T* a, T* b, T* c, T* y) : IWideBody<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run<TVector>(int part)
            where TVector : struct, ISimd<TVector, T>
        {
            (int first, int end) = plan.PlanesOf(part);
            for (int plane = first; plane < end; plane++)
            {
                long start = (long)plane * plan.Plane;
                int place = plan.PlaceOf(plane);
                int done = g == null ? Along<TVector>(start, place, 0) : Sloping<TVector>(start, place, 0);
                _ = g == null ? Along<Lane<T>>(start, place, done) : Sloping<Lane<T>>(start, place, done);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Along<TVector>(long start, int place, int i)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector middle = TVector.Create(s[place]), factor = TVector.Create(b[place]), offset = TVector.Create(c[place]);
            T* from = x + start, to = y + start;
            for (int last = plan.Plane - TVector.Count; i <= last; i += TVector.Count)
            {
                TVector.Store(TVector.MultiplyAdd(TVector.Load(from + i) - middle, factor, offset), to + i);
            }

            return i;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int Sloping<TVector>(long start, int place, int i)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector middle = TVector.Create(s[place]), factor = TVector.Create(b[place]), offset = TVector.Create(c[place]), share = TVector.Create(a[place]);
            T* from = x + start, slopes = g + start, to = y + start;
            for (int last = plan.Plane - TVector.Count; i <= last; i += TVector.Count)
            {
                TVector value = TVector.MultiplyAdd(TVector.Load(from + i) - middle, factor, offset);
                TVector.Store(TVector.MultiplyAdd(TVector.Load(slopes + i), share, value), to + i);
            }

            return i;
        }
    }
}
