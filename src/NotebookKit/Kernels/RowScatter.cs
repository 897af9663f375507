using System.Numerics;
using System.Numerics.Tensors;
using NotebookKit.Kernels.Simd;

namespace NotebookKit.Kernels;

/// <summary>The sum over many rows x of z z', z = (x - c, 1): the products of all pairs of columns, the columns' sums in the last one.</summary>
/// <remarks>
/// A slice of rows is shifted and packed into panels of columns two vectors wide, once for all products: each panel is the right-hand side of tiles and, read by
/// single numbers, their left-hand side as well. z z' is symmetric, so only tiles on and to the right of the diagonal are computed. The slice stays in the
/// second-level cache; a run of slices is summed in the rows' own precision, the runs in double precision. Each number is summed
/// by one thread at a time in the order of the rows, so the bits do not depend on how many threads there are.
/// </remarks>
internal static unsafe class RowScatter
{
    // Rows of a slice: sixteen of its columns and a panel stay in the first-level cache.
    private const int SliceRows = 192;

    // Rows that are summed in their own precision.
    private const int RunRows = 10 * SliceRows;

    // Rows that are packed together.
    private const int PackRows = 16;

    // Tiles of rows one below the other that a part computes.
    private const int TilesInPart = 2;

    // Numbers of the sums of a run: 128 MB in single precision.
    private const long MostSums = 32L * 1024 * 1024;

    /// <summary>Whether tiles of this machine fill panels of columns, and the sums have room.</summary>
    public static bool Pays<T>(int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => KernelVariant.Width switch
        {
            SimdWidth.Bits512 => Pays<V512<T>, T>(columns),
            SimdWidth.Bits256 => Pays<V256<T>, T>(columns),
            _ => false,
        };

    /// <summary>matrix += sum of z z', on and right of the diagonal.</summary>
    /// <param name="rows">x, one row after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">d, the numbers of a row.</param>
    /// <param name="shift">c, [d].</param>
    /// <param name="matrix">[d + 1, d + 1].</param>
    public static void Add<T>(T* rows, int count, int columns, T* shift, double* matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (KernelVariant.Width == SimdWidth.Bits512)
        {
            Add<V512<T>, T>(rows, count, columns, shift, matrix);
        }
        else
        {
            Add<V256<T>, T>(rows, count, columns, shift, matrix);
        }
    }

    private static bool Pays<TVector, T>(int columns)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Plan plan = Plan.Of<TVector, T>(columns);

        // Of tiles that stick out of their panel a fourth may be wasted.
        return 4 * plan.RowsOfPanel <= 5 * plan.Width && (long)plan.Panels * plan.RowsOfPanel * plan.Step <= MostSums;
    }

