using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of the direct convolution: six pixels by two vectors of result channels, in twelve registers.</summary>
/// <remarks>
/// The same tile as <see cref="MicroKernel"/>, but its six rows are read where they lie in the image: each pixel has its
/// own address, and all six move along a run of numbers together, so nothing is copied into columns.
/// </remarks>
internal static unsafe class ConvolutionTile
{
    /// <summary>Pixels of a tile.</summary>
    public const int Pixels = 6;

    /// <summary>result = addend + sum over the runs of source times packed weights, for up to six pixels.</summary>
    /// <param name="runs">The runs of numbers under the taps.</param>
    /// <param name="runCount">How many.</param>
    /// <param name="source">The source of the block.</param>
    /// <param name="sourceAt">Where the source of each of six pixels begins.</param>
    /// <param name="weights">Two vectors of weights for each number of the whole filter.</param>
    /// <param name="result">The first result channel of the tile.</param>
    /// <param name="resultAt">Where the result of each of six pixels lies.</param>
    /// <param name="bias">Two vectors to begin with, or null to add onto the result.</param>
    /// <param name="pixels">How many of the six exist.</param>
    /// <param name="width">How many result channels exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(
        TapRun* runs, int runCount, T* source, int* sourceAt, T* weights, T* result, int* resultAt, T* bias, int pixels, int width)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c10 = TVector.Zero, c11 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c30 = TVector.Zero, c31 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero, c50 = TVector.Zero, c51 = TVector.Zero;
        for (int run = 0; run < runCount; run++)
        {
            T* from = source + runs[run].Offset;
            T* w = weights + ((nint)runs[run].Weight * 2 * count);
            T* a0 = from + sourceAt[0];
            T* a1 = from + sourceAt[1];
            T* a2 = from + sourceAt[2];
            T* a3 = from + sourceAt[3];
            T* a4 = from + sourceAt[4];
            T* a5 = from + sourceAt[5];
            nint length = runs[run].Length;
            for (nint p = 0; p < length; p++)
            {
                TVector b0 = TVector.Load(w);
                TVector b1 = TVector.Load(w + count);
                TVector ai = TVector.Create(a0[p]);
                c00 = TVector.MultiplyAdd(ai, b0, c00);
                c01 = TVector.MultiplyAdd(ai, b1, c01);
                ai = TVector.Create(a1[p]);
                c10 = TVector.MultiplyAdd(ai, b0, c10);
                c11 = TVector.MultiplyAdd(ai, b1, c11);
                ai = TVector.Create(a2[p]);
                c20 = TVector.MultiplyAdd(ai, b0, c20);
                c21 = TVector.MultiplyAdd(ai, b1, c21);
                ai = TVector.Create(a3[p]);
                c30 = TVector.MultiplyAdd(ai, b0, c30);
                c31 = TVector.MultiplyAdd(ai, b1, c31);
                ai = TVector.Create(a4[p]);
                c40 = TVector.MultiplyAdd(ai, b0, c40);
                c41 = TVector.MultiplyAdd(ai, b1, c41);
                ai = TVector.Create(a5[p]);
                c50 = TVector.MultiplyAdd(ai, b0, c50);
                c51 = TVector.MultiplyAdd(ai, b1, c51);
                w += 2 * count;
            }
        }

        if (pixels == Pixels && width == 2 * count)
        {
            Write<TVector, T>(c00, c01, result + resultAt[0], bias);
            Write<TVector, T>(c10, c11, result + resultAt[1], bias);
            Write<TVector, T>(c20, c21, result + resultAt[2], bias);
            Write<TVector, T>(c30, c31, result + resultAt[3], bias);
            Write<TVector, T>(c40, c41, result + resultAt[4], bias);
            Write<TVector, T>(c50, c51, result + resultAt[5], bias);
            return;
        }

        // A tile at the edge: write it aside, then copy the part that exists.
        T* tile = stackalloc T[Pixels * 2 * count];
        Store<TVector, T>(c00, c01, tile);
        Store<TVector, T>(c10, c11, tile + (2 * count));
        Store<TVector, T>(c20, c21, tile + (4 * count));
        Store<TVector, T>(c30, c31, tile + (6 * count));
        Store<TVector, T>(c40, c41, tile + (8 * count));
        Store<TVector, T>(c50, c51, tile + (10 * count));
        CopyPart(tile, 2 * count, result, resultAt, bias, pixels, width);
    }

    /// <summary>Adds the part of a tile that exists to the bias, or to what is there when <paramref name="bias"/> is null.</summary>
    public static void CopyPart<T>(T* tile, int tileWidth, T* result, int* resultAt, T* bias, int pixels, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            T* to = result + resultAt[pixel];
            T* from = tile + (pixel * tileWidth);
            T* addend = bias == null ? to : bias;
            for (int column = 0; column < width; column++)
            {
                to[column] = addend[column] + from[column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TVector, T>(TVector left, TVector right, T* to, T* bias)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* addend = bias == null ? to : bias;
        Store<TVector, T>(TVector.Load(addend) + left, TVector.Load(addend + TVector.Count) + right, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, T>(TVector left, TVector right, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector.Store(left, to);
        TVector.Store(right, to + TVector.Count);
    }
}
