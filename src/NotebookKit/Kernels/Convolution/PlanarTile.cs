using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of <see cref="PlanarConvolution"/>: some vectors of neighbouring pixels by three filters or one, all in registers.</summary>
/// <remarks>
/// A step of the depth is one tap of one source channel: the same distance from every pixel. Its numbers are read at the pixels, its
/// weights spread over a vector. Three filters by eight vectors are 24 of 32 registers, by four vectors twelve of 16; a lone filter
/// takes eight vectors to hide the latency of a multiply-add. Always whole: the caller leaves room for all vectors.
/// </remarks>
internal static unsafe class PlanarTile
{
    /// <summary>Filters that share what is read.</summary>
    public const int Filters = 3;

    /// <summary>Most vectors of a tile.</summary>
    public const int MostVectors = 8;

    /// <summary>How many vectors of pixels a tile of so many filters has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Vectors<TVector, T>(int filters)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => filters == 1 || TVector.Count * sizeof(T) == 64 ? MostVectors : MostVectors / 2;

    /// <summary>result[f] = bias[f] + sum over the depth of weights[d, f] source[offsets[d]], for each filter f and each pixel of the vectors.</summary>
    /// <param name="filters">Three or one.</param>
    /// <param name="offsets">How far each step of the depth looks from a pixel.</param>
    /// <param name="depth">Taps times source channels.</param>
    /// <param name="source">The source, plane by plane.</param>
    /// <param name="sourceAt">Where each vector begins in it.</param>
    /// <param name="weights">The bias of each filter, then a weight of each for every step.</param>
    /// <param name="result">Vector after vector of the first filter.</param>
    /// <param name="planeStep">From a filter's result to the next one's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TVector, T>(int filters, int* offsets, int depth, T* source, int* sourceAt, T* weights, T* result, nint planeStep)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (filters == 1)
        {
            OneByEight<TVector, T>(offsets, depth, source, sourceAt, weights, result);
        }
        else if (Vectors<TVector, T>(filters) == MostVectors)
        {
            ThreeByEight<TVector, T>(offsets, depth, source, sourceAt, weights, result, planeStep);
        }
        else
        {
            ThreeByFour<TVector, T>(offsets, depth, source, sourceAt, weights, result, planeStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ThreeByEight<TVector, T>(int* offsets, nint depth, T* source, int* sourceAt, T* weights, T* result, nint planeStep)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector b0 = TVector.Create(weights[0]);
        TVector b1 = TVector.Create(weights[1]);
        TVector b2 = TVector.Create(weights[2]);
        TVector c00 = b0, c10 = b1, c20 = b2;
        TVector c01 = b0, c11 = b1, c21 = b2;
        TVector c02 = b0, c12 = b1, c22 = b2;
        TVector c03 = b0, c13 = b1, c23 = b2;
        TVector c04 = b0, c14 = b1, c24 = b2;
        TVector c05 = b0, c15 = b1, c25 = b2;
        TVector c06 = b0, c16 = b1, c26 = b2;
        TVector c07 = b0, c17 = b1, c27 = b2;
        T* s0 = source + sourceAt[0];
        T* s1 = source + sourceAt[1];
        T* s2 = source + sourceAt[2];
        T* s3 = source + sourceAt[3];
        T* s4 = source + sourceAt[4];
        T* s5 = source + sourceAt[5];
        T* s6 = source + sourceAt[6];
        T* s7 = source + sourceAt[7];
        for (nint d = 0; d < depth; d++)
        {
            weights += Filters;
            nint at = offsets[d];
            b0 = TVector.Create(weights[0]);
            b1 = TVector.Create(weights[1]);
            b2 = TVector.Create(weights[2]);
            TVector s = TVector.Load(s0 + at);
            c00 = TVector.MultiplyAdd(b0, s, c00);
            c10 = TVector.MultiplyAdd(b1, s, c10);
            c20 = TVector.MultiplyAdd(b2, s, c20);
            s = TVector.Load(s1 + at);
            c01 = TVector.MultiplyAdd(b0, s, c01);
            c11 = TVector.MultiplyAdd(b1, s, c11);
            c21 = TVector.MultiplyAdd(b2, s, c21);
            s = TVector.Load(s2 + at);
            c02 = TVector.MultiplyAdd(b0, s, c02);
            c12 = TVector.MultiplyAdd(b1, s, c12);
            c22 = TVector.MultiplyAdd(b2, s, c22);
            s = TVector.Load(s3 + at);
            c03 = TVector.MultiplyAdd(b0, s, c03);
            c13 = TVector.MultiplyAdd(b1, s, c13);
            c23 = TVector.MultiplyAdd(b2, s, c23);
            s = TVector.Load(s4 + at);
            c04 = TVector.MultiplyAdd(b0, s, c04);
            c14 = TVector.MultiplyAdd(b1, s, c14);
            c24 = TVector.MultiplyAdd(b2, s, c24);
            s = TVector.Load(s5 + at);
            c05 = TVector.MultiplyAdd(b0, s, c05);
            c15 = TVector.MultiplyAdd(b1, s, c15);
            c25 = TVector.MultiplyAdd(b2, s, c25);
            s = TVector.Load(s6 + at);
            c06 = TVector.MultiplyAdd(b0, s, c06);
            c16 = TVector.MultiplyAdd(b1, s, c16);
            c26 = TVector.MultiplyAdd(b2, s, c26);
            s = TVector.Load(s7 + at);
            c07 = TVector.MultiplyAdd(b0, s, c07);
            c17 = TVector.MultiplyAdd(b1, s, c17);
            c27 = TVector.MultiplyAdd(b2, s, c27);
        }

        TVector.Store(c00, result);
        TVector.Store(c01, result + TVector.Count);
        TVector.Store(c02, result + (2 * TVector.Count));
        TVector.Store(c03, result + (3 * TVector.Count));
        TVector.Store(c04, result + (4 * TVector.Count));
        TVector.Store(c05, result + (5 * TVector.Count));
        TVector.Store(c06, result + (6 * TVector.Count));
        TVector.Store(c07, result + (7 * TVector.Count));
        result += planeStep;
        TVector.Store(c10, result);
        TVector.Store(c11, result + TVector.Count);
        TVector.Store(c12, result + (2 * TVector.Count));
        TVector.Store(c13, result + (3 * TVector.Count));
        TVector.Store(c14, result + (4 * TVector.Count));
        TVector.Store(c15, result + (5 * TVector.Count));
        TVector.Store(c16, result + (6 * TVector.Count));
        TVector.Store(c17, result + (7 * TVector.Count));
        result += planeStep;
        TVector.Store(c20, result);
        TVector.Store(c21, result + TVector.Count);
        TVector.Store(c22, result + (2 * TVector.Count));
        TVector.Store(c23, result + (3 * TVector.Count));
        TVector.Store(c24, result + (4 * TVector.Count));
        TVector.Store(c25, result + (5 * TVector.Count));
        TVector.Store(c26, result + (6 * TVector.Count));
        TVector.Store(c27, result + (7 * TVector.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ThreeByFour<TVector, T>(int* offsets, nint depth, T* source, int* sourceAt, T* weights, T* result, nint planeStep)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector b0 = TVector.Create(weights[0]);
        TVector b1 = TVector.Create(weights[1]);
        TVector b2 = TVector.Create(weights[2]);
        TVector c00 = b0, c10 = b1, c20 = b2;
        TVector c01 = b0, c11 = b1, c21 = b2;
        TVector c02 = b0, c12 = b1, c22 = b2;
        TVector c03 = b0, c13 = b1, c23 = b2;
        T* s0 = source + sourceAt[0];
        T* s1 = source + sourceAt[1];
        T* s2 = source + sourceAt[2];
        T* s3 = source + sourceAt[3];
        for (nint d = 0; d < depth; d++)
        {
            weights += Filters;
            nint at = offsets[d];
            b0 = TVector.Create(weights[0]);
            b1 = TVector.Create(weights[1]);
            b2 = TVector.Create(weights[2]);
            TVector s = TVector.Load(s0 + at);
            c00 = TVector.MultiplyAdd(b0, s, c00);
            c10 = TVector.MultiplyAdd(b1, s, c10);
            c20 = TVector.MultiplyAdd(b2, s, c20);
            s = TVector.Load(s1 + at);
            c01 = TVector.MultiplyAdd(b0, s, c01);
            c11 = TVector.MultiplyAdd(b1, s, c11);
            c21 = TVector.MultiplyAdd(b2, s, c21);
            s = TVector.Load(s2 + at);
            c02 = TVector.MultiplyAdd(b0, s, c02);
            c12 = TVector.MultiplyAdd(b1, s, c12);
            c22 = TVector.MultiplyAdd(b2, s, c22);
            s = TVector.Load(s3 + at);
            c03 = TVector.MultiplyAdd(b0, s, c03);
            c13 = TVector.MultiplyAdd(b1, s, c13);
            c23 = TVector.MultiplyAdd(b2, s, c23);
        }

        TVector.Store(c00, result);
        TVector.Store(c01, result + TVector.Count);
        TVector.Store(c02, result + (2 * TVector.Count));
        TVector.Store(c03, result + (3 * TVector.Count));
        result += planeStep;
        TVector.Store(c10, result);
        TVector.Store(c11, result + TVector.Count);
        TVector.Store(c12, result + (2 * TVector.Count));
        TVector.Store(c13, result + (3 * TVector.Count));
        result += planeStep;
        TVector.Store(c20, result);
        TVector.Store(c21, result + TVector.Count);
        TVector.Store(c22, result + (2 * TVector.Count));
        TVector.Store(c23, result + (3 * TVector.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneByEight<TVector, T>(int* offsets, nint depth, T* source, int* sourceAt, T* weights, T* result)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector b = TVector.Create(weights[0]);
        TVector c0 = b;
        TVector c1 = b;
        TVector c2 = b;
        TVector c3 = b;
        TVector c4 = b;
        TVector c5 = b;
        TVector c6 = b;
        TVector c7 = b;
        T* s0 = source + sourceAt[0];
        T* s1 = source + sourceAt[1];
        T* s2 = source + sourceAt[2];
        T* s3 = source + sourceAt[3];
        T* s4 = source + sourceAt[4];
        T* s5 = source + sourceAt[5];
        T* s6 = source + sourceAt[6];
        T* s7 = source + sourceAt[7];
        for (nint d = 0; d < depth; d++)
        {
            weights++;
            nint at = offsets[d];
            b = TVector.Create(weights[0]);
            c0 = TVector.MultiplyAdd(b, TVector.Load(s0 + at), c0);
            c1 = TVector.MultiplyAdd(b, TVector.Load(s1 + at), c1);
            c2 = TVector.MultiplyAdd(b, TVector.Load(s2 + at), c2);
            c3 = TVector.MultiplyAdd(b, TVector.Load(s3 + at), c3);
            c4 = TVector.MultiplyAdd(b, TVector.Load(s4 + at), c4);
            c5 = TVector.MultiplyAdd(b, TVector.Load(s5 + at), c5);
            c6 = TVector.MultiplyAdd(b, TVector.Load(s6 + at), c6);
            c7 = TVector.MultiplyAdd(b, TVector.Load(s7 + at), c7);
        }

        TVector.Store(c0, result);
        TVector.Store(c1, result + TVector.Count);
        TVector.Store(c2, result + (2 * TVector.Count));
        TVector.Store(c3, result + (3 * TVector.Count));
        TVector.Store(c4, result + (4 * TVector.Count));
        TVector.Store(c5, result + (5 * TVector.Count));
        TVector.Store(c6, result + (6 * TVector.Count));
        TVector.Store(c7, result + (7 * TVector.Count));
    }
}
