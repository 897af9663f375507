using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Running results along an axis, and products.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.CumSum"/>
    public Tensor CumSum(int axis) => Ops.CumSum.Apply(this, axis);

    /// <summary>Running products along an axis: y_t = x_0 x_1 ... x_t.</summary>
    /// <remarks>The gradient is exact where there are zeros: dL/dx_k is what lies before k times what follows, and nothing is divided. Whole numbers and truths give Int64.</remarks>
    public Tensor CumProd(int axis) => Cumulative.Product(this, axis);

    /// <summary>The largest number so far along an axis, and where it stands (Int64): the last of equals, as in PyTorch; NaN counts as largest.</summary>
    public (Tensor Values, Tensor Positions) CumMax(int axis) => Cumulative.Best(this, axis, smallest: false);

    /// <summary>The smallest number so far along an axis, and where it stands (Int64): the last of equals, as in PyTorch; NaN counts as smallest.</summary>
    public (Tensor Values, Tensor Positions) CumMin(int axis) => Cumulative.Best(this, axis, smallest: true);

    /// <summary>Running sums of exponentials in the logarithm, along an axis: y_t = ln(e^(x_0) + ... + e^(x_t)), without overflow.</summary>
    /// <remarks>dL/dx_k is the sum over t from k on of dL/dy_t e^(x_k - y_t).</remarks>
    public Tensor LogCumSumExp(int axis) => Cumulative.LogSumExp(this, axis);

    /// <summary>Differences of neighbours along an axis: y_t = x_(t+1) - x_t. The axis gets shorter by one each time.</summary>
    /// <param name="times">How often: 2 gives second differences.</param>
    /// <param name="axis">The axis.</param>
    public Tensor Diff(int times = 1, int axis = -1) => Cumulative.Differences(this, times, axis);

    /// <summary>The product along one axis, or of all; 1 where there are none. Its gradient is exact where there are zeros.</summary>
    /// <remarks>Multiplied one after the other. Whole numbers and truths give Int64.</remarks>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    public Tensor Prod(int? axis = null, bool keepDim = false)
    {
        int? along = axis is { } given ? Shape.NormalAxis(given) : null;
        Shape shape = AxisRuns.Without(Shape, along, keepDim);
        Tensor x = along is null ? Flatten() : this;
        int axisOfX = along ?? 0;
        return x.Shape[axisOfX] == 0
            ? Ones(shape, DType.IsFloat() ? DType : DType.Int64)
            : x.CumProd(axisOfX)[Positions.Along(axisOfX, ^1..)].Reshape(shape.Span);
    }
}
