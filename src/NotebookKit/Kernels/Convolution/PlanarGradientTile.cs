using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of <see cref="PlanarFilterGradient"/> on 512-bit machines: five taps by three maps, each a sum of vectors of neighbouring pixels, in 15 of their 32 registers.</summary>
/// <remarks>Three vectors of maps and five of the image, eight loads, feed 15 multiply-adds; five of them straddle two lines, and still there are fewer loads than the processor can do meanwhile.</remarks>
internal static unsafe class PlanarGradientTile
{
    /// <summary>Taps of a tile.</summary>
    public const int Taps = 5;

    /// <summary>Maps of a tile.</summary>
    public const int Maps = 3;

    /// <summary>Vectors of a tile's sums: for each tap one of each map.</summary>
    public const int Sums = Taps * Maps;

    /// <summary>sums[t, m] += image[pixel + offsets[t]] maps[m, pixel], vector by vector over all pixels of some rows.</summary>
    /// <param name="image">A channel of the image under the first pixel.</param>
    /// <param name="imageRowStep">From what lies under a row of pixels to what lies under the next.</param>
    /// <param name="offsets">How far each tap looks.</param>
    /// <param name="maps">The first map, 0 beyond its last column.</param>
    /// <param name="mapStep">From a map to the next.</param>
    /// <param name="mapRowStep">From a row of a map to the next.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="vectors">Vectors in a row.</param>
    /// <param name="sums">15 vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(T* image, nint imageRowStep, int* offsets, T* maps, nint mapStep, nint mapRowStep, int rows, int vectors, T* sums)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint count = TVector.Count;
        nint o0 = offsets[0], o1 = offsets[1], o2 = offsets[2], o3 = offsets[3], o4 = offsets[4];
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c02 = TVector.Zero;
        TVector c10 = TVector.Zero, c11 = TVector.Zero, c12 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c22 = TVector.Zero;
        TVector c30 = TVector.Zero, c31 = TVector.Zero, c32 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero, c42 = TVector.Zero;
        for (int row = 0; row < rows; row++, image += imageRowStep, maps += mapRowStep)
        {
            T* a = image, b = maps;
            for (int vector = 0; vector < vectors; vector++, a += count, b += count)
            {
                TVector b0 = TVector.Load(b), b1 = TVector.Load(b + mapStep), b2 = TVector.Load(b + (2 * mapStep));
                TVector pixels = TVector.Load(a + o0);
                c00 = TVector.MultiplyAdd(pixels, b0, c00);
                c01 = TVector.MultiplyAdd(pixels, b1, c01);
                c02 = TVector.MultiplyAdd(pixels, b2, c02);
                pixels = TVector.Load(a + o1);
                c10 = TVector.MultiplyAdd(pixels, b0, c10);
                c11 = TVector.MultiplyAdd(pixels, b1, c11);
                c12 = TVector.MultiplyAdd(pixels, b2, c12);
                pixels = TVector.Load(a + o2);
                c20 = TVector.MultiplyAdd(pixels, b0, c20);
                c21 = TVector.MultiplyAdd(pixels, b1, c21);
                c22 = TVector.MultiplyAdd(pixels, b2, c22);
                pixels = TVector.Load(a + o3);
                c30 = TVector.MultiplyAdd(pixels, b0, c30);
                c31 = TVector.MultiplyAdd(pixels, b1, c31);
                c32 = TVector.MultiplyAdd(pixels, b2, c32);
                pixels = TVector.Load(a + o4);
                c40 = TVector.MultiplyAdd(pixels, b0, c40);
                c41 = TVector.MultiplyAdd(pixels, b1, c41);
                c42 = TVector.MultiplyAdd(pixels, b2, c42);
            }
        }

        Add<TVector, T>(c00, c01, c02, sums);
        Add<TVector, T>(c10, c11, c12, sums + (Maps * count));
        Add<TVector, T>(c20, c21, c22, sums + (2 * Maps * count));
        Add<TVector, T>(c30, c31, c32, sums + (3 * Maps * count));
        Add<TVector, T>(c40, c41, c42, sums + (4 * Maps * count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, T>(TVector first, TVector second, TVector third, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector.Store(TVector.Load(to) + first, to);
        TVector.Store(TVector.Load(to + TVector.Count) + second, to + TVector.Count);
        TVector.Store(TVector.Load(to + (2 * TVector.Count)) + third, to + (2 * TVector.Count));
    }
}
