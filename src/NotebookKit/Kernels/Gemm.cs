using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A matrix inside other numbers: where it starts, how far a row and a column step move.</summary>
internal readonly unsafe struct MatrixView<T>(T* start, int rowStep, int columnStep)
    where T : unmanaged
{
    /// <summary>Element (0, 0).</summary>
    public T* Start => start;

    /// <summary>From a row to the next.</summary>
    public int RowStep => rowStep;

    /// <summary>From a column to the next.</summary>
    public int ColumnStep => columnStep;

    /// <summary>The transpose: the same numbers with rows and columns swapped.</summary>
    public MatrixView<T> Turned => new(start, columnStep, rowStep);

    /// <summary>The part that begins at a row and a column.</summary>
    public MatrixView<T> From(int row, int column) =>
        new(start + ((long)row * rowStep) + ((long)column * columnStep), rowStep, columnStep);
}

/// <summary>The matrix product C = A B, or C += A B, of [m, k] and [k, n].</summary>
/// <remarks>
/// Goto's scheme: B is cut into slices of <see cref="DepthBlock"/> rows that are packed into panels two vectors wide, A
/// into panels of <see cref="MicroKernel.Rows{TVector, T}"/> rows; a micro-kernel multiplies a panel of A with one of B while all of C's tile stays in
/// registers. Packing makes every access sequential, so transposed operands cost nothing more. Each number of C is
/// summed in the order of k by one thread, so the bits do not depend on how many threads there are.
/// Source: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>Rows of B in a slice: a panel of A and one of B stay in the first-level cache.</summary>
    public const int DepthBlock = 256;

    /// <summary>Rows of A in a block: it stays in the second-level cache.</summary>
    private const int RowBlock = 96;

    /// <summary>Up to this many multiply-adds each thread packs for itself: waiting for each other at every slice costs more.</summary>
    private const long MiddleProduct = 256 * 256 * 256;

    /// <summary>The same where one side is this thin: what each thread packs twice is small beside what it multiplies.</summary>
    private const int ThinSide = 192;

    /// <summary>Columns of B that a thread packs for itself at a time: they stay in its second-level cache.</summary>
    private const int OwnColumns = 384;

    /// <summary>Products that one thread ends sooner than two can begin.</summary>
    public const long SmallProduct = 64 * 1024;

    /// <summary>Columns of B in a slice: it stays in the third-level cache.</summary>
    private const int ColumnBlock = 2048;

    /// <summary>
    /// As many slices of B as fit this are packed before they are used: a block of C then stays in the second-level cache from the first slice to the last,
    /// instead of being read and written once for each.
    /// </summary>
    private const int SharedBytes = 4 * 1024 * 1024;

    /// <summary>C = A B, or C += A B when <paramref name="accumulate"/>; C's rows are <paramref name="rowStepC"/> apart.</summary>
    public static void Multiply<T>(
        int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* c, int rowStepC, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> => Multiply(m, n, k, a, b, default, c, rowStepC, accumulate, null);

    /// <summary>C = A B with <paramref name="row"/> added to each row of it: each tile is added onto its part of the row, which saves two passes over C.</summary>
    public static void MultiplyOnRow<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* row, T* c, int rowStepC)
        where T : unmanaged, IFloatingPointIeee754<T> => Multiply(m, n, k, a, b, default, c, rowStepC, accumulate: false, row);

    /// <summary>The same with a B that lies packed already.</summary>
    public static void Multiply<T>(int m, int n, int k, MatrixView<T> a, PackedMatrix<T> b, T* c, int rowStepC, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> => Multiply(m, n, k, a, default, b, c, rowStepC, accumulate, null);

    private static void Multiply<T>(
        int m, int n, int k, MatrixView<T> a, MatrixView<T> b, PackedMatrix<T> packed, T* c, int rowStepC, bool accumulate, T* start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (k == 0 && !accumulate)
        {
            for (int row = 0; row < m; row++)
            {
                Span<T> to = new(c + ((long)row * rowStepC), n);
                if (start == null)
                {
                    to.Clear();
                }
                else
                {
                    new Span<T>(start, n).CopyTo(to);
                }
            }
        }

        if (m == 0 || n == 0 || k == 0)
        {
            return;
        }

        switch (KernelVariant.Width)
        {
            case SimdWidth.Bits512:
                Blocks<V512<T>, T>(m, n, k, a, b, packed, c, rowStepC, accumulate, start);
                break;
            case SimdWidth.Bits256:
                Blocks<V256<T>, T>(m, n, k, a, b, packed, c, rowStepC, accumulate, start);
                break;
            case SimdWidth.Bits128:
                Blocks<V128<T>, T>(m, n, k, a, b, packed, c, rowStepC, accumulate, start);
                break;
            default:
                Blocks<Lane<T>, T>(m, n, k, a, b, packed, c, rowStepC, accumulate, start);
                break;
        }
    }

    private static void Blocks<TVector, T>(
        int m, int n, int k, MatrixView<T> a, MatrixView<T> b, PackedMatrix<T> packed, T* c, int rowStepC, bool accumulate, T* start)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int depthBlock = PackedMatrix<T>.DepthBlock(k);
        if (packed.Exists || (long)m * n * k <= MiddleProduct || Math.Min(m, n) <= ThinSide)
        {
            MiddleJob<TVector, T> middle = new(m, n, k, depthBlock, a, b, packed, c, rowStepC, accumulate, start);
            Fork.Run(middle.Parts, ref middle);
            return;
        }

        int panelWidth = 2 * TVector.Count;
        for (int column = 0; column < n; column += ColumnBlock)
        {
            int columns = Math.Min(ColumnBlock, n - column);
            int panels = (columns + panelWidth - 1) / panelWidth;
            int run = Math.Max(1, SharedBytes / (panels * panelWidth * sizeof(T) * depthBlock)) * depthBlock;
            for (int depth = 0; depth < k; depth += run)
            {
                int depths = Math.Min(run, k - depth);
                T* slices = Workspace.Shared<T>(panels * panelWidth * depths);
                for (int slice = 0; slice < depths; slice += depthBlock)
                {
                    PackJob<T> pack = new(b.From(depth + slice, column), Math.Min(depthBlock, depths - slice), columns, panelWidth, slices + ((long)slice * panels * panelWidth));
                    Fork.Run(pack.Parts, ref pack);
                }

                TileJob<TVector, T> tiles = new(
                    m, columns, depths, depthBlock, a.From(0, depth), slices, c + column, rowStepC, accumulate || depth > 0, depth > 0 || start == null ? null : start + column);
                Fork.Run(tiles.Parts, ref tiles);
            }
        }
    }

    /// <summary>A product of middle size: each part computes some rows or columns of C from beginning to end.</summary>
    private readonly struct MiddleJob<TVector, T>(
        int m, int n, int k, int depthBlock, MatrixView<T> a, MatrixView<T> b, PackedMatrix<T> ready, T* c, int rowStepC, bool accumulate, T* start) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private static int PanelWidth => 2 * TVector.Count;

        private static int TileRows => MicroKernel.Rows<TVector, T>();

        private int ColumnPanels => (n + PanelWidth - 1) / PanelWidth;

        private int RowPanels => (m + TileRows - 1) / TileRows;

        // The longer side is shared out: what all parts must pack is then the smaller operand.
        private bool SharesColumns => n >= m;

        public int Parts => (long)m * n * k < SmallProduct ? 1 : Math.Min(Fork.Threads, SharesColumns ? ColumnPanels : RowPanels);

        public void Run(int part)
        {
            int parts = Parts;
            (int firstRow, int endRow, int firstColumn, int endColumn) = SharesColumns
                ? (0, m, Cut(ColumnPanels, part, parts) * PanelWidth, Math.Min(n, Cut(ColumnPanels, part + 1, parts) * PanelWidth))
                : (Cut(RowPanels, part, parts) * TileRows, Math.Min(m, Cut(RowPanels, part + 1, parts) * TileRows), 0, n);
            int block = OwnColumns / PanelWidth * PanelWidth;
            T* own = Workspace.OfThread<T>((block + TileRows) * depthBlock);
            for (int column = firstColumn; column < endColumn; column += block)
            {
                for (int depth = 0; depth < k; depth += depthBlock)
                {
                    Block(firstRow, endRow, column, Math.Min(endColumn, column + block), depth, Math.Min(depthBlock, k - depth), own);
                }
            }
        }

        // All rows of the part times some columns of B that fit the cache, over one slice of the depth.
        private void Block(int firstRow, int endRow, int firstColumn, int endColumn, int depth, int depths, T* own)
        {
            T* packedA = own + ((long)(OwnColumns / PanelWidth * PanelWidth) * depths);
            T* packedB = ready.Exists ? ready.Panel(depth, firstColumn, depths) : own;
            if (!ready.Exists)
            {
                Packing.PackPanels(b.From(depth, firstColumn), depths, endColumn - firstColumn, PanelWidth, packedB);
            }

            for (int row = firstRow; row < endRow; row += TileRows)
            {
                int rows = Math.Min(TileRows, endRow - row);
                Packing.Pack(a.From(row, depth).Turned, depths, rows, TileRows, packedA);
                NextPart<T> next = new(a.From(row + rows, depth), Math.Min(TileRows, endRow - row - rows));
                for (int column = firstColumn; column < endColumn; column += PanelWidth)
                {
                    T* tile = c + ((long)row * rowStepC) + column;
                    int width = Math.Min(PanelWidth, endColumn - column);
                    TileBase<T> onto = accumulate || depth > 0 ? new TileBase<T>(tile, rowStepC) : start != null ? new TileBase<T>(start + column, 0) : default;
                    MicroKernel.Tile<TVector, T>(
                        depths, packedA, packedB + ((long)(column - firstColumn) * depths), tile, rowStepC, rows, width, onto, next.Take(packedA));
                }
            }
        }

        private static int Cut(int panels, int part, int parts) => (int)((long)panels * part / parts);
    }

    /// <summary>Multiplies blocks of A with groups of packed panels of B, slice after slice.</summary>
    private readonly struct TileJob<TVector, T>(
        int m, int columns, int depths, int depthBlock, MatrixView<T> a, T* packedB, T* c, int rowStepC, bool accumulate, T* start) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private static int PanelWidth => 2 * TVector.Count;

        private static int TileRows => MicroKernel.Rows<TVector, T>();

        // As many blocks for each core, and of equal size to a tile, so that no core waits for the last one.
        private int RowBlocks
        {
            get
            {
                int blocks = (m + RowBlock - 1) / RowBlock;
                return blocks <= 1 ? blocks : (blocks + Fork.Threads - 1) / Fork.Threads * Fork.Threads;
            }
        }

        private int Tiles => (m + TileRows - 1) / TileRows;

        private int Panels => (columns + PanelWidth - 1) / PanelWidth;

        // Fewer blocks than cores: share out the columns as well. Each group packs A anew, so there are no more than needed.
        private int Groups => Math.Clamp((Fork.Threads + RowBlocks - 1) / RowBlocks, 1, Panels);

        public int Parts => RowBlocks * Groups;

        public void Run(int part)
        {
            int groups = Groups;
            int block = part / groups;
            int row = (int)((long)Tiles * block / RowBlocks) * TileRows;
            int rows = Math.Min(m, (int)((long)Tiles * (block + 1) / RowBlocks) * TileRows) - row;
            int firstPanel = (int)((long)Panels * (part % groups) / groups);
            int lastPanel = (int)((long)Panels * ((part % groups) + 1) / groups);
            int paddedRows = (rows + TileRows - 1) / TileRows * TileRows;
            T* packedA = Workspace.OfThread<T>(paddedRows * Math.Min(depthBlock, depths));
            for (int depth = 0; depth < depths; depth += depthBlock)
            {
                int deep = Math.Min(depthBlock, depths - depth);
                Packing.PackPanels(a.From(row, depth).Turned, deep, rows, TileRows, packedA);
                T* slice = packedB + ((long)depth * Panels * PanelWidth);
                int following = depth + depthBlock;
                NextPart<T> next = following < depths ? new(a.From(row, following), rows) : new(a.From(row + rows, 0), Math.Min(rows, m - row - rows));
                for (int p = firstPanel; p < lastPanel; p++)
                {
                    Panel(row, rows, deep, packedA, slice, p * PanelWidth, accumulate || depth > 0, ref next);
                }
            }
        }

        // A block of A times one panel of B.
        private void Panel(int row, int rows, int deep, T* packedA, T* slice, int column, bool adds, ref NextPart<T> next)
        {
            int width = Math.Min(PanelWidth, columns - column);
            for (int i = 0; i < rows; i += TileRows)
            {
                T* tile = c + ((long)(row + i) * rowStepC) + column;
                TileBase<T> onto = adds ? new TileBase<T>(tile, rowStepC) : start != null ? new TileBase<T>(start + column, 0) : default;
                MicroKernel.Tile<TVector, T>(
                    deep, packedA + ((long)i * deep), slice + ((long)column * deep), tile, rowStepC, Math.Min(TileRows, rows - i), width, onto, next.Take(packedA));
            }
        }
    }
}
