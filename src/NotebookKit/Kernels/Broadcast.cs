using System.Numerics;

namespace NotebookKit.Kernels;

/// <summary>Applies a formula to operands of different shapes, by NumPy's rule: an axis of size 1 repeats.</summary>
internal static unsafe class Broadcast
{
    /// <summary>z = f(x, y) over <paramref name="sizes"/>; the steps of a repeated axis are 0; z is contiguous.</summary>
    /// <remarks>Rows along the last axis run as vectors; where an operand's last step is neither 0 nor 1 its row is first gathered.</remarks>
    public static void Binary<TFormula, T>(
        TFormula formula, ReadOnlySpan<int> sizes, ReadOnlySpan<T> x, Layout layoutX, ReadOnlySpan<T> y, Layout layoutY, Span<T> z)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (z.IsEmpty)
        {
            return;
        }

        int outer = sizes.Length - 1;
        int columns = sizes[outer];
        int stepX = layoutX.Strides[outer];
        int stepY = layoutY.Strides[outer];
        T[]? roomX = stepX is 0 or 1 ? null : new T[columns];
        T[]? roomY = stepY is 0 or 1 ? null : new T[columns];
        Walk walk = new(sizes[..outer], stackalloc int[outer + 1]);
        fixed (T* px = x, py = y, pz = z, rowX = roomX, rowY = roomY)
        {
            T* to = pz;
            do
            {
                T* fromX = px + layoutX.Offset + walk.At(layoutX.Strides);
                T* fromY = py + layoutY.Offset + walk.At(layoutY.Strides);
                Elementwise.BinaryRow(
                    formula,
                    roomX is null ? fromX : Line(fromX, stepX, rowX, columns),
                    roomX is null ? stepX : 1,
                    roomY is null ? fromY : Line(fromY, stepY, rowY, columns),
                    roomY is null ? stepY : 1,
                    to,
                    columns);
                to += columns;
            }
            while (walk.Next());
        }
    }

    private static T* Line<T>(T* from, int step, T* to, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = from[(long)i * step];
        }

        return to;
    }
}
