using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of a 1x1 convolution to many result channels on 512-bit machines: the tile of <see cref="WideConvolutionTile"/> over neighbouring pixels, one after the other.</summary>
/// <remarks>
/// A 1x1 filter of 64 channels has 64 steps of multiply-adds a tile, so few that what a tile costs besides them counts: a call, addresses of six pixels, and
/// asking for memory ahead, an eighth of the time in all. Pixels that lie side by side need no addresses; and each step asks for a part of what the tiles to come
/// read and write, which fits between the multiply-adds.
/// </remarks>
internal static unsafe class WidePointwise
{
    /// <summary>Pixels of a tile.</summary>
    public const int Pixels = WideConvolutionTile.Pixels;

    // Tiles between asking for memory and using it.
    private const int Ahead = 2;

    /// <summary>result = addend + source times packed weights, for whole tiles of pixels and four whole vectors of result channels.</summary>
    /// <param name="source">The first number of the first pixel.</param>
    /// <param name="sourceStep">From a pixel to the next.</param>
    /// <param name="depth">Numbers of a pixel that count.</param>
    /// <param name="weights">Four vectors for each of them.</param>
    /// <param name="bias">Four vectors to add, or null to add onto the result.</param>
    /// <param name="result">The first result channel of the first pixel.</param>
    /// <param name="resultStep">From a pixel to the next.</param>
    /// <param name="tiles">How many tiles.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(T* source, nint sourceStep, nint depth, T* weights, T* bias, T* result, nint resultStep, int tiles)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint count = TVector.Count;
        nint sourceAsk = Pixels * sourceStep / depth, resultAsk = Pixels * resultStep / depth;
        for (; tiles > 0; tiles--, source += Pixels * sourceStep, result += Pixels * resultStep)
        {
            TVector c00 = TVector.Zero, c01 = TVector.Zero, c02 = TVector.Zero, c03 = TVector.Zero;
            TVector c10 = TVector.Zero, c11 = TVector.Zero, c12 = TVector.Zero, c13 = TVector.Zero;
            TVector c20 = TVector.Zero, c21 = TVector.Zero, c22 = TVector.Zero, c23 = TVector.Zero;
            TVector c30 = TVector.Zero, c31 = TVector.Zero, c32 = TVector.Zero, c33 = TVector.Zero;
            TVector c40 = TVector.Zero, c41 = TVector.Zero, c42 = TVector.Zero, c43 = TVector.Zero;
            TVector c50 = TVector.Zero, c51 = TVector.Zero, c52 = TVector.Zero, c53 = TVector.Zero;
            T* low = source, high = source + (3 * sourceStep), w = weights;
            T* read = source + (Ahead * Pixels * sourceStep), written = result + (Ahead * Pixels * resultStep);
            for (nint p = depth; p > 0; p--)
            {
                Prefetch.Line(read);
                Prefetch.Line(written);
                TVector b0 = TVector.Load(w), b1 = TVector.Load(w + count), b2 = TVector.Load(w + (2 * count)), b3 = TVector.Load(w + (3 * count));
                TVector ai = TVector.Create(low[0]);
                c00 = TVector.MultiplyAdd(ai, b0, c00);
                c01 = TVector.MultiplyAdd(ai, b1, c01);
                c02 = TVector.MultiplyAdd(ai, b2, c02);
                c03 = TVector.MultiplyAdd(ai, b3, c03);
                ai = TVector.Create(low[sourceStep]);
                c10 = TVector.MultiplyAdd(ai, b0, c10);
                c11 = TVector.MultiplyAdd(ai, b1, c11);
                c12 = TVector.MultiplyAdd(ai, b2, c12);
                c13 = TVector.MultiplyAdd(ai, b3, c13);
                ai = TVector.Create(low[2 * sourceStep]);
                c20 = TVector.MultiplyAdd(ai, b0, c20);
                c21 = TVector.MultiplyAdd(ai, b1, c21);
                c22 = TVector.MultiplyAdd(ai, b2, c22);
                c23 = TVector.MultiplyAdd(ai, b3, c23);
                ai = TVector.Create(high[0]);
                c30 = TVector.MultiplyAdd(ai, b0, c30);
                c31 = TVector.MultiplyAdd(ai, b1, c31);
                c32 = TVector.MultiplyAdd(ai, b2, c32);
                c33 = TVector.MultiplyAdd(ai, b3, c33);
                ai = TVector.Create(high[sourceStep]);
                c40 = TVector.MultiplyAdd(ai, b0, c40);
                c41 = TVector.MultiplyAdd(ai, b1, c41);
                c42 = TVector.MultiplyAdd(ai, b2, c42);
                c43 = TVector.MultiplyAdd(ai, b3, c43);
                ai = TVector.Create(high[2 * sourceStep]);
                c50 = TVector.MultiplyAdd(ai, b0, c50);
                c51 = TVector.MultiplyAdd(ai, b1, c51);
                c52 = TVector.MultiplyAdd(ai, b2, c52);
                c53 = TVector.MultiplyAdd(ai, b3, c53);
                low++;
                high++;
                w += WideConvolutionTile.Vectors * count;
                read += sourceAsk;
                written += resultAsk;
            }

            WideConvolutionTile.Write<TVector, T>(c00, c01, c02, c03, result, bias, add: true);
            WideConvolutionTile.Write<TVector, T>(c10, c11, c12, c13, result + resultStep, bias, add: true);
            WideConvolutionTile.Write<TVector, T>(c20, c21, c22, c23, result + (2 * resultStep), bias, add: true);
            WideConvolutionTile.Write<TVector, T>(c30, c31, c32, c33, result + (3 * resultStep), bias, add: true);
            WideConvolutionTile.Write<TVector, T>(c40, c41, c42, c43, result + (4 * resultStep), bias, add: true);
            WideConvolutionTile.Write<TVector, T>(c50, c51, c52, c53, result + (5 * resultStep), bias, add: true);
        }
    }
}
