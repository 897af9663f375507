using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>A matrix as a product reads it, computed from wherever its numbers lie; the caller keeps to its sizes.</summary>
internal interface IOperand<T>
    where T : unmanaged
{
    /// <summary>The number in a row and column, for one of several products at once.</summary>
    T At(int product, int row, int column);
}

/// <summary>Where a product leaves its numbers.</summary>
internal interface ITarget<T>
    where T : unmanaged
{
    /// <summary>Takes a number.</summary>
    void Put(int product, int row, int column, T value);
}

/// <summary>How many rows and columns a group of threads works on, known when a kernel is compiled.</summary>
internal interface ITile
{
    /// <summary>The side.</summary>
    static abstract int Side { get; }
}

/// <summary>256 threads, for a card.</summary>
internal readonly struct Tile16 : ITile
{
    /// <inheritdoc/>
    public static int Side => 16;
}

/// <summary>Four threads, to see groups at work where a processor plays the card.</summary>
internal readonly struct Tile2 : ITile
{
    /// <inheritdoc/>
    public static int Side => 2;
}

/// <summary>One thread, where a processor plays the card and waiting for others costs most.</summary>
internal readonly struct Tile1 : ITile
{
    /// <inheritdoc/>
    public static int Side => 1;
}

/// <summary>The sizes of a product, and how it is shared out.</summary>
/// <param name="Rows">Of the result.</param>
/// <param name="Columns">Of the result.</param>
/// <param name="Depth">What is summed over.</param>
/// <param name="Parts">In how many parts the sum is made; each is a result of its own.</param>
/// <param name="LeftTurned">1 where the left operand's rows lie side by side in memory rather than its columns.</param>
/// <param name="RightTurned">1 where the right operand's rows do.</param>
internal readonly record struct ProductPlan(int Rows, int Columns, int Depth, int Parts, int LeftTurned, int RightTurned)
{
    /// <summary>The depth of a part.</summary>
    public int InPart => ((Depth + Parts) - 1) / Parts;
}

/// <summary>The product of two operands, tile by tile: a group brings a tile of each into the memory it shares, and every number there is used by all its rows or columns.</summary>
/// <remarks>Grid: x the tiles down, y the tiles across, z the products and their parts. Group: x across, y down.</remarks>
internal readonly struct ProductWork<TLeft, TRight, TTarget, T, TTile>(TLeft left, TRight right, TTarget target, ProductPlan plan) : IGroupWork
    where TLeft : struct, IOperand<T>
    where TRight : struct, IOperand<T>
    where TTarget : struct, ITarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTile : struct, ITile
{
    /// <inheritdoc/>
    public void Run()
    {
        // One number more a row, so that a column's numbers lie in different banks.
        int width = TTile.Side + 1;
        ArrayView<T> tileLeft = SharedMemory.Allocate<T>(TTile.Side * (TTile.Side + 1));
        ArrayView<T> tileRight = SharedMemory.Allocate<T>(TTile.Side * (TTile.Side + 1));
        int x = Group.IdxX;
        int y = Group.IdxY;
        int firstRow = Grid.IdxX * TTile.Side;
        int firstColumn = Grid.IdxY * TTile.Side;
        int product = Grid.IdxZ / plan.Parts;
        int part = Grid.IdxZ % plan.Parts;
        int start = part * plan.InPart;
        int end = start + plan.InPart < plan.Depth ? start + plan.InPart : plan.Depth;

        // Neighbouring threads read what lies side by side.
        int leftRow = plan.LeftTurned != 0 ? x : y;
        int leftDepth = plan.LeftTurned != 0 ? y : x;
        int rightColumn = plan.RightTurned != 0 ? y : x;
        int rightDepth = plan.RightTurned != 0 ? x : y;
        T sum = default;
        for (int k = start; k < end; k += TTile.Side)
        {
            T a = default;
            if (firstRow + leftRow < plan.Rows && k + leftDepth < end)
            {
                a = left.At(product, firstRow + leftRow, k + leftDepth);
            }

            T b = default;
            if (firstColumn + rightColumn < plan.Columns && k + rightDepth < end)
            {
                b = right.At(product, k + rightDepth, firstColumn + rightColumn);
            }

            tileLeft[(leftRow * width) + leftDepth] = a;
            tileRight[(rightDepth * width) + rightColumn] = b;
            Together();
            for (int q = 0; q < TTile.Side; q++)
            {
                sum += tileLeft[(y * width) + q] * tileRight[(q * width) + x];
            }

            Together();
        }

        if (firstRow + y < plan.Rows && firstColumn + x < plan.Columns)
        {
            target.Put(Grid.IdxZ, firstRow + y, firstColumn + x, sum);
        }
    }

    // A thread alone waits for nobody; what the side is, is known when this is compiled.
    private static void Together()
    {
        if (TTile.Side > 1)
        {
            Group.Barrier();
        }
    }
}

/// <summary>A matrix with steps along its rows and columns, one product alone.</summary>
internal readonly struct Matrix<T>(ArrayView<T> numbers, int rowStep, int columnStep) : IOperand<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public T At(int product, int row, int column) => numbers[(row * rowStep) + (column * columnStep)];
}

/// <summary>c = the product, or c += the product.</summary>
internal readonly struct MatrixTarget<T>(ArrayView<T> numbers, int columns, int accumulate) : ITarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Put(int product, int row, int column, T value)
    {
        int at = (row * columns) + column;
        numbers[at] = accumulate != 0 ? numbers[at] + value : value;
    }
}

/// <summary>The parts of a product, one matrix after the other, to be added up.</summary>
internal readonly struct PartsTarget<T>(ArrayView<T> numbers, int rows, int columns) : ITarget<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public void Put(int product, int row, int column, T value) => numbers[(((product * rows) + row) * columns) + column] = value;
}

/// <summary>c = the sum of the parts, or c += it.</summary>
internal readonly struct JoinWork<TTarget, T>(ArrayView<T> parts, int count, int rows, int columns, TTarget target) : IWork
    where TTarget : struct, ITarget<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int size = rows * columns;
        int product = i / size;
        int within = i - (product * size);
        T sum = default;
        for (int part = 0; part < count; part++)
        {
            sum += parts[(((product * count) + part) * size) + within];
        }

        target.Put(product, within / columns, within % columns, sum);
    }
}
