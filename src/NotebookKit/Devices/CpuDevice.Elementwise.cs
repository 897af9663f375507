using System.Numerics;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <content>Formulas on each element.</content>
internal sealed partial class CpuDevice
{
    /// <inheritdoc/>
    internal override void Unary<TFormula>(TFormula formula, Tensor x, Tensor y)
    {
        if (x.DType == DType.Float32)
        {
            Kernels.Elementwise.Unary(formula, x.Elements<float>(), y.Elements<float>());
        }
        else
        {
            Kernels.Elementwise.Unary(formula, x.Elements<double>(), y.Elements<double>());
        }
    }

    /// <inheritdoc/>
    internal override void Binary<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
    {
        if (x.DType == DType.Float32)
        {
            Binary<TFormula, float>(formula, x, y, z);
        }
        else
        {
            Binary<TFormula, double>(formula, x, y, z);
        }
    }

    /// <summary>z = f(x, y) for tensors of one shape whose elements lie in the same order: straight to the kernel.</summary>
    internal static void BinaryAlike<TFormula>(TFormula formula, Tensor x, Tensor y, Tensor z)
        where TFormula : struct, IBinaryFormula
    {
        if (x.DType == DType.Float32)
        {
            Kernels.Elementwise.Alike(formula, x.Elements<float>(), y.Elements<float>(), z.Elements<float>());
        }
        else
        {
            Kernels.Elementwise.Alike(formula, x.Elements<double>(), y.Elements<double>(), z.Elements<double>());
        }
    }

    private static unsafe void Binary<TFormula, T>(TFormula formula, Tensor x, Tensor y, Tensor z)
        where TFormula : struct, IBinaryFormula
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (z.Count == 0)
        {
            return;
        }

        if (LiesLike(x, z) && LiesLike(y, z))
        {
            Kernels.Elementwise.Binary(formula, x.Elements<T>(), y.Elements<T>(), z.Elements<T>());
            return;
        }

        int rank = z.Rank;
        Span<int> steps = stackalloc int[2 * rank];
        Stretch(x, z.Shape, steps[..rank]);
        Stretch(y, z.Shape, steps[rank..]);
        AxisPlan plan = AxisPlan.Of(z.Shape.Span, steps[..rank], steps[rank..], z.Strides, stackalloc int[AxisPlan.Room(rank)]);
        fixed (T* px = x.Storage.Span<T>(), py = y.Storage.Span<T>(), pz = z.Elements<T>())
        {
            Broadcast.Binary(formula, plan, px + x.Offset, py + y.Offset, pz);
        }
    }

    /// <summary>Whether an operand's elements can be read in the order in which the result's lie: it lies the same way, or is one number.</summary>
    private static bool LiesLike(Tensor x, Tensor z) =>
        x.Count == 1 || (x.Shape == z.Shape && ((x.IsContiguous && z.IsContiguous) || x.Strides.SequenceEqual(z.Strides)));

    /// <summary>The steps of an operand seen in the result's shape: 0 along the axes where it repeats.</summary>
    private static void Stretch(Tensor x, Shape shape, Span<int> steps)
    {
        steps.Clear();
        int missing = shape.Rank - x.Rank;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            steps[missing + axis] = x.Shape[axis] == 1 ? 0 : x.Strides[axis];
        }
    }
}
