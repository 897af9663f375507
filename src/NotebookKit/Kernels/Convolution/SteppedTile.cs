using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A tile of a matrix product whose left side is read where it lies, with any step between its rows and along the depth.</summary>
/// <remarks>
/// As <see cref="MicroKernel"/>, without packing the left side: number (i, p) lies at a + i rowStep + p depthStep. So one tile
/// serves Winograd's products (rows are image tiles, the depth runs along their channels) and those of its filter gradient (rows are
/// channels, the depth runs from tile to tile). Always whole: the caller leaves room for all rows and vectors. Channels are nearly always multiples
/// of eight, so 512-bit machines take eight rows, in 16 of their 32 registers; others six, in twelve of 16. Few result channels take one
/// vector instead of two. Unrolled by hand: each sum needs a register of its own.
/// </remarks>
internal static unsafe class SteppedTile
{
    /// <summary>Rows of a tile of these vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => TVector.Count * sizeof(T) == 64 ? 8 : 6;

    /// <summary>C[rows, width] = A[rows, depth] B[depth, width], onto a base.</summary>
    /// <param name="width">One vector or two.</param>
    /// <param name="depth">Numbers that are summed.</param>
    /// <param name="a">Number (0, 0).</param>
    /// <param name="rowStep">From a row of A to the next.</param>
    /// <param name="depthStep">From a column of A to the next.</param>
    /// <param name="b">Vectors of B, packed.</param>
    /// <param name="c">Where the result begins.</param>
    /// <param name="rowStepC">From a row of the result to the next.</param>
    /// <param name="onto">What the product is added onto.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TVector, T>(int width, nint depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint rowStepC, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Rows<TVector, T>() != 8)
        {
            SixByTwo<TVector, T>(depth, a, rowStep, depthStep, b, c, rowStepC, onto);
        }
        else if (width == TVector.Count)
        {
            EightByOne<TVector, T>(depth, a, rowStep, depthStep, b, c, rowStepC, onto);
        }
        else
        {
            EightByTwo<TVector, T>(depth, a, rowStep, depthStep, b, c, rowStepC, onto);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EightByTwo<TVector, T>(nint depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint rowStepC, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector c00 = TVector.Zero, c01 = TVector.Zero;
        TVector c10 = TVector.Zero, c11 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero;
        TVector c30 = TVector.Zero, c31 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero;
        TVector c50 = TVector.Zero, c51 = TVector.Zero;
        TVector c60 = TVector.Zero, c61 = TVector.Zero;
        TVector c70 = TVector.Zero, c71 = TVector.Zero;
        T* far = a + (4 * rowStep);
        nint two = 2 * rowStep;
        nint three = 3 * rowStep;
        for (nint p = 0; p < depth; p++)
        {
            TVector b0 = TVector.Load(b);
            TVector b1 = TVector.Load(b + TVector.Count);
            TVector ai = TVector.Create(a[0]);
            c00 = TVector.MultiplyAdd(ai, b0, c00);
            c01 = TVector.MultiplyAdd(ai, b1, c01);
            ai = TVector.Create(a[rowStep]);
            c10 = TVector.MultiplyAdd(ai, b0, c10);
            c11 = TVector.MultiplyAdd(ai, b1, c11);
            ai = TVector.Create(a[two]);
            c20 = TVector.MultiplyAdd(ai, b0, c20);
            c21 = TVector.MultiplyAdd(ai, b1, c21);
            ai = TVector.Create(a[three]);
            c30 = TVector.MultiplyAdd(ai, b0, c30);
            c31 = TVector.MultiplyAdd(ai, b1, c31);
            ai = TVector.Create(far[0]);
            c40 = TVector.MultiplyAdd(ai, b0, c40);
            c41 = TVector.MultiplyAdd(ai, b1, c41);
            ai = TVector.Create(far[rowStep]);
            c50 = TVector.MultiplyAdd(ai, b0, c50);
            c51 = TVector.MultiplyAdd(ai, b1, c51);
            ai = TVector.Create(far[two]);
            c60 = TVector.MultiplyAdd(ai, b0, c60);
            c61 = TVector.MultiplyAdd(ai, b1, c61);
            ai = TVector.Create(far[three]);
            c70 = TVector.MultiplyAdd(ai, b0, c70);
            c71 = TVector.MultiplyAdd(ai, b1, c71);
            a += depthStep;
            far += depthStep;
            b += 2 * TVector.Count;
        }

        if (onto.Exists)
        {
            MicroKernel.Add<TVector, T>(ref c00, ref c01, onto.Row(0));
            MicroKernel.Add<TVector, T>(ref c10, ref c11, onto.Row(1));
            MicroKernel.Add<TVector, T>(ref c20, ref c21, onto.Row(2));
            MicroKernel.Add<TVector, T>(ref c30, ref c31, onto.Row(3));
            MicroKernel.Add<TVector, T>(ref c40, ref c41, onto.Row(4));
            MicroKernel.Add<TVector, T>(ref c50, ref c51, onto.Row(5));
            MicroKernel.Add<TVector, T>(ref c60, ref c61, onto.Row(6));
            MicroKernel.Add<TVector, T>(ref c70, ref c71, onto.Row(7));
        }

        MicroKernel.Store<TVector, T>(c00, c01, c);
        MicroKernel.Store<TVector, T>(c10, c11, c + rowStepC);
        MicroKernel.Store<TVector, T>(c20, c21, c + (2 * rowStepC));
        MicroKernel.Store<TVector, T>(c30, c31, c + (3 * rowStepC));
        MicroKernel.Store<TVector, T>(c40, c41, c + (4 * rowStepC));
        MicroKernel.Store<TVector, T>(c50, c51, c + (5 * rowStepC));
        MicroKernel.Store<TVector, T>(c60, c61, c + (6 * rowStepC));
        MicroKernel.Store<TVector, T>(c70, c71, c + (7 * rowStepC));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EightByOne<TVector, T>(nint depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint rowStepC, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector c00 = TVector.Zero;
        TVector c10 = TVector.Zero;
        TVector c20 = TVector.Zero;
        TVector c30 = TVector.Zero;
        TVector c40 = TVector.Zero;
        TVector c50 = TVector.Zero;
        TVector c60 = TVector.Zero;
        TVector c70 = TVector.Zero;
        T* far = a + (4 * rowStep);
        nint two = 2 * rowStep;
        nint three = 3 * rowStep;
        for (nint p = 0; p < depth; p++)
        {
            TVector b0 = TVector.Load(b);
            TVector ai = TVector.Create(a[0]);
            c00 = TVector.MultiplyAdd(ai, b0, c00);
            ai = TVector.Create(a[rowStep]);
            c10 = TVector.MultiplyAdd(ai, b0, c10);
            ai = TVector.Create(a[two]);
            c20 = TVector.MultiplyAdd(ai, b0, c20);
            ai = TVector.Create(a[three]);
            c30 = TVector.MultiplyAdd(ai, b0, c30);
            ai = TVector.Create(far[0]);
            c40 = TVector.MultiplyAdd(ai, b0, c40);
            ai = TVector.Create(far[rowStep]);
            c50 = TVector.MultiplyAdd(ai, b0, c50);
            ai = TVector.Create(far[two]);
            c60 = TVector.MultiplyAdd(ai, b0, c60);
            ai = TVector.Create(far[three]);
            c70 = TVector.MultiplyAdd(ai, b0, c70);
            a += depthStep;
            far += depthStep;
            b += TVector.Count;
        }

        if (onto.Exists)
        {
            c00 += TVector.Load(onto.Row(0));
            c10 += TVector.Load(onto.Row(1));
            c20 += TVector.Load(onto.Row(2));
            c30 += TVector.Load(onto.Row(3));
            c40 += TVector.Load(onto.Row(4));
            c50 += TVector.Load(onto.Row(5));
            c60 += TVector.Load(onto.Row(6));
            c70 += TVector.Load(onto.Row(7));
        }

        TVector.Store(c00, c);
        TVector.Store(c10, c + rowStepC);
        TVector.Store(c20, c + (2 * rowStepC));
        TVector.Store(c30, c + (3 * rowStepC));
        TVector.Store(c40, c + (4 * rowStepC));
        TVector.Store(c50, c + (5 * rowStepC));
        TVector.Store(c60, c + (6 * rowStepC));
        TVector.Store(c70, c + (7 * rowStepC));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SixByTwo<TVector, T>(nint depth, T* a, nint rowStep, nint depthStep, T* b, T* c, nint rowStepC, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector c00 = TVector.Zero, c01 = TVector.Zero;
        TVector c10 = TVector.Zero, c11 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero;
        TVector c30 = TVector.Zero, c31 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero;
        TVector c50 = TVector.Zero, c51 = TVector.Zero;
        T* far = a + (3 * rowStep);
        nint two = 2 * rowStep;
        for (nint p = 0; p < depth; p++)
        {
            TVector b0 = TVector.Load(b);
            TVector b1 = TVector.Load(b + TVector.Count);
            TVector ai = TVector.Create(a[0]);
            c00 = TVector.MultiplyAdd(ai, b0, c00);
            c01 = TVector.MultiplyAdd(ai, b1, c01);
            ai = TVector.Create(a[rowStep]);
            c10 = TVector.MultiplyAdd(ai, b0, c10);
            c11 = TVector.MultiplyAdd(ai, b1, c11);
            ai = TVector.Create(a[two]);
            c20 = TVector.MultiplyAdd(ai, b0, c20);
            c21 = TVector.MultiplyAdd(ai, b1, c21);
            ai = TVector.Create(far[0]);
            c30 = TVector.MultiplyAdd(ai, b0, c30);
            c31 = TVector.MultiplyAdd(ai, b1, c31);
            ai = TVector.Create(far[rowStep]);
            c40 = TVector.MultiplyAdd(ai, b0, c40);
            c41 = TVector.MultiplyAdd(ai, b1, c41);
            ai = TVector.Create(far[two]);
            c50 = TVector.MultiplyAdd(ai, b0, c50);
            c51 = TVector.MultiplyAdd(ai, b1, c51);
            a += depthStep;
            far += depthStep;
            b += 2 * TVector.Count;
        }

        if (onto.Exists)
        {
            MicroKernel.Add<TVector, T>(ref c00, ref c01, onto.Row(0));
            MicroKernel.Add<TVector, T>(ref c10, ref c11, onto.Row(1));
            MicroKernel.Add<TVector, T>(ref c20, ref c21, onto.Row(2));
            MicroKernel.Add<TVector, T>(ref c30, ref c31, onto.Row(3));
            MicroKernel.Add<TVector, T>(ref c40, ref c41, onto.Row(4));
            MicroKernel.Add<TVector, T>(ref c50, ref c51, onto.Row(5));
        }

        MicroKernel.Store<TVector, T>(c00, c01, c);
        MicroKernel.Store<TVector, T>(c10, c11, c + rowStepC);
        MicroKernel.Store<TVector, T>(c20, c21, c + (2 * rowStepC));
        MicroKernel.Store<TVector, T>(c30, c31, c + (3 * rowStepC));
        MicroKernel.Store<TVector, T>(c40, c41, c + (4 * rowStepC));
        MicroKernel.Store<TVector, T>(c50, c51, c + (5 * rowStepC));
    }
}
