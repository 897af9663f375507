using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The tile of <see cref="MicroKernel"/> for 512-bit machines: twelve rows by two vectors, in 24 of their 32 registers.</summary>
/// <remarks>
/// Two loads of B feed 24 multiply-adds instead of twelve, so B's panel goes from the cache to the registers half as
/// often; A's numbers are spread by the multiply-add itself as it reads them. On 256 bits there are no registers for it.
/// </remarks>
internal static unsafe class TallTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

    /// <summary>One tile: C[rows, width] = or += packed A[12, k] times packed B[k, two vectors].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, T>(int k, T* a, T* b, T* c, int rowStepC, int rows, int width, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c10 = TVector.Zero, c11 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c30 = TVector.Zero, c31 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero, c50 = TVector.Zero, c51 = TVector.Zero;
        TVector c60 = TVector.Zero, c61 = TVector.Zero, c70 = TVector.Zero, c71 = TVector.Zero;
        TVector c80 = TVector.Zero, c81 = TVector.Zero, c90 = TVector.Zero, c91 = TVector.Zero;
        TVector ca0 = TVector.Zero, ca1 = TVector.Zero, cb0 = TVector.Zero, cb1 = TVector.Zero;
        for (int p = 0; p < k; p++)
        {
            TVector b0 = TVector.Load(b);
            TVector b1 = TVector.Load(b + count);
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
            ai = TVector.Create(a[6]);
            c60 = TVector.MultiplyAdd(ai, b0, c60);
            c61 = TVector.MultiplyAdd(ai, b1, c61);
            ai = TVector.Create(a[7]);
            c70 = TVector.MultiplyAdd(ai, b0, c70);
            c71 = TVector.MultiplyAdd(ai, b1, c71);
            ai = TVector.Create(a[8]);
            c80 = TVector.MultiplyAdd(ai, b0, c80);
            c81 = TVector.MultiplyAdd(ai, b1, c81);
            ai = TVector.Create(a[9]);
            c90 = TVector.MultiplyAdd(ai, b0, c90);
            c91 = TVector.MultiplyAdd(ai, b1, c91);
            ai = TVector.Create(a[10]);
            ca0 = TVector.MultiplyAdd(ai, b0, ca0);
            ca1 = TVector.MultiplyAdd(ai, b1, ca1);
            ai = TVector.Create(a[11]);
            cb0 = TVector.MultiplyAdd(ai, b0, cb0);
            cb1 = TVector.MultiplyAdd(ai, b1, cb1);
            a += Rows;
            b += 2 * count;
        }

        // A tile at the edge of C is written aside, and the part that exists copied.
        bool whole = rows == Rows && width == 2 * count;
        T* aside = stackalloc T[whole ? 0 : Rows * 2 * count];
        T* to = whole ? c : aside;
        int step = whole ? rowStepC : 2 * count;
        TileBase<T> under = whole ? onto : default;
        MicroKernel.Write<TVector, T>(c00, c01, to, under, 0);
        MicroKernel.Write<TVector, T>(c10, c11, to + step, under, 1);
        MicroKernel.Write<TVector, T>(c20, c21, to + (2L * step), under, 2);
        MicroKernel.Write<TVector, T>(c30, c31, to + (3L * step), under, 3);
        MicroKernel.Write<TVector, T>(c40, c41, to + (4L * step), under, 4);
        MicroKernel.Write<TVector, T>(c50, c51, to + (5L * step), under, 5);
        MicroKernel.Write<TVector, T>(c60, c61, to + (6L * step), under, 6);
        MicroKernel.Write<TVector, T>(c70, c71, to + (7L * step), under, 7);
        MicroKernel.Write<TVector, T>(c80, c81, to + (8L * step), under, 8);
        MicroKernel.Write<TVector, T>(c90, c91, to + (9L * step), under, 9);
        MicroKernel.Write<TVector, T>(ca0, ca1, to + (10L * step), under, 10);
        MicroKernel.Write<TVector, T>(cb0, cb1, to + (11L * step), under, 11);
        if (!whole)
        {
            MicroKernel.CopyPart(aside, 2 * count, c, rowStepC, rows, width, onto);
        }
    }
}
