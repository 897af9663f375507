using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The largest number along one axis, several or all. The gradient is shared evenly among equals, as in PyTorch's amax.</summary>
/// <remarks>
/// [.., n, ..] becomes [.., ..], or [.., 1, ..] with keepDim; NaN counts as largest. dL/dx = dL/dy / (how many are
/// largest) at each of them, 0 elsewhere. <c>Max(axis)</c> gives all of it to the first.
/// </remarks>
public sealed class Amax : GradientNode, IOp
{
    private readonly ReducedAxes axes;
    private Saved input;
    private Saved output;

    private Amax(Tensor x, Tensor y, ReducedAxes axes)
        : base(x)
    {
        this.axes = axes;
        input = new Saved(x);
        output = new Saved(y.Detach());
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            (Shape Shape, int[] Axes)[] choices = [(new(7), [0]), (new(3, 4), [0]), (new(2, 3, 4), [0, 2]), (new(2, 3, 4), [-1, 1]), (new(1, 1), [0, 1]), (new(0, 3), [1])];
            foreach ((Shape shape, int[] axes) in choices)
            {
                string name = $"{shape} along {string.Join(" ", axes)}";
                yield return new OpCase(name, [shape], x => x[0].Amax(axes), x => ReducedAxes.Naive(x[0], shape, axes, Enumerable.Max));
                yield return new OpCase($"{name}, smallest, kept", [shape], x => x[0].Amin(axes, keepDim: true), x => ReducedAxes.Naive(x[0], shape, axes, Enumerable.Min));
            }
        }
    }

    /// <summary>The largest along the axes.</summary>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or they hold nothing.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, bool keepDim, string operation)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(operation, x);
        ReducedAxes set = new(operation, x.Shape, axes);
        if (axes.Length == 0)
        {
            return x;
        }

        if (set.Count == 0)
        {
            throw new ArgumentException($"{operation}: the axes [{string.Join(", ", axes.ToArray())}] of {x.Shape} are empty, so nothing there is largest or smallest.");
        }

        Tensor y = set.Run(x, keepDim, Largest);
        return Gradient.Flows(x) ? y.From(new Amax(x, y, set)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = input.Tensor;
        Tensor share;
        using (Gradient.Off())
        {
            Tensor equal = 1 - Elementwise.Binary<Compare>(x.Detach(), output.Tensor.Reshape(axes.Kept.Span)).Abs();
            share = equal / axes.Run(equal, keepDim: true, x.Device.Sum);
        }

        return [share * gradient.Reshape(axes.Kept.Span)];
    }

    /// <inheritdoc/>
    protected override void Forget() => input = output = default;

    private static void Largest(Tensor x, int outer, int middle, int inner, Tensor y)
    {
        Tensor places = Tensor.Empty(y.Shape, DType.Int64, y.Device);
        x.Device.ArgMax(x, outer, middle, inner, places);
        x.Device.Pick(x, places, middle, 1, inner, y);
    }
}
