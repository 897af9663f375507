namespace NotebookKit.Segmentation;

/// <summary>A map of whole numbers [H, W] read out of a tensor, row by row.</summary>
/// <param name="Values">Height x Width numbers.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct LabelGrid(long[] Values, int Height, int Width)
{
    /// <summary>Up, left, right and down: the steps to neighbours that share a side.</summary>
    public static readonly (int Down, int Right)[] Sides = [(-1, 0), (0, -1), (0, 1), (1, 0)];

    /// <summary>The steps to all eight neighbours.</summary>
    public static readonly (int Down, int Right)[] All = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];

    /// <summary>Reads a map.</summary>
    /// <exception cref="ArgumentException">It has other axes, or holds floats where labels are whole.</exception>
    public static LabelGrid Of(string operation, Tensor map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.Rank != 2
            ? throw new ArgumentException($"{operation}: takes one map [H, W], and got {map.Shape}; map[0] takes the first of a batch.")
            : map.DType.IsFloat()
            ? throw new ArgumentException($"{operation}: takes whole numbers or Booleans, and got {map.DType}; x > threshold makes a mask, x.To(DType.Int64) whole numbers.")
            : new(map.To(DType.Int64).ToArray<long>(), map.Shape[0], map.Shape[1]);
    }

    /// <summary>Reads two maps of one size.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or one is not a map.</exception>
    public static (LabelGrid First, LabelGrid Second) Of(string operation, Tensor first, Tensor second)
    {
        LabelGrid a = Of(operation, first), b = Of(operation, second);
        return a.Height == b.Height && a.Width == b.Width
            ? (a, b)
            : throw new ArgumentException($"{operation}: takes two maps of one size, and got {first.Shape} and {second.Shape}.");
    }

    /// <summary>The place one step on, or -1 outside.</summary>
    public int Step(int place, (int Down, int Right) step)
    {
        int row = (place / Width) + step.Down, column = (place % Width) + step.Right;
        return (uint)row < (uint)Height && (uint)column < (uint)Width ? (row * Width) + column : -1;
    }
}
