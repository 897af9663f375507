using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A linear recurrence along an axis: y_t = a_t y_(t-1) + b_t, beginning with y_0 = b_0.</summary>
/// <remarks>
/// a, b and y have one shape; a_0 has no say. The way back is a recurrence from the end: with l_t = dL/dy_t + a_(t+1) l_(t+1),
/// dL/db_t = l_t and dL/da_t = l_t y_(t-1). No division, so zeros need no care: running products are made of it.
/// </remarks>
public sealed class Recurrence : GradientNode, IOp
{
    private readonly int axis;
    private Saved factors;
    private Saved output;

    private Recurrence(Tensor a, Tensor b, Tensor y, int axis)
        : base(a, b)
    {
        this.axis = axis;
        factors = new Saved(a);
        output = Needs(0) ? new Saved(y) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(5), new(1), new(2, 4, 3), new(0, 2) })
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    int along = axis;
                    yield return new OpCase($"{shape} along {axis}", [shape, shape], x => Apply(x[0], x[1], along), x => Naive(x[0], x[1], shape, along));
                }
            }
        }
    }

    /// <summary>The running values.</summary>
    /// <exception cref="ArgumentException">The shapes or kinds differ.</exception>
    public static Tensor Apply(Tensor a, Tensor b, int axis)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Kinds.Same(nameof(Recurrence), a, b);
        if (a.DType is DType.UInt8 or DType.Bool)
        {
            throw new ArgumentException($"Recurrence: works on floats and Int64, and {a.Shape} holds {a.DType}; cast it with To(DType.Int64).");
        }

        if (a.Shape != b.Shape)
        {
            throw new ArgumentException($"Recurrence: the factors {a.Shape} and what is added, {b.Shape}, must have one shape; Expand one of them.");
        }

        int along = a.Shape.NormalAxis(axis);
        Tensor y = Tensor.Empty(a.Shape, a.DType, a.Device);
        (int outer, int middle, int inner) = AxisRuns.Around(a.Shape, along);
        a.Device.Recurrence(a.Detach().Contiguous(), b.Detach().Contiguous(), outer, middle, inner, y);
        return Gradient.Flows(a, b) ? y.From(new Recurrence(a, b, y, along)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        int size = gradient.Shape[axis];
        if (size == 0)
        {
            return [gradient, gradient];
        }

        // Turned around, step t takes the factor of the step after it; the first takes none, so it does not matter which.
        Tensor reach = Apply(factors.Tensor.Roll(-1, axis).Flip(axis), gradient.Flip(axis), axis).Flip(axis);
        if (!Needs(0))
        {
            return [null, reach];
        }

        int[] sizes = gradient.Shape.ToArray();
        sizes[axis] = 1;
        Tensor before = Tensor.Concat([Tensor.Full(sizes, 0, gradient.DType, gradient.Device), output.Tensor[Positions.Along(axis, ..(size - 1))]], axis);
        return [reach * before, Needs(1) ? reach : null];
    }

    /// <inheritdoc/>
    protected override void Forget() => factors = output = default;

    private static double[] Naive(double[] a, double[] b, Shape shape, int axis)
    {
        (_, int middle, int inner) = AxisRuns.Around(shape, axis);
        double[] y = new double[a.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = i / inner % middle == 0 ? b[i] : (a[i] * y[i - inner]) + b[i];
        }

        return y;
    }
}
