using System.Numerics;
using ILGPU;
using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <content>Matrix products.</content>
public sealed partial class GpuDevice
{
    // Groups that keep a large card busy; with fewer, long sums are shared out.
    private const int ManyGroups = 512;

    private readonly Blas? blas;

    /// <summary>Whether matrices are multiplied by cuBLAS, which is part of CUDA's tools.</summary>
    public bool HasBlas => blas is not null;

    /// <summary>The least that a part of a long sum is worth: below it is made in one.</summary>
    internal int LeastDepth { get; set; } = 256;

    /// <inheritdoc/>
    internal override void MatMul(Tensor a, Tensor b, Tensor c, bool accumulate)
    {
        (a, b) = (Here(a), Here(b));
        if (c.Count == 0)
        {
            return;
        }

        Kinds.Floats(a.DType, () => Multiply<float>(a, b, c, accumulate), () => Multiply<double>(a, b, c, accumulate));
    }

    private void Multiply<T>(Tensor a, Tensor b, Tensor c, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (blas is not null && BlasPlan.Of(a, b) is { } plan)
        {
            accelerator.Bind();
            blas.Multiply(plan, All<T>(a), All<T>(b), View<T>(c), accumulate);
            Needed(a, b, c);
            return;
        }

        Product<Matrix<T>, Matrix<T>, MatrixTarget<T>, T>(
            new Matrix<T>(All<T>(a), a.Strides[0], a.Strides[1]),
            new Matrix<T>(All<T>(b), b.Strides[0], b.Strides[1]),
            new MatrixTarget<T>(View<T>(c), c.Shape[1], accumulate ? 1 : 0),
            new ProductPlan(c.Shape[0], c.Shape[1], a.Shape[1], 1, a.Strides[1] == 1 ? 0 : 1, b.Strides[1] == 1 ? 0 : 1),
            products: 1);
        Needed(a, b, c);
    }

    /// <summary>Keeps tensors whose numbers a kernel was given until here: the room that an operation asks for besides must not be theirs.</summary>
    private static void Needed(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
        {
            GC.KeepAlive(tensor);
        }
    }

    /// <summary>Products of operands of any kind.</summary>
    private void Product<TLeft, TRight, TTarget, T>(TLeft left, TRight right, TTarget target, ProductPlan plan, int products)
        where TLeft : struct, IOperand<T>
        where TRight : struct, IOperand<T>
        where TTarget : struct, ITarget<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int side = GroupSize >= 256 ? 16 : GroupSize >= 4 ? 2 : 1;
        int tiles = checked(Over(plan.Rows, side) * Over(plan.Columns, side) * products);
        int parts = GroupSize == 1 ? 1 : Math.Clamp(ManyGroups / Math.Max(1, tiles), 1, Math.Max(1, plan.Depth / LeastDepth));
        if (plan.Rows == 0 || plan.Columns == 0 || products == 0)
        {
            return;
        }

        if (parts == 1)
        {
            Tiled<TLeft, TRight, TTarget, T>(left, right, target, plan, products, side);
            return;
        }

        Tensor own = Tensor.Empty(new Shape(products * parts, plan.Rows, plan.Columns), DTypes.Of<T>(), this);
        ArrayView<T> room = View<T>(own);
        Tiled<TLeft, TRight, PartsTarget<T>, T>(left, right, new PartsTarget<T>(room, plan.Rows, plan.Columns), plan with { Parts = parts }, products * parts, side);
        launcher.Each(products * plan.Rows * plan.Columns, new JoinWork<TTarget, T>(room, parts, plan.Rows, plan.Columns, target));
        Needed(own);
    }

    private void Tiled<TLeft, TRight, TTarget, T>(TLeft left, TRight right, TTarget target, ProductPlan plan, int layers, int side)
        where TLeft : struct, IOperand<T>
        where TRight : struct, IOperand<T>
        where TTarget : struct, ITarget<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Index3D groups = new(Over(plan.Rows, side), Over(plan.Columns, side), layers);
        Index3D threads = new(side, side, 1);
        switch (side)
        {
            case 16:
                launcher.Groups(groups, threads, new ProductWork<TLeft, TRight, TTarget, T, Tile16>(left, right, target, plan));
                break;
            case 2:
                launcher.Groups(groups, threads, new ProductWork<TLeft, TRight, TTarget, T, Tile2>(left, right, target, plan));
                break;
            default:
                launcher.Groups(groups, threads, new ProductWork<TLeft, TRight, TTarget, T, Tile1>(left, right, target, plan));
                break;
        }
    }

    private static int Over(int count, int size) => ((count - 1) / size) + 1;
}
