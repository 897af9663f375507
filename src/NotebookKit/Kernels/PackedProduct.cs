using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Some columns of a product whose right side lies packed, on the calling thread: the products inside a step of a sequence.</summary>
/// <remarks>
/// The columns are one run of them, or one such run in each of several blocks: the units of a part in each of the gates. Where A needs no packing, panel
/// after panel of B meets all rows of A, so that B, the larger side, comes out of the second-level cache only once. Sums go in the order of k, as in
/// <see cref="Gemm"/>, so the bits are the same however the columns are shared out.
/// </remarks>
/// <param name="rows">Rows of A and C.</param>
/// <param name="depth">k.</param>
/// <param name="a">[rows, k].</param>
/// <param name="b">[k, blocks blockWidth].</param>
/// <param name="c">[rows, blocks blockWidth], row by row.</param>
/// <param name="blocks">How many blocks of columns.</param>
/// <param name="blockWidth">Columns in a block; with several blocks whole panels.</param>
internal readonly unsafe struct PackedProduct<T>(int rows, int depth, MatrixView<T> a, PackedMatrix<T> b, T* c, int blocks, int blockWidth)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>C += A B in columns <paramref name="first"/> to <paramref name="end"/> of each block.</summary>
    /// <param name="first">First column in its block, the first of a panel.</param>
    /// <param name="end">The column after the last.</param>
    public void Add<TVector>(int first, int end)
        where TVector : struct, ISimd<TVector, T> =>
        Run<TVector>(first, end, new TileBase<T>(c, blocks * blockWidth));

    /// <summary>C = A B onto a base, in columns <paramref name="first"/> to <paramref name="end"/> of each block.</summary>
    /// <param name="first">First column in its block, the first of a panel.</param>
    /// <param name="end">The column after the last.</param>
    /// <param name="onto">What the product is added onto; its columns are those of C.</param>
    public void Run<TVector>(int first, int end, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
    {
        int slice = PackedMatrix<T>.DepthBlock(depth);
        for (int from = 0; from < depth; from += slice)
        {
            int depths = Math.Min(slice, depth - from);
            TileBase<T> under = from == 0 ? onto : new TileBase<T>(c, blocks * blockWidth);

            // Rows in eights need no packing: their tile reads A where it lies, and 32 rows fill it four times.
            if (rows % SteppedTile.Rows<TVector, T>() == 0 && TVector.Count * sizeof(T) == 64 && (end - first) % (2 * TVector.Count) == 0)
            {
                InPlace<TVector>(from, depths, first, end, under);
            }
            else
            {
                Packed<TVector>(from, depths, first, end, under);
            }
        }
    }

    private void InPlace<TVector>(int from, int depths, int first, int end, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
    {
        int tileRows = SteppedTile.Rows<TVector, T>(), panel = 2 * TVector.Count, step = blocks * blockWidth;
        for (int block = 0; block < step; block += blockWidth)
        {
            for (int column = block + first; column < block + end; column += panel)
            {
                T* right = b.Panel(from, column, depths);
                for (int row = 0; row < rows; row += tileRows)
                {
                    MatrixView<T> left = a.From(row, from);
                    T* to = c + ((long)row * step) + column;
                    Prefetch.Tile(to, step, tileRows);
                    SteppedTile.Run<TVector, T>(panel, depths, left.Start, left.RowStep, left.ColumnStep, right, to, step, onto.From(row, column));
                }
            }
        }
    }

    private void Packed<TVector>(int from, int depths, int first, int end, TileBase<T> onto)
        where TVector : struct, ISimd<TVector, T>
    {
        int tileRows = MicroKernel.Rows<TVector, T>(), panel = 2 * TVector.Count, step = blocks * blockWidth;
        T* packedA = Workspace.OfThread<T>(tileRows * depths);
        for (int row = 0; row < rows; row += tileRows)
        {
            int height = Math.Min(tileRows, rows - row);
            Packing.Pack(a.From(row, from).Turned, depths, height, tileRows, packedA);
            for (int block = 0; block < step; block += blockWidth)
            {
                for (int j = first; j < end; j += panel)
                {
                    int column = block + j;
                    MicroKernel.Tile<TVector, T>(
                        depths, packedA, b.Panel(from, column, depths), c + ((long)row * step) + column, step, height, Math.Min(panel, end - j), onto.From(row, column));
                }
            }
        }
    }
}
