using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The same numbers in a place of their own, one after the other. dL/dx = dL/dy.</summary>
public sealed class Copy : GradientNode, IOp
{
    private Copy(Tensor x)
        : base(x)
    {
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("[2, 3]", [new(2, 3)], x => x[0].Clone(), x => x[0]);
            yield return new OpCase("[2, 3]'", [new(2, 3)], x => x[0].Transpose().Clone(), x => [x[0][0], x[0][3], x[0][1], x[0][4], x[0][2], x[0][5]]);
            yield return new OpCase("nothing", [new(0, 3)], x => x[0].Clone(), x => x[0]);
        }
    }

    /// <summary>A copy.</summary>
    public static Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = Tensor.Empty(x.Shape, x.DType, x.Device);
        x.Device.Gather(x, y);
        return Gradient.Flows(x) ? y.From(new Copy(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => OperandGradients.Of(gradient);
}
