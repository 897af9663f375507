using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>z = x where a condition holds, else y.</summary>
/// <remarks>
/// The condition is Bool, x and y are of one kind; all three shapes fit by repeating axes of size 1. dL/dx is dL/dz where the
/// condition holds and 0 elsewhere, dL/dy the other way round: a number that was not chosen has no say, not even NaN.
/// </remarks>
public sealed class Where : GradientNode, IOp
{
    private readonly Tensor condition;
    private readonly Shape shapeX;
    private readonly Shape shapeY;

    private Where(Tensor condition, Tensor x, Tensor y)
        : base(x, y)
    {
        this.condition = condition;
        shapeX = x.Shape;
        shapeY = y.Shape;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            bool[] truths = [true, false, false, true, true, false];
            foreach ((Shape left, Shape right) in new (Shape, Shape)[] { (new(2, 3), new(2, 3)), (new(3), new(2, 1)), (new([]), new(2, 3)) })
            {
                yield return new OpCase(
                    $"{left} or {right}",
                    [left, right],
                    x => Apply(Tensor.From(truths, new Shape(2, 3)), x[0], x[1]),
                    x => Positions.Fill(new Shape(2, 3), at => truths[(at[0] * 3) + at[1]] ? Repeated(x[0], left, at) : Repeated(x[1], right, at)));
            }

            yield return new OpCase("a condition that repeats", [new(2, 2), new(2, 2)], x => Apply(Tensor.From([true, false]), x[0], x[1]), x => [x[0][0], x[1][1], x[0][2], x[1][3]]);
            yield return new OpCase("nothing", [new(0, 3), new(3)], x => Apply(Tensor.From([true]), x[0], x[1]), _ => []);
        }
    }

    /// <summary>x or y.</summary>
    /// <exception cref="ArgumentException">The condition is no Bool, or kinds or shapes do not fit.</exception>
    public static Tensor Apply(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Kinds.Truths(nameof(Where), condition);
        Kinds.Same(nameof(Where), x, y);
        Shape shape = Broadcasting.Join(nameof(Where), condition.Shape, Broadcasting.Join(nameof(Where), x.Shape, y.Shape));
        condition = condition.To(x.Device);
        Tensor z = Tensor.Empty(shape, x.DType, x.Device);
        x.Device.Where(condition, x, y, z);

        // A condition of its own: the mask may be changed in place before the way back.
        return Gradient.Flows(x, y) ? z.From(new Where(condition.Clone(), x, y)) : z;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor nothing = Tensor.Full(new Shape([]), 0, gradient.DType, gradient.Device);
        return
        [
            Needs(0) ? Broadcasting.SumTo(Apply(condition, gradient, nothing), shapeX) : null,
            Needs(1) ? Broadcasting.SumTo(Apply(condition, nothing, gradient), shapeY) : null,
        ];
    }

    private static double Repeated(double[] x, Shape shape, int[] at) =>
        x[Positions.Element([.. Enumerable.Range(0, shape.Rank).Select(axis => shape[axis] == 1 ? 0 : at[at.Length - shape.Rank + axis])], shape)];
}
