using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of the filters' gradient for many maps on 512-bit machines: six or four neighbouring image numbers by four vectors of maps, in up to 24 of their 32 registers.</summary>
/// <remarks>
/// As <see cref="FilterGradientTile"/>; the maps may lie where they are, any distance from pixel to pixel. Sixes and fours
/// together fill every even number of image numbers, so that no tile then reads past a pixel's channels.
/// </remarks>
internal static unsafe class WideFilterGradientTile
{
    /// <summary>Vectors of maps.</summary>
    public const int Vectors = 4;

    private const int Six = 6;
    private const int Four = 4;

    /// <summary>How many image numbers the next tile takes when so many are left; it may be more.</summary>
    public static int Rows(int left) => left <= Four || left == 2 * Four ? Four : Six;

    /// <summary>As <see cref="FilterGradientTile.Run"/>, for six or four image numbers.</summary>
    /// <param name="imageNumbers">Six or four.</param>
    /// <param name="image">The first image number under the first pixel.</param>
    /// <param name="pixelStep">From a pixel's image number to the next one's.</param>
    /// <param name="rowStep">From a row's image number to the next one's.</param>
    /// <param name="maps">Four vectors of the first pixel.</param>
    /// <param name="mapStep">From a pixel's maps to the next one's.</param>
    /// <param name="mapRowStep">From a row's maps to the next one's.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Pixels in a row.</param>
    /// <param name="sums">Four vectors an image number.</param>
    /// <param name="valid">How many of the image numbers count.</param>
    /// <param name="ask">Memory that will be needed: a vector of it is asked for at each pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TVector, T>(
        int imageNumbers, T* image, nint pixelStep, nint rowStep, T* maps, nint mapStep, nint mapRowStep, int rows, int columns, T* sums, int valid, T* ask)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (imageNumbers == Six)
        {
            SixByFour<TVector, T>(image, pixelStep, rowStep, maps, mapStep, mapRowStep, rows, columns, sums, valid, ask);
        }
        else
        {
            FourByFour<TVector, T>(image, pixelStep, rowStep, maps, mapStep, mapRowStep, rows, columns, sums, valid, ask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SixByFour<TVector, T>(T* image, nint pixelStep, nint rowStep, T* maps, nint mapStep, nint mapRowStep, int rows, int columns, T* sums, int valid, T* ask)
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
        for (int row = 0; row < rows; row++, image += rowStep, maps += mapRowStep)
        {
            T* a = image;
            T* b = maps;
            for (int column = 0; column < columns; column++)
            {
                Prefetch.Line(ask);
                TVector b0 = TVector.Load(b);
                TVector b1 = TVector.Load(b + count);
                TVector b2 = TVector.Load(b + (2 * count));
                TVector b3 = TVector.Load(b + (3 * count));
                TVector ai = TVector.Create(a[0]);
                c00 = TVector.MultiplyAdd(ai, b0, c00);
                c01 = TVector.MultiplyAdd(ai, b1, c01);
                c02 = TVector.MultiplyAdd(ai, b2, c02);
                c03 = TVector.MultiplyAdd(ai, b3, c03);
                ai = TVector.Create(a[1]);
                c10 = TVector.MultiplyAdd(ai, b0, c10);
                c11 = TVector.MultiplyAdd(ai, b1, c11);
                c12 = TVector.MultiplyAdd(ai, b2, c12);
                c13 = TVector.MultiplyAdd(ai, b3, c13);
                ai = TVector.Create(a[2]);
                c20 = TVector.MultiplyAdd(ai, b0, c20);
                c21 = TVector.MultiplyAdd(ai, b1, c21);
                c22 = TVector.MultiplyAdd(ai, b2, c22);
                c23 = TVector.MultiplyAdd(ai, b3, c23);
                ai = TVector.Create(a[3]);
                c30 = TVector.MultiplyAdd(ai, b0, c30);
                c31 = TVector.MultiplyAdd(ai, b1, c31);
                c32 = TVector.MultiplyAdd(ai, b2, c32);
                c33 = TVector.MultiplyAdd(ai, b3, c33);
                ai = TVector.Create(a[4]);
                c40 = TVector.MultiplyAdd(ai, b0, c40);
                c41 = TVector.MultiplyAdd(ai, b1, c41);
                c42 = TVector.MultiplyAdd(ai, b2, c42);
                c43 = TVector.MultiplyAdd(ai, b3, c43);
                ai = TVector.Create(a[5]);
                c50 = TVector.MultiplyAdd(ai, b0, c50);
                c51 = TVector.MultiplyAdd(ai, b1, c51);
                c52 = TVector.MultiplyAdd(ai, b2, c52);
                c53 = TVector.MultiplyAdd(ai, b3, c53);
                a += pixelStep;
                b += mapStep;
                ask += count;
            }
        }

        Add<TVector, T>(c00, c01, c02, c03, sums, 0, valid);
        Add<TVector, T>(c10, c11, c12, c13, sums, 1, valid);
        Add<TVector, T>(c20, c21, c22, c23, sums, 2, valid);
        Add<TVector, T>(c30, c31, c32, c33, sums, 3, valid);
        Add<TVector, T>(c40, c41, c42, c43, sums, 4, valid);
        Add<TVector, T>(c50, c51, c52, c53, sums, 5, valid);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourByFour<TVector, T>(T* image, nint pixelStep, nint rowStep, T* maps, nint mapStep, nint mapRowStep, int rows, int columns, T* sums, int valid, T* ask)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c02 = TVector.Zero, c03 = TVector.Zero;
        TVector c10 = TVector.Zero, c11 = TVector.Zero, c12 = TVector.Zero, c13 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c22 = TVector.Zero, c23 = TVector.Zero;
        TVector c30 = TVector.Zero, c31 = TVector.Zero, c32 = TVector.Zero, c33 = TVector.Zero;
        for (int row = 0; row < rows; row++, image += rowStep, maps += mapRowStep)
        {
            T* a = image;
            T* b = maps;
            for (int column = 0; column < columns; column++)
            {
                Prefetch.Line(ask);
                TVector b0 = TVector.Load(b);
                TVector b1 = TVector.Load(b + count);
                TVector b2 = TVector.Load(b + (2 * count));
                TVector b3 = TVector.Load(b + (3 * count));
                TVector ai = TVector.Create(a[0]);
                c00 = TVector.MultiplyAdd(ai, b0, c00);
                c01 = TVector.MultiplyAdd(ai, b1, c01);
                c02 = TVector.MultiplyAdd(ai, b2, c02);
                c03 = TVector.MultiplyAdd(ai, b3, c03);
                ai = TVector.Create(a[1]);
                c10 = TVector.MultiplyAdd(ai, b0, c10);
                c11 = TVector.MultiplyAdd(ai, b1, c11);
                c12 = TVector.MultiplyAdd(ai, b2, c12);
                c13 = TVector.MultiplyAdd(ai, b3, c13);
                ai = TVector.Create(a[2]);
                c20 = TVector.MultiplyAdd(ai, b0, c20);
                c21 = TVector.MultiplyAdd(ai, b1, c21);
                c22 = TVector.MultiplyAdd(ai, b2, c22);
                c23 = TVector.MultiplyAdd(ai, b3, c23);
                ai = TVector.Create(a[3]);
                c30 = TVector.MultiplyAdd(ai, b0, c30);
                c31 = TVector.MultiplyAdd(ai, b1, c31);
                c32 = TVector.MultiplyAdd(ai, b2, c32);
                c33 = TVector.MultiplyAdd(ai, b3, c33);
                a += pixelStep;
                b += mapStep;
                ask += count;
            }
        }

        Add<TVector, T>(c00, c01, c02, c03, sums, 0, valid);
        Add<TVector, T>(c10, c11, c12, c13, sums, 1, valid);
        Add<TVector, T>(c20, c21, c22, c23, sums, 2, valid);
        Add<TVector, T>(c30, c31, c32, c33, sums, 3, valid);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, T>(TVector first, TVector second, TVector third, TVector fourth, T* sums, int row, int valid)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (row < valid)
        {
            int count = TVector.Count;
            T* to = sums + (row * Vectors * count);
            TVector.Store(TVector.Load(to) + first, to);
            TVector.Store(TVector.Load(to + count) + second, to + count);
            TVector.Store(TVector.Load(to + (2 * count)) + third, to + (2 * count));
            TVector.Store(TVector.Load(to + (3 * count)) + fourth, to + (3 * count));
        }
    }
}
