using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Running sums along an axis: y_t = x_0 + ... + x_t. dL/dx_t adds up dL/dy from t on.</summary>
/// <remarks>The shape stays. Added one after the other, float32 carried in float64. Whole numbers and truths give Int64.</remarks>
public sealed class CumSum : GradientNode, IOp
{
    private readonly int axis;

    private CumSum(Tensor x, int axis)
        : base(x) => this.axis = axis;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => Softmax.AlongAxes((x, axis) => x.CumSum(axis), x =>
    {
        double sum = 0;
        return Array.ConvertAll(x, v => sum += v);
    });

    /// <summary>The running sums.</summary>
    public static Tensor Apply(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int along = x.Shape.NormalAxis(axis);
        Tensor numbers = Kinds.Wide(x);
        Tensor y = Tensor.Empty(x.Shape, numbers.DType, x.Device);
        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        x.Device.CumSum(numbers.Detach().Contiguous(), outer, middle, inner, y);
        return Gradient.Flows(x) ? y.From(new CumSum(x, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Apply(gradient.Flip(axis), axis).Flip(axis)];
}
