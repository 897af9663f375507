using System.Numerics;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>A right-hand side of <see cref="Gemm"/> that lies packed already, for weights that many products share, as the steps of a sequence do.</summary>
/// <remarks>
/// Slice after slice of the depth, in each slice panel after panel, as <see cref="Packing.PackPanels"/> makes them. With 32 rows on the left
/// packing takes about as long as the product itself.
/// </remarks>
/// <param name="numbers">Where it lies.</param>
/// <param name="depth">k, its rows.</param>
/// <param name="columns">n.</param>
internal readonly unsafe struct PackedMatrix<T>(T* numbers, int depth, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether there is one.</summary>
    public bool Exists => numbers != null;

    /// <summary>Rows in a slice: slices of equal depth, for a thin last one would cost a whole round.</summary>
    public static int DepthBlock(int depth)
    {
        int slices = (depth + Gemm.DepthBlock - 1) / Gemm.DepthBlock;
        return (((depth + slices - 1) / slices) + 3) / 4 * 4;
    }

    /// <summary>How many numbers a packed matrix takes on this machine.</summary>
    public static int Room(int depth, int columns) => checked(depth * Padded(columns));

    /// <summary>The panel that begins at a column, in the slice that begins at a row.</summary>
    /// <param name="row">The slice's first row.</param>
    /// <param name="column">The panel's first column.</param>
    /// <param name="depths">The slice's rows.</param>
    public T* Panel(int row, int column, int depths) => numbers + ((long)row * Padded(columns)) + ((long)column * depths);

    /// <summary>Packs a matrix; the threads share its panels.</summary>
    public void Fill(MatrixView<T> from)
    {
        int block = DepthBlock(depth);
        for (int row = 0; row < depth; row += block)
        {
            int depths = Math.Min(block, depth - row);
            PackJob<T> job = new(from.From(row, 0), depths, columns, PanelWidth, Panel(row, 0, depths));
            Fork.Run(job.Parts, ref job);
        }
    }

    /// <summary>Columns of a panel: two vectors, see <see cref="Gemm"/>.</summary>
    public static int PanelWidth => 2 * Math.Max(1, (int)KernelVariant.Width / 8 / sizeof(T));

    private static int Padded(int columns) => (columns + PanelWidth - 1) / PanelWidth * PanelWidth;
}