    private static void Add<TVector, T>(T* rows, int count, int columns, T* shift, double* matrix)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Plan plan = Plan.Of<TVector, T>(columns);
        T* packed = Workspace.Shared<T>(checked((plan.Panels * plan.PanelStep) + (plan.Panels * plan.RowsOfPanel * plan.Step)));
        T* sums = packed + (plan.Panels * plan.PanelStep);
        for (int run = 0; run < count; run += RunRows)
        {
            int end = Math.Min(count, run + RunRows);
            for (int row = run; row < end; row += SliceRows)
            {
                int depth = Math.Min(SliceRows, end - row);
                PackJob<TVector, T> pack = new(plan, rows + ((long)row * columns), depth, columns, shift, packed);
                Fork.Run(pack.Parts, ref pack);
                TileJob<TVector, T> tiles = new(plan, packed, depth, sums, row > run);
                Fork.Run(tiles.Parts, ref tiles);
            }

            AddJob<T> add = new(plan, sums, columns + 1, matrix);
            Fork.Run(plan.Panels, ref add);
        }
    }

    /// <summary>How columns are cut into panels.</summary>
    /// <param name="Panels">How many.</param>
    /// <param name="Width">Columns of a panel.</param>
    /// <param name="PanelStep">From a packed panel to the next.</param>
    /// <param name="TileRows">Rows of a tile.</param>
    private readonly record struct Plan(int Panels, int Width, int PanelStep, int TileRows)
    {
        // Not a power of two apart, so that the panels of a row do not share lines of the cache.
        private const int Apart = 16;

        /// <summary>Rows of sums of a panel's columns, whole tiles.</summary>
        public int RowsOfPanel => (Width + TileRows - 1) / TileRows * TileRows;

        /// <summary>From a row of sums to the next.</summary>
        public int Step => (Panels * Width) + Apart;

        public static Plan Of<TVector, T>(int columns)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            int width = 2 * TVector.Count;
            return new((columns + width) / width, width, (SliceRows * width) + Apart, SteppedTile.Rows<TVector, T>());
        }
    }

    /// <summary>Packs rows of a slice: [panel][row][column], a one after the last column and zeros after it.</summary>
    private readonly struct PackJob<TVector, T>(Plan plan, T* rows, int depth, int columns, T* shift, T* packed) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Parts => (depth + PackRows - 1) / PackRows;

        public void Run(int part)
        {
            int end = Math.Min(depth, (part + 1) * PackRows);
            for (int row = part * PackRows; row < end; row++)
            {
                T* from = rows + ((long)row * columns);
                T* to = packed + (row * plan.Width);
                int column = 0;
                for (; column <= columns - plan.Width; column += plan.Width, to += plan.PanelStep)
                {
                    TVector.Store(TVector.Load(from + column) - TVector.Load(shift + column), to);
                    TVector.Store(TVector.Load(from + column + TVector.Count) - TVector.Load(shift + column + TVector.Count), to + TVector.Count);
                }

                for (int i = 0; i < plan.Width; i++, column++)
                {
                    to[i] = column < columns ? from[column] - shift[column] : column == columns ? T.One : T.Zero;
                }
            }
        }
    }

    /// <summary>Multiplies some columns with all panels from their own on.</summary>
    private readonly struct TileJob<TVector, T>(Plan plan, T* packed, int depth, T* sums, bool adds) : IForkBody
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int tiles = plan.RowsOfPanel / plan.TileRows;

        public int Parts => plan.Panels * PartsOfPanel;

        private int PartsOfPanel => (tiles + TilesInPart - 1) / TilesInPart;

        public void Run(int part)
        {
            int own = part / PartsOfPanel;
            int first = part % PartsOfPanel * TilesInPart;
            int last = Math.Min(tiles, first + TilesInPart);
            T* left = packed + (own * plan.PanelStep);
            T* to = sums + ((long)own * plan.RowsOfPanel * plan.Step);
            for (int panel = own; panel < plan.Panels; panel++)
            {
                for (int tile = first; tile < last; tile++)
                {
                    int row = tile * plan.TileRows;
                    T* at = to + ((long)row * plan.Step) + (panel * plan.Width);
                    SteppedTile.Run<TVector, T>(
                        plan.Width, depth, left + row, 1, plan.Width, packed + (panel * plan.PanelStep), at, plan.Step, adds ? new TileBase<T>(at, plan.Step) : default);
                }
            }
        }
    }

    /// <summary>Adds a run's sums of a panel's columns, from the panel on, to the matrix.</summary>
    private readonly struct AddJob<T>(Plan plan, T* sums, int size, double* matrix) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int panel)
        {
            int first = panel * plan.Width;
            int count = size - first;
            double* wide = Workspace.OfThread<double>(count);
            for (int i = first; i < Math.Min(size, first + plan.Width); i++)
            {
                T* from = sums + ((((long)panel * plan.RowsOfPanel) + i - first) * plan.Step) + first;
                Span<double> to = new(matrix + ((long)i * size) + first, count);
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<T>(from, count), new Span<double>(wide, count));
                TensorPrimitives.Add(to, new ReadOnlySpan<double>(wide, count), to);
            }
        }
    }
}
