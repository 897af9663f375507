using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The same numbers as another kind; this tensor itself when it already is of that kind.</summary>
/// <remarks>
/// A float that an integer cannot hold becomes the nearest that it can. Between floats dL/dx is dL/dy in the kind of
/// x; through integers no gradient flows.
/// </remarks>
public sealed class Cast : GradientNode, IOp
{
    private readonly DType from;

    private Cast(Tensor x)
        : base(x) => from = x.DType;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            // There and back through the narrower float; the difference quotient cannot see through float32, so the way goes up.
            yield return new OpCase("to Float64", [new(2, 3)], x => x[0].To(DType.Float64).To(x[0].DType), x => x[0]);
        }
    }

    /// <summary>The numbers as another kind.</summary>
    public static Tensor Apply(Tensor x, DType dtype)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType == dtype)
        {
            return x;
        }

        Tensor y = Tensor.Empty(x.Shape, dtype, x.Device);
        x.Device.Cast(x.Detach().Contiguous(), y);
        return dtype.IsFloat() && Gradient.Flows(x) ? y.From(new Cast(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.To(from)];
}
