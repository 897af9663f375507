using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>Some columns of C += A B for a B that lies packed, on the calling thread: the product inside a step of a sequence.</summary>
/// <remarks>
/// The columns are one run of them, or one such run in each of several blocks: the units of a part in each of the gates. A is packed once for all.
/// Sums go in the order of k, as in <see cref="Gemm"/>, so the bits are the same however the columns are shared out.
/// </remarks>
internal static unsafe class PackedProduct
{
    /// <summary>C += A B in columns <paramref name="first"/> to <paramref name="end"/> of each of <paramref name="blocks"/> blocks.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="depth">k.</param>
    /// <param name="a">[rows, k].</param>
    /// <param name="b">[k, blocks blockWidth].</param>
    /// <param name="c">[rows, blocks blockWidth], row by row.</param>
    /// <param name="blocks">How many blocks of columns.</param>
    /// <param name="blockWidth">Columns in a block; with several blocks whole panels.</param>
    /// <param name="first">First column in its block, the first of a panel.</param>
    /// <param name="end">The column after the last.</param>
    public static void Add<TVector, T>(int rows, int depth, MatrixView<T> a, PackedMatrix<T> b, T* c, int blocks, int blockWidth, int first, int end)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int tileRows = MicroKernel.Rows<TVector, T>();
        int panel = 2 * TVector.Count;
        int slice = PackedMatrix<T>.DepthBlock(depth);
        int step = blocks * blockWidth;

        // Rows in eights need no packing: their tile reads A where it lies, and 32 rows fill it four times.
        bool inPlace = rows % SteppedTile.Rows<TVector, T>() == 0 && TVector.Count * sizeof(T) == 64 && (end - first) % panel == 0;
        if (inPlace)
        {
            tileRows = SteppedTile.Rows<TVector, T>();
        }

        T* packedA = Workspace.OfThread<T>(tileRows * slice);
        for (int from = 0; from < depth; from += slice)
        {
            int depths = Math.Min(slice, depth - from);
            for (int row = 0; row < rows; row += tileRows)
            {
                if (inPlace)
                {
                    MatrixView<T> part = a.From(row, from);
                    for (int block = 0; block < blocks; block++)
                    {
                        for (int column = (block * blockWidth) + first; column < (block * blockWidth) + end; column += panel)
                        {
                            SteppedTile.Run<TVector, T>(
                                panel, depths, part.Start, part.RowStep, part.ColumnStep, b.Panel(from, column, depths), c + ((long)row * step) + column, step, accumulate: true);
                        }
                    }

                    continue;
                }

                int height = Math.Min(tileRows, rows - row);
                Packing.Pack(a.From(row, from).Turned, depths, height, tileRows, packedA);
                for (int block = 0; block < blocks; block++)
                {
                    for (int j = first; j < end; j += panel)
                    {
                        int column = (block * blockWidth) + j;
                        MicroKernel.Tile<TVector, T>(
                            depths, packedA, b.Panel(from, column, depths), c + ((long)row * step) + column, step, height, Math.Min(panel, end - j), accumulate: true);
                    }
                }
            }
        }
    }
}
