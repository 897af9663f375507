using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Windows over the maps of images: sizes along height and width.</summary>
/// <param name="Input">The image.</param>
/// <param name="Output">How many windows.</param>
/// <param name="Kernel">The window.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Padding">The margin of zeros on each side.</param>
/// <param name="Dilation">From place to place within a window.</param>
internal readonly record struct WindowGrid(
    (int Height, int Width) Input,
    (int Height, int Width) Output,
    (int Height, int Width) Kernel,
    (int Height, int Width) Stride,
    (int Height, int Width) Padding,
    (int Height, int Width) Dilation)
{
    /// <summary>The maps with their margins.</summary>
    public (int Height, int Width) Padded => (checked(Input.Height + (2 * Padding.Height)), checked(Input.Width + (2 * Padding.Width)));

    /// <summary>How many numbers the columns of one map hold.</summary>
    public int Places => checked(Kernel.Height * Kernel.Width * Output.Height * Output.Width);

    /// <summary>Where in a padded map a number of the columns comes from.</summary>
    public int PlaceOf(int number)
    {
        int q = number % Output.Width;
        int p = number / Output.Width % Output.Height;
        int j = number / (Output.Width * Output.Height) % Kernel.Width;
        int i = number / (Output.Width * Output.Height * Kernel.Width);
        return (((p * Stride.Height) + (i * Dilation.Height)) * Padded.Width) + (q * Stride.Width) + (j * Dilation.Width);
    }
}

/// <summary>Windows laid out as columns of a matrix, and added up again: maps [M, H, W] and columns [M, places of a window, windows].</summary>
/// <remarks>A map is read and written by one part alone, so sums have one order.</remarks>
internal static unsafe class WindowColumns
{
    /// <summary>columns[m, (i, j), (p, q)] = maps[m, p stride + i dilation - padding, ...], 0 outside.</summary>
    public static void Unfold<T>(ReadOnlySpan<T> maps, in WindowGrid grid, Span<T> columns)
        where T : unmanaged, INumber<T>
    {
        fixed (T* pm = maps, pc = columns)
        {
            Job<T> job = new(pm, pc, grid, fold: false);
            Fork.Run(maps.Length / (grid.Input.Height * grid.Input.Width), ref job);
        }
    }

    /// <summary>maps = each number of the columns added up at the place that it came from.</summary>
    public static void Fold<T>(ReadOnlySpan<T> columns, in WindowGrid grid, Span<T> maps)
        where T : unmanaged, INumber<T>
    {
        fixed (T* pm = maps, pc = columns)
        {
            Job<T> job = new(pm, pc, grid, fold: true);
            Fork.Run(maps.Length / (grid.Input.Height * grid.Input.Width), ref job);
        }
    }

    private readonly struct Job<T>(T* maps, T* columns, WindowGrid grid, bool fold) : IForkBody
        where T : unmanaged, INumber<T>
    {
        public void Run(int part)
        {
            int size = grid.Input.Height * grid.Input.Width;
            T* map = maps + (part * size);
            T* column = columns + ((long)part * grid.Kernel.Height * grid.Kernel.Width * grid.Output.Height * grid.Output.Width);
            if (fold)
            {
                new Span<T>(map, size).Clear();
            }

            for (int i = 0; i < grid.Kernel.Height; i++)
            {
                for (int j = 0; j < grid.Kernel.Width; j++)
                {
                    for (int p = 0; p < grid.Output.Height; p++, column += grid.Output.Width)
                    {
                        int row = (p * grid.Stride.Height) + (i * grid.Dilation.Height) - grid.Padding.Height;
                        Line((uint)row < (uint)grid.Input.Height ? map + (row * grid.Input.Width) : null, column, (j * grid.Dilation.Width) - grid.Padding.Width);
                    }
                }
            }
        }

        private void Line(T* map, T* column, int first)
        {
            for (int q = 0; q < grid.Output.Width; q++)
            {
                int at = first + (q * grid.Stride.Width);
                bool inside = map != null && (uint)at < (uint)grid.Input.Width;
                if (!fold)
                {
                    column[q] = inside ? map[at] : T.Zero;
                }
                else if (inside)
                {
                    map[at] += column[q];
                }
            }
        }
    }
}
