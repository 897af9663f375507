using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The logarithm of the softmax, y_i = x_i - ln(sum over j of e^(x_j)), along one axis.</summary>
/// <remarks>Exact where the softmax itself would round to 0. dL/dx_i = dL/dy_i - e^(y_i) sum over j of dL/dy_j. Lectures S2 L5, S4.</remarks>
public sealed class LogSoftmax : GradientNode, IOp
{
    private readonly int axis;
    private Saved output;

    private LogSoftmax(Tensor x, Tensor y, int axis)
        : base(x)
    {
        output = new Saved(y);
        this.axis = axis;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => Softmax.AlongAxes((x, axis) => x.LogSoftmax(axis), x =>
    {
        double normaliser = Math.Log(x.Sum(Math.Exp));
        return Array.ConvertAll(x, v => v - normaliser);
    });

    /// <summary>The logarithm of the softmax along an axis.</summary>
    public static Tensor Apply(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(LogSoftmax), x);
        int along = x.Shape.NormalAxis(axis);
        if (along != x.Rank - 1)
        {
            return x.Transpose(along, -1).LogSoftmax().Transpose(along, -1);
        }

        Tensor y = Tensor.Empty(x.Shape, x.DType, x.Device);
        x.Device.Softmax(x.Contiguous(), y, logarithm: true);
        return Gradient.Flows(x) ? y.From(new LogSoftmax(x, y, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [gradient - (output.Tensor.Exp() * gradient.Sum(axis, keepDim: true))];

    /// <inheritdoc/>
    protected override void Forget() => output = default;
}
