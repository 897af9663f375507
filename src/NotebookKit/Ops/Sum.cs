using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The sum of the elements along one axis, or of all. dL/dx repeats dL/dy along the summed axis.</summary>
/// <remarks>[.., n, ..] becomes [.., ..], or [.., 1, ..] with keepDim; the sum of nothing is 0. Added pairwise: the error grows with log n. Whole numbers and truths are added up as Int64.</remarks>
public sealed class Sum : GradientNode, IOp
{
    private readonly Shape shape;
    private readonly int? axis;

    private Sum(Tensor x, int? axis)
        : base(x)
    {
        shape = x.Shape;
        this.axis = axis;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("all", [new(3, 5)], x => x[0].Sum(), x => [x[0].Sum()]);
            yield return new OpCase("a long run", [new(1500)], x => x[0].Sum(), x => [x[0].Sum()]);
            yield return new OpCase("a scalar", [new([])], x => x[0].Sum(), x => x[0]);
            yield return new OpCase("nothing", [new(0)], x => x[0].Sum(), _ => [0]);
            foreach (Shape shape in new Shape[] { new(4, 3), new(2, 5, 3), new(700, 3), new(1, 1), new(2, 0, 3) })
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    int along = axis;
                    yield return new OpCase($"{shape} along {axis}", [shape], x => x[0].Sum(along), x => Naive(x[0], shape, along));
                    yield return new OpCase($"{shape} along {axis}, kept", [shape], x => x[0].Sum(along - shape.Rank, keepDim: true), x => Naive(x[0], shape, along));
                }
            }
        }
    }

    /// <summary>The sum along an axis, or of all.</summary>
    public static Tensor Apply(Tensor x, int? axis, bool keepDim)
    {
        ArgumentNullException.ThrowIfNull(x);
        int? along = axis is { } given ? x.Shape.NormalAxis(given) : null;
        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        Tensor numbers = Kinds.Wide(x);
        Tensor y = Tensor.Empty(AxisRuns.Without(x.Shape, along, keepDim), numbers.DType, x.Device);
        x.Device.Sum(numbers.Contiguous(), outer, middle, inner, y);
        return Gradient.Flows(x) ? y.From(new Sum(x, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [gradient.Reshape(AxisRuns.Without(shape, axis, keepDim: true).Span).Expand(shape)];

    private static double[] Naive(double[] x, Shape shape, int axis)
    {
        (int outer, int middle, int inner) = AxisRuns.Around(shape, axis);
        double[] y = new double[outer * inner];
        for (int i = 0; i < x.Length; i++)
        {
            y[(i / (middle * inner) * inner) + (i % inner)] += x[i];
        }

        return y;
    }
}
