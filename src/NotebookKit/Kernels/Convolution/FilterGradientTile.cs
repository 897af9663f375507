using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of the filters' gradient: six neighbouring image numbers by two vectors of maps, added up over a block of pixels.</summary>
internal static unsafe class FilterGradientTile
{
    /// <summary>Image numbers of a tile.</summary>
    public const int Rows = 6;

    /// <summary>sums[i] += sum over the pixels of image[pixel + i] maps[pixel].</summary>
    /// <param name="image">The first image number under the first pixel.</param>
    /// <param name="pixelStep">From a pixel's image number to the next one's.</param>
    /// <param name="rowStep">From a row's image number to the next one's.</param>
    /// <param name="maps">Two vectors a pixel.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Pixels in a row.</param>
    /// <param name="sums">Two vectors an image number.</param>
    /// <param name="valid">How many of the six image numbers count.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(T* image, nint pixelStep, nint rowStep, T* maps, int rows, int columns, T* sums, int valid)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c10 = TVector.Zero, c11 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c30 = TVector.Zero, c31 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero, c50 = TVector.Zero, c51 = TVector.Zero;
        for (int row = 0; row < rows; row++, image += rowStep)
        {
            T* a = image;
            for (int column = 0; column < columns; column++)
            {
                TVector b0 = TVector.Load(maps);
                TVector b1 = TVector.Load(maps + count);
                TVector ai = TVector.Create(a[0]);
                c00 = TVector.MultiplyAdd(ai, b0, c00);
                c01 = TVector.MultiplyAdd(ai, b1, c01);
                ai = TVector.Create(a[1]);
                c10 = TVector.MultiplyAdd(ai, b0, c10);
                c11 = TVector.MultiplyAdd(ai, b1, c11);
                ai = TVector.Create(a[2]);
                c20 = TVector.MultiplyAdd(ai, b0, c20);
                c21 = TVector.MultiplyAdd(ai, b1, c21);
                ai = TVector.Create(a[3]);
                c30 = TVector.MultiplyAdd(ai, b0, c30);
                c31 = TVector.MultiplyAdd(ai, b1, c31);
                ai = TVector.Create(a[4]);
                c40 = TVector.MultiplyAdd(ai, b0, c40);
                c41 = TVector.MultiplyAdd(ai, b1, c41);
                ai = TVector.Create(a[5]);
                c50 = TVector.MultiplyAdd(ai, b0, c50);
                c51 = TVector.MultiplyAdd(ai, b1, c51);
                a += pixelStep;
                maps += 2 * count;
            }
        }

        Add<TVector, T>(c00, c01, sums, 0, valid);
        Add<TVector, T>(c10, c11, sums, 1, valid);
        Add<TVector, T>(c20, c21, sums, 2, valid);
        Add<TVector, T>(c30, c31, sums, 3, valid);
        Add<TVector, T>(c40, c41, sums, 4, valid);
        Add<TVector, T>(c50, c51, sums, 5, valid);
    }

    /// <summary>As <see cref="Run"/> for few maps, one vector a pixel: even and odd pixels are added up apart, to hide the latency.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RunNarrow<TVector, T>(T* image, nint pixelStep, nint rowStep, T* maps, int rows, int columns, T* sums, int valid)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        TVector c0 = TVector.Zero, c1 = TVector.Zero, c2 = TVector.Zero, c3 = TVector.Zero, c4 = TVector.Zero, c5 = TVector.Zero;
        TVector d0 = TVector.Zero, d1 = TVector.Zero, d2 = TVector.Zero, d3 = TVector.Zero, d4 = TVector.Zero, d5 = TVector.Zero;
        for (int row = 0; row < rows; row++, image += rowStep)
        {
            T* a = image;
            int column = 0;
            for (; column < columns - 1; column += 2)
            {
                TVector b = TVector.Load(maps);
                c0 = TVector.MultiplyAdd(TVector.Create(a[0]), b, c0);
                c1 = TVector.MultiplyAdd(TVector.Create(a[1]), b, c1);
                c2 = TVector.MultiplyAdd(TVector.Create(a[2]), b, c2);
                c3 = TVector.MultiplyAdd(TVector.Create(a[3]), b, c3);
                c4 = TVector.MultiplyAdd(TVector.Create(a[4]), b, c4);
                c5 = TVector.MultiplyAdd(TVector.Create(a[5]), b, c5);
                a += pixelStep;
                b = TVector.Load(maps + count);
                d0 = TVector.MultiplyAdd(TVector.Create(a[0]), b, d0);
                d1 = TVector.MultiplyAdd(TVector.Create(a[1]), b, d1);
                d2 = TVector.MultiplyAdd(TVector.Create(a[2]), b, d2);
                d3 = TVector.MultiplyAdd(TVector.Create(a[3]), b, d3);
                d4 = TVector.MultiplyAdd(TVector.Create(a[4]), b, d4);
                d5 = TVector.MultiplyAdd(TVector.Create(a[5]), b, d5);
                a += pixelStep;
                maps += 2 * count;
            }

            if (column < columns)
            {
                TVector b = TVector.Load(maps);
                c0 = TVector.MultiplyAdd(TVector.Create(a[0]), b, c0);
                c1 = TVector.MultiplyAdd(TVector.Create(a[1]), b, c1);
                c2 = TVector.MultiplyAdd(TVector.Create(a[2]), b, c2);
                c3 = TVector.MultiplyAdd(TVector.Create(a[3]), b, c3);
                c4 = TVector.MultiplyAdd(TVector.Create(a[4]), b, c4);
                c5 = TVector.MultiplyAdd(TVector.Create(a[5]), b, c5);
                maps += count;
            }
        }

        AddOne<TVector, T>(c0 + d0, sums, 0, valid);
        AddOne<TVector, T>(c1 + d1, sums, 1, valid);
        AddOne<TVector, T>(c2 + d2, sums, 2, valid);
        AddOne<TVector, T>(c3 + d3, sums, 3, valid);
        AddOne<TVector, T>(c4 + d4, sums, 4, valid);
        AddOne<TVector, T>(c5 + d5, sums, 5, valid);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne<TVector, T>(TVector sum, T* sums, int row, int valid)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (row < valid)
        {
            T* to = sums + (row * TVector.Count);
            TVector.Store(TVector.Load(to) + sum, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, T>(TVector left, TVector right, T* sums, int row, int valid)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (row < valid)
        {
            T* to = sums + (row * 2 * TVector.Count);
            TVector.Store(TVector.Load(to) + left, to);
            TVector.Store(TVector.Load(to + TVector.Count) + right, to + TVector.Count);
        }
    }
}
