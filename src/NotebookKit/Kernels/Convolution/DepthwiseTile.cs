using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The insides of a convolution whose channels each have a filter of their own: a vector holds neighbouring channels of a pixel.</summary>
/// <remarks>Where the channels are no whole number of vectors, the last one begins earlier and does some of them again.</remarks>
internal static unsafe class DepthwiseTile
{
    /// <summary>Least and most pixels of a tile.</summary>
    public const int LeastPixels = 4, MostPixels = 8;

    /// <summary>result = bias + sum over the taps of source times weights, for twice four pixels and all channels.</summary>
    /// <remarks>Eight sums, since a multiply-add takes four cycles and two begin in each; the second four may be some of the first again.</remarks>
    /// <param name="taps">Where each tap looks from a pixel.</param>
    /// <param name="tapCount">How many.</param>
    /// <param name="source">The source of the first pixel.</param>
    /// <param name="pixelStep">From the source of a pixel to the next.</param>
    /// <param name="bias">The bias of all channels.</param>
    /// <param name="weights">The weights of each tap, <paramref name="channels"/> numbers each.</param>
    /// <param name="channels">Channels of a pixel, a vector at least.</param>
    /// <param name="result">The result of the first pixel.</param>
    /// <param name="resultStep">From the result of a pixel to the next.</param>
    /// <param name="second">How many pixels after the first one the second four begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(
        int* taps, int tapCount, T* source, nint pixelStep, T* bias, T* weights, int channels, T* result, nint resultStep, int second)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint two = 2 * pixelStep, three = 3 * pixelStep, between = second * pixelStep;
        for (int channel = 0; ; channel = Math.Min(channel + TVector.Count, channels - TVector.Count))
        {
            T* from = source + channel;
            T* weight = weights + channel;
            TVector c0 = TVector.Load(bias + channel);
            TVector c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
            for (int tap = 0; tap < tapCount; tap++, weight += channels)
            {
                T* a = from + taps[tap];
                T* b = a + between;
                TVector w = TVector.Load(weight);
                c0 = TVector.MultiplyAdd(TVector.Load(a), w, c0);
                c1 = TVector.MultiplyAdd(TVector.Load(a + pixelStep), w, c1);
                c2 = TVector.MultiplyAdd(TVector.Load(a + two), w, c2);
                c3 = TVector.MultiplyAdd(TVector.Load(a + three), w, c3);
                c4 = TVector.MultiplyAdd(TVector.Load(b), w, c4);
                c5 = TVector.MultiplyAdd(TVector.Load(b + pixelStep), w, c5);
                c6 = TVector.MultiplyAdd(TVector.Load(b + two), w, c6);
                c7 = TVector.MultiplyAdd(TVector.Load(b + three), w, c7);
            }

            T* to = result + channel;
            TVector.Store(c0, to);
            TVector.Store(c1, to + resultStep);
            TVector.Store(c2, to + (2 * resultStep));
            TVector.Store(c3, to + (3 * resultStep));
            to += second * resultStep;
            TVector.Store(c4, to);
            TVector.Store(c5, to + resultStep);
            TVector.Store(c6, to + (2 * resultStep));
            TVector.Store(c7, to + (3 * resultStep));
            if (channel + TVector.Count >= channels)
            {
                return;
            }
        }
    }

    /// <summary>The same for one pixel and some of the taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RunOne<TVector, T>(int* taps, int* chosen, int count, T* source, T* bias, T* weights, int channels, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int channel = 0; ; channel = Math.Min(channel + TVector.Count, channels - TVector.Count))
        {
            TVector sum = TVector.Load(bias + channel);
            for (int i = 0; i < count; i++)
            {
                int tap = chosen[i];
                sum = TVector.MultiplyAdd(TVector.Load(source + taps[tap] + channel), TVector.Load(weights + ((nint)tap * channels) + channel), sum);
            }

            TVector.Store(sum, result + channel);
            if (channel + TVector.Count >= channels)
            {
                return;
            }
        }
    }

    /// <summary>sums += sum over a row of pixels of image times maps, for three taps and all channels.</summary>
    /// <remarks>Nine sums as above: of three taps, which share a load of the maps, for every third pixel.</remarks>
    /// <param name="image0">What the first tap sees from the first pixel; the others may see the same.</param>
    /// <param name="image1">The second.</param>
    /// <param name="image2">The third.</param>
    /// <param name="pixelStep">From what a tap sees from a pixel to the next.</param>
    /// <param name="maps">The maps of the first pixel.</param>
    /// <param name="columns">Pixels.</param>
    /// <param name="channels">Channels of a pixel, a vector at least.</param>
    /// <param name="sums0">The sums of the first tap, one vector after the other.</param>
    /// <param name="sums1">The second.</param>
    /// <param name="sums2">The third.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddRow<TVector, T>(
        T* image0, T* image1, T* image2, nint pixelStep, T* maps, int columns, int channels, T* sums0, T* sums1, T* sums2)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint two = 2 * pixelStep, three = 3 * pixelStep, mapStep = channels, mapTwo = 2 * mapStep;
        for (int channel = 0, slot = 0; ; channel = Math.Min(channel + TVector.Count, channels - TVector.Count), slot += TVector.Count)
        {
            T* a0 = image0 + channel;
            T* a1 = image1 + channel;
            T* a2 = image2 + channel;
            T* b = maps + channel;
            TVector first0 = TVector.Load(sums0 + slot), first1 = TVector.Load(sums1 + slot), first2 = TVector.Load(sums2 + slot);
            TVector next0 = TVector.Zero, next1 = TVector.Zero, next2 = TVector.Zero;
            TVector last0 = TVector.Zero, last1 = TVector.Zero, last2 = TVector.Zero;
            int column = 0;
            for (; column < columns - 2; column += 3, a0 += three, a1 += three, a2 += three, b += 3 * mapStep)
            {
                TVector y = TVector.Load(b);
                first0 = TVector.MultiplyAdd(TVector.Load(a0), y, first0);
                first1 = TVector.MultiplyAdd(TVector.Load(a1), y, first1);
                first2 = TVector.MultiplyAdd(TVector.Load(a2), y, first2);
                y = TVector.Load(b + mapStep);
                next0 = TVector.MultiplyAdd(TVector.Load(a0 + pixelStep), y, next0);
                next1 = TVector.MultiplyAdd(TVector.Load(a1 + pixelStep), y, next1);
                next2 = TVector.MultiplyAdd(TVector.Load(a2 + pixelStep), y, next2);
                y = TVector.Load(b + mapTwo);
                last0 = TVector.MultiplyAdd(TVector.Load(a0 + two), y, last0);
                last1 = TVector.MultiplyAdd(TVector.Load(a1 + two), y, last1);
                last2 = TVector.MultiplyAdd(TVector.Load(a2 + two), y, last2);
            }

            for (; column < columns; column++, a0 += pixelStep, a1 += pixelStep, a2 += pixelStep, b += mapStep)
            {
                TVector y = TVector.Load(b);
                first0 = TVector.MultiplyAdd(TVector.Load(a0), y, first0);
                first1 = TVector.MultiplyAdd(TVector.Load(a1), y, first1);
                first2 = TVector.MultiplyAdd(TVector.Load(a2), y, first2);
            }

            TVector.Store(first0 + next0 + last0, sums0 + slot);
            TVector.Store(first1 + next1 + last1, sums1 + slot);
            TVector.Store(first2 + next2 + last2, sums2 + slot);
            if (channel + TVector.Count >= channels)
            {
                return;
            }
        }
    }
}
