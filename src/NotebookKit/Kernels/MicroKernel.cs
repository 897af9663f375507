using System.Numerics;
using System.Runtime.CompilerServices;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The inside of the matrix product: a tile of C, six rows by two vectors, that lives in twelve registers.</summary>
/// <remarks>
/// Each step of k loads two vectors of B and six single numbers of A and does twelve multiply-adds: enough independent
/// work to hide their latency of four cycles on two units, and 15 of the 16 registers of AVX2. Machines of 512 bits have
/// 32 registers and take the <see cref="TallTile"/> of twice as many rows.
/// </remarks>
internal static unsafe class MicroKernel
{
    /// <summary>Rows of the tile of 256 bits and fewer.</summary>
    private const int LowRows = 6;

    /// <summary>The rows of a panel of A for these vectors: as many as the registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows<TVector, T>()
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        => TVector.Count * sizeof(T) == 64 ? TallTile.Rows : LowRows;

    /// <summary>One tile: C[rows, width] = packed A[a panel's rows, k] times packed B[k, two vectors], onto a base.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<TVector, T>(int k, T* a, T* b, T* c, int rowStepC, int rows, int width, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Tile<TVector, T>(k, a, b, c, rowStepC, rows, width, onto, new TileAhead((byte*)a, (byte*)a, 0));

    /// <summary>The same, asking meanwhile for memory that will be needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<TVector, T>(int k, T* a, T* b, T* c, int rowStepC, int rows, int width, TileBase<T> onto, in TileAhead ahead)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The last panel of A may be at most half full: the low tile reads its rows from it at the panel's step.
        if (Rows<TVector, T>() > LowRows && rows > RestTile.Rows)
        {
            TallTile.Run<TVector, T>(k, a, b, c, rowStepC, rows, width, onto, ahead);
        }
        else if (Rows<TVector, T>() > LowRows && rows > LowRows)
        {
            RestTile.Run<TVector, T>(k, a, b, c, rowStepC, rows, width, onto);
        }
        else
        {
            LowTile<TVector, T>(k, a, b, c, rowStepC, rows, width, onto);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LowTile<TVector, T>(int k, T* a, T* b, T* c, int rowStepC, int rows, int width, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = TVector.Count;

        // Outside the loop: a call inside it would move all twelve sums to memory and back at each step, four times the time.
        int panel = Rows<TVector, T>();
        TVector c00 = TVector.Zero, c01 = TVector.Zero, c10 = TVector.Zero, c11 = TVector.Zero;
        TVector c20 = TVector.Zero, c21 = TVector.Zero, c30 = TVector.Zero, c31 = TVector.Zero;
        TVector c40 = TVector.Zero, c41 = TVector.Zero, c50 = TVector.Zero, c51 = TVector.Zero;
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
            a += panel;
            b += 2 * count;
        }

        if (rows == LowRows && width == 2 * count)
        {
            Write<TVector, T>(c00, c01, c, onto, 0);
            Write<TVector, T>(c10, c11, c + rowStepC, onto, 1);
            Write<TVector, T>(c20, c21, c + (2L * rowStepC), onto, 2);
            Write<TVector, T>(c30, c31, c + (3L * rowStepC), onto, 3);
            Write<TVector, T>(c40, c41, c + (4L * rowStepC), onto, 4);
            Write<TVector, T>(c50, c51, c + (5L * rowStepC), onto, 5);
            return;
        }

        // A tile at the edge of C: write it aside, then copy the part that exists.
        T* tile = stackalloc T[LowRows * 2 * count];
        Store<TVector, T>(c00, c01, tile);
        Store<TVector, T>(c10, c11, tile + (2 * count));
        Store<TVector, T>(c20, c21, tile + (4 * count));
        Store<TVector, T>(c30, c31, tile + (6 * count));
        Store<TVector, T>(c40, c41, tile + (8 * count));
        Store<TVector, T>(c50, c51, tile + (10 * count));
        CopyPart(tile, 2 * count, c, rowStepC, rows, width, onto);
    }

    /// <summary>C[rows, width] = the part of a tile that exists, onto a base.</summary>
    public static void CopyPart<T>(T* tile, int tileWidth, T* c, int rowStepC, int rows, int width, TileBase<T> onto)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            T* to = c + ((long)row * rowStepC);
            T* from = tile + (row * tileWidth);
            T* under = onto.Exists ? onto.Row(row) : null;
            for (int column = 0; column < width; column++)
            {
                to[column] = under == null ? from[column] : under[column] + from[column];
            }
        }
    }

    /// <summary>One row of a tile, onto a base.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TVector, T>(TVector left, TVector right, T* to, TileBase<T> onto, int row)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (onto.Exists)
        {
            T* under = onto.Row(row);
            left += TVector.Load(under);
            right += TVector.Load(under + TVector.Count);
        }

        TVector.Store(left, to);
        TVector.Store(right, to + TVector.Count);
    }

    /// <summary>Adds what lies under one row of a tile.</summary>
    /// <remarks>All rows before the first is stored: rows a multiple of 4 KB apart look alike to the processor, which then holds a load back behind the store before it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TVector, T>(ref TVector left, ref TVector right, T* under)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        left += TVector.Load(under);
        right += TVector.Load(under + TVector.Count);
    }

    /// <summary>Stores one row of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, T>(TVector left, TVector right, T* to)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TVector.Store(left, to);
        TVector.Store(right, to + TVector.Count);
    }
}
