using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The insides of a convolution whose channels each have a filter of their own: a vector holds neighbouring channels of a pixel.</summary>
internal static unsafe class DepthwiseTile
{
    /// <summary>Pixels that share a load of the weights.</summary>
    public const int Pixels = 4;

    /// <summary>result = bias + sum over the taps of source times weights, for four pixels and all channels.</summary>
    /// <param name="taps">Where each tap looks from a pixel.</param>
    /// <param name="tapCount">How many.</param>
    /// <param name="source">The source of the block.</param>
    /// <param name="sourceAt">Where the source of each of four pixels begins.</param>
    /// <param name="weights">The bias of all channels, then the weights of each tap.</param>
    /// <param name="step">Channels, filled up to whole vectors.</param>
    /// <param name="result">The result of four pixels.</param>
    /// <param name="resultStep">From a pixel of the result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, T>(int* taps, int tapCount, T* source, int* sourceAt, T* weights, int step, T* result, nint resultStep)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int channel = 0; channel < step; channel += TVector.Count)
        {
            T* a0 = source + sourceAt[0] + channel;
            T* a1 = source + sourceAt[1] + channel;
            T* a2 = source + sourceAt[2] + channel;
            T* a3 = source + sourceAt[3] + channel;
            T* weight = weights + channel;
            TVector c0 = TVector.Load(weight);
            TVector c1 = c0;
            TVector c2 = c0;
            TVector c3 = c0;
            for (int tap = 0; tap < tapCount; tap++)
            {
                weight += step;
                nint at = taps[tap];
                TVector w = TVector.Load(weight);
                c0 = TVector.MultiplyAdd(TVector.Load(a0 + at), w, c0);
                c1 = TVector.MultiplyAdd(TVector.Load(a1 + at), w, c1);
                c2 = TVector.MultiplyAdd(TVector.Load(a2 + at), w, c2);
                c3 = TVector.MultiplyAdd(TVector.Load(a3 + at), w, c3);
            }

            TVector.Store(c0, result + channel);
            TVector.Store(c1, result + resultStep + channel);
            TVector.Store(c2, result + (2 * resultStep) + channel);
            TVector.Store(c3, result + (3 * resultStep) + channel);
        }
    }

    /// <summary>sums += sum over a row of pixels of image times maps, for one tap and all channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow<TVector, T>(T* image, nint pixelStep, T* maps, int columns, int step, T* sums)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int channel = 0; channel < step; channel += TVector.Count)
        {
            T* a = image + channel;
            T* b = maps + channel;
            TVector even = TVector.Load(sums + channel);
            TVector odd = TVector.Zero;
            int column = 0;
            for (; column < columns - 1; column += 2, a += 2 * pixelStep, b += 2 * step)
            {
                even = TVector.MultiplyAdd(TVector.Load(a), TVector.Load(b), even);
                odd = TVector.MultiplyAdd(TVector.Load(a + pixelStep), TVector.Load(b + step), odd);
            }

            if (column < columns)
            {
                even = TVector.MultiplyAdd(TVector.Load(a), TVector.Load(b), even);
            }

            TVector.Store(even + odd, sums + channel);
        }
    }
}
