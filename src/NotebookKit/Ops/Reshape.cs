using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The same numbers in another shape, in the same order; one size may be -1 and is worked out.</summary>
/// <remarks>A view when the elements lie in order, else a copy. dL/dx is dL/dy in the old shape.</remarks>
public sealed class Reshape : GradientNode, IOp
{
    private readonly Shape shape;

    private Reshape(Tensor x)
        : base(x) => shape = x.Shape;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("[2, 6] to [3, -1]", [new(2, 6)], x => x[0].Reshape(3, -1), x => x[0]);
            yield return new OpCase("[6] to [1, 6, 1]", [new(6)], x => x[0].Reshape(1, 6, 1), x => x[0]);
            yield return new OpCase("[2, 3]' to [6]", [new(2, 3)], x => x[0].Transpose().Reshape(6), x => [x[0][0], x[0][3], x[0][1], x[0][4], x[0][2], x[0][5]]);
            yield return new OpCase("[0, 3] to [0]", [new(0, 3)], x => x[0].Reshape(0), x => x[0]);
        }
    }

    /// <summary>The numbers in another shape.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape target = Complete(x, sizes);
        if (!x.IsContiguous)
        {
            return Copy.Apply(x).Reshape(target.Span);
        }

        Tensor y = new(x.Storage, target.Sizes.InOrder, x.Offset, x.Device);
        return Gradient.Flows(x) ? y.From(new Reshape(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => OperandGradients.Of(gradient.Reshape(shape.Span));

    private static Shape Complete(Tensor x, ReadOnlySpan<int> sizes)
    {
        int open = sizes.IndexOf(-1);
        if (open < 0)
        {
            return Fitting(x, new Shape(sizes));
        }

        int[] complete = sizes.ToArray();
        complete[open] = 1;
        int others = new Shape(complete).Count;
        if (others == 0 || x.Count % others != 0 || Array.IndexOf(complete, -1) >= 0)
        {
            throw new ArgumentException($"Reshape: {x.Shape} has {x.Count} elements, from which no -1 in [{string.Join(", ", sizes.ToArray())}] can be worked out.");
        }

        complete[open] = x.Count / others;
        return Fitting(x, new Shape(complete));
    }

    private static Shape Fitting(Tensor x, Shape target) =>
        target.Count == x.Count
            ? target
            : throw new ArgumentException($"Reshape: {x.Shape} has {x.Count} elements and {target} needs {target.Count}; let -1 stand for the size to be worked out.");
}
