using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels;

/// <summary>Applies a formula to operands of different shapes or orders, by NumPy's rule: an axis of size 1 repeats.</summary>
internal static unsafe class Broadcast
{
    /// <summary>z = f(x, y) over the axes of a plan; z lies one number after the other in that order.</summary>
    /// <remarks>Rows along the last axis run as vectors; where an operand's last step is neither 0 nor 1 its row is first gathered.</remarks>
    public static void Binary<TFormula, T>(TFormula formula, AxisPlan plan, T* x, T* y, T* z)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (int* sizes = plan.Sizes, stepsX = plan.X, stepsY = plan.Y)
        {
            RowsJob<TFormula, T> job = new(formula, plan.Sizes.Length, sizes, stepsX, stepsY, x, y, z);
            Fork.Run(job.Parts, ref job);
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

    private readonly struct RowsJob<TFormula, T>(TFormula formula, int axes, int* sizes, int* stepsX, int* stepsY, T* x, T* y, T* z) : IForkBody
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Parts => (Rows + RowsInPart - 1) / RowsInPart;

        private int Columns => sizes[axes - 1];

        private int Rows
        {
            get
            {
                int rows = 1;
                for (int axis = 0; axis < axes - 1; axis++)
                {
                    rows *= sizes[axis];
                }

                return rows;
            }
        }

        private int RowsInPart => Math.Max(1, Elementwise.Grain / Columns);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            int outer = axes - 1;
            int columns = Columns;
            int stepX = stepsX[outer];
            int stepY = stepsY[outer];
            T* room = Workspace.OfThread<T>((stepX is 0 or 1 ? 0 : columns) + (stepY is 0 or 1 ? 0 : columns));
            T* roomY = stepX is 0 or 1 ? room : room + columns;
            int row = part * RowsInPart;
            int end = Math.Min(Rows, row + RowsInPart);
            ReadOnlySpan<int> outerSizes = new(sizes, outer);
            ReadOnlySpan<int> outerX = new(stepsX, outer);
            ReadOnlySpan<int> outerY = new(stepsY, outer);
            Walk walk = Walk.From(row, outerSizes, stackalloc int[outer]);
            for (; row < end; row++)
            {
                T* fromX = x + walk.At(outerX);
                T* fromY = y + walk.At(outerY);
                Elementwise.BinaryRow(
                    formula,
                    stepX is 0 or 1 ? fromX : Line(fromX, stepX, room, columns),
                    stepX is 0 or 1 ? stepX : 1,
                    stepY is 0 or 1 ? fromY : Line(fromY, stepY, roomY, columns),
                    stepY is 0 or 1 ? stepY : 1,
                    z + ((long)row * columns),
                    columns);
                walk.Next();
            }
        }
    }
}
