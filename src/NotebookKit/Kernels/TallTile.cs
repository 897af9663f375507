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
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TVector, T>(int k, T* a, T* b, T* c, int rowStepC, int rows, int width, TileBase<T> onto, in TileAhead ahead)
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
        Prefetch.Tile(c, rowStepC, rows);
        byte* first = ahead.First, second = ahead.Second;
        nint aheadStep = ahead.Step;
        for (int p = 0; p < k; p++)
        {
            Prefetch.Line(first);
            Prefetch.Line(second);
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
            first += aheadStep;
            second += aheadStep;
        }

        // A tile at the edge of C is written aside, and the part that exists copied.
        bool whole = rows == Rows && width == 2 * count;
        T* aside = stackalloc T[whole ? 0 : Rows * 2 * count];
        T* to = whole ? c : aside;
        int step = whole ? rowStepC : 2 * count;
        TileBase<T> under = whole ? onto : default;
        if (under.Exists)
        {
            MicroKernel.Add(ref c00, ref c01, under.Row(0));
            MicroKernel.Add(ref c10, ref c11, under.Row(1));
            MicroKernel.Add(ref c20, ref c21, under.Row(2));
            MicroKernel.Add(ref c30, ref c31, under.Row(3));
            MicroKernel.Add(ref c40, ref c41, under.Row(4));
            MicroKernel.Add(ref c50, ref c51, under.Row(5));
            MicroKernel.Add(ref c60, ref c61, under.Row(6));
            MicroKernel.Add(ref c70, ref c71, under.Row(7));
            MicroKernel.Add(ref c80, ref c81, under.Row(8));
            MicroKernel.Add(ref c90, ref c91, under.Row(9));
            MicroKernel.Add(ref ca0, ref ca1, under.Row(10));
            MicroKernel.Add(ref cb0, ref cb1, under.Row(11));
        }

        MicroKernel.Store<TVector, T>(c00, c01, to);
        MicroKernel.Store<TVector, T>(c10, c11, to + step);
        MicroKernel.Store<TVector, T>(c20, c21, to + (2L * step));
        MicroKernel.Store<TVector, T>(c30, c31, to + (3L * step));
        MicroKernel.Store<TVector, T>(c40, c41, to + (4L * step));
        MicroKernel.Store<TVector, T>(c50, c51, to + (5L * step));
        MicroKernel.Store<TVector, T>(c60, c61, to + (6L * step));
        MicroKernel.Store<TVector, T>(c70, c71, to + (7L * step));
        MicroKernel.Store<TVector, T>(c80, c81, to + (8L * step));
        MicroKernel.Store<TVector, T>(c90, c91, to + (9L * step));
        MicroKernel.Store<TVector, T>(ca0, ca1, to + (10L * step));
        MicroKernel.Store<TVector, T>(cb0, cb1, to + (11L * step));
        if (!whole)
        {
            MicroKernel.CopyPart(aside, 2 * count, c, rowStepC, rows, width, onto);
        }
    }
}
