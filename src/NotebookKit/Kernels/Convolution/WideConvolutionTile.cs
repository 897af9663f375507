using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of the direct convolution for many result channels on 512-bit machines: six pixels by four vectors, in 24 of their 32 registers.</summary>
/// <remarks>
/// As <see cref="ConvolutionTile"/>, but ten loads feed 24 multiply-adds instead of eight twelve, and 64 maps in single
/// precision are one panel: each number of the source goes from the cache to the registers once. On 256 bits there are
/// no registers for it.
/// </remarks>
internal static unsafe class WideConvolutionTile
{
    /// <summary>Pixels of a tile.</summary>
    public const int Pixels = ConvolutionTile.Pixels;

    /// <summary>Vectors of result channels of a tile.</summary>
    public const int Vectors = 4;

    /// <summary>As <see cref="ConvolutionTile.Run"/>, for four vectors of weights for each number, and with the numbers of all runs in one list.</summary>
    /// <remarks>
    /// One loop over all of them: where runs are as short as the 21 numbers of a row of a 7x7 filter over colours, to begin each anew took an eighth of the time.
    /// Each step also asks for a line of what a tile to come reads.
    /// </remarks>
    /// <param name="offsets">Where each number lies from its pixel's first, and which line is asked for meanwhile, in turns.</param>
    /// <param name="depth">How many numbers.</param>
    /// <param name="source">The source of the block.</param>
    /// <param name="sourceAt">Where the source of each of six pixels begins.</param>
    /// <param name="ahead">Where a tile to come reads.</param>
    /// <param name="weights">Four vectors of weights for each number of the whole filter.</param>
    /// <param name="result">The first result channel of the tile.</param>
    /// <param name="resultAt">Where the result of each of six pixels lies.</param>
    /// <param name="bias">Four vectors to begin with, or null to add onto the result.</param>
    /// <param name="pixels">How many of the six exist.</param>
    /// <param name="width">How many result channels exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(
        TapOffset* offsets, nint depth, T* source, int* sourceAt, T* ahead, T* weights, T* result, int* resultAt, T* bias, int pixels, int width)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c02 = TVector.Zero, c03 = TVector.Zero;
        TVector c10 = TVector.Zero, c11 = TVector.Zero, c12 = TVector.Zero, c13 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c22 = TVector.Zero, c23 = TVector.Zero;
        TVector c30 = TVector.Zero, c31 = TVector.Zero, c32 = TVector.Zero, c33 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero, c42 = TVector.Zero, c43 = TVector.Zero;
        TVector c50 = TVector.Zero, c51 = TVector.Zero, c52 = TVector.Zero, c53 = TVector.Zero;
        T* a0 = source + sourceAt[0];
        T* a1 = source + sourceAt[1];
        T* a2 = source + sourceAt[2];
        T* a3 = source + sourceAt[3];
        T* a4 = source + sourceAt[4];
        T* a5 = source + sourceAt[5];
        for (TapOffset* end = offsets + depth; offsets < end; offsets++)
        {
            nint at = offsets->Number;
            Prefetch.Line(ahead + offsets->Asked);
            T* w = weights + offsets->Weight;
            TVector b0 = TVector.Load(w);
            TVector b1 = TVector.Load(w + count);
            TVector b2 = TVector.Load(w + (2 * count));
            TVector b3 = TVector.Load(w + (3 * count));
            TVector ai = TVector.Create(a0[at]);
            c00 = TVector.MultiplyAdd(ai, b0, c00);
            c01 = TVector.MultiplyAdd(ai, b1, c01);
            c02 = TVector.MultiplyAdd(ai, b2, c02);
            c03 = TVector.MultiplyAdd(ai, b3, c03);
            ai = TVector.Create(a1[at]);
            c10 = TVector.MultiplyAdd(ai, b0, c10);
            c11 = TVector.MultiplyAdd(ai, b1, c11);
            c12 = TVector.MultiplyAdd(ai, b2, c12);
            c13 = TVector.MultiplyAdd(ai, b3, c13);
            ai = TVector.Create(a2[at]);
            c20 = TVector.MultiplyAdd(ai, b0, c20);
            c21 = TVector.MultiplyAdd(ai, b1, c21);
            c22 = TVector.MultiplyAdd(ai, b2, c22);
            c23 = TVector.MultiplyAdd(ai, b3, c23);
            ai = TVector.Create(a3[at]);
            c30 = TVector.MultiplyAdd(ai, b0, c30);
            c31 = TVector.MultiplyAdd(ai, b1, c31);
            c32 = TVector.MultiplyAdd(ai, b2, c32);
            c33 = TVector.MultiplyAdd(ai, b3, c33);
            ai = TVector.Create(a4[at]);
            c40 = TVector.MultiplyAdd(ai, b0, c40);
            c41 = TVector.MultiplyAdd(ai, b1, c41);
            c42 = TVector.MultiplyAdd(ai, b2, c42);
            c43 = TVector.MultiplyAdd(ai, b3, c43);
            ai = TVector.Create(a5[at]);
            c50 = TVector.MultiplyAdd(ai, b0, c50);
            c51 = TVector.MultiplyAdd(ai, b1, c51);
            c52 = TVector.MultiplyAdd(ai, b2, c52);
            c53 = TVector.MultiplyAdd(ai, b3, c53);
        }

        // A tile at the edge: write it aside, then copy the part that exists.
        bool whole = pixels == Pixels && width == Vectors * count;
        T* aside = stackalloc T[whole ? 0 : Pixels * Vectors * count];
        T* addend = whole ? bias : null;
        Write<TVector, T>(c00, c01, c02, c03, whole ? result + resultAt[0] : aside + (0 * Vectors * count), addend, whole);
        Write<TVector, T>(c10, c11, c12, c13, whole ? result + resultAt[1] : aside + (1 * Vectors * count), addend, whole);
        Write<TVector, T>(c20, c21, c22, c23, whole ? result + resultAt[2] : aside + (2 * Vectors * count), addend, whole);
        Write<TVector, T>(c30, c31, c32, c33, whole ? result + resultAt[3] : aside + (3 * Vectors * count), addend, whole);
        Write<TVector, T>(c40, c41, c42, c43, whole ? result + resultAt[4] : aside + (4 * Vectors * count), addend, whole);
        Write<TVector, T>(c50, c51, c52, c53, whole ? result + resultAt[5] : aside + (5 * Vectors * count), addend, whole);
        if (!whole)
        {
            ConvolutionTile.CopyPart(aside, Vectors * count, result, resultAt, bias, pixels, width);
        }
    }

    /// <summary>Stores sums, plus the bias or, when that is null, what is there already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TVector, T>(TVector first, TVector second, TVector third, TVector fourth, T* to, T* bias, bool add)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (add)
        {
            T* addend = bias == null ? to : bias;
            first = TVector.Load(addend) + first;
            second = TVector.Load(addend + TVector.Count) + second;
            third = TVector.Load(addend + (2 * TVector.Count)) + third;
            fourth = TVector.Load(addend + (3 * TVector.Count)) + fourth;
        }

        TVector.Store(first, to);
        TVector.Store(second, to + TVector.Count);
        TVector.Store(third, to + (2 * TVector.Count));
        TVector.Store(fourth, to + (3 * TVector.Count));
    }
}
