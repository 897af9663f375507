using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The axes in another order: axis i of the result is axis axes[i] of the input. A view; nothing is copied.</summary>
/// <remarks>dL/dx is dL/dy with the axes put back.</remarks>
public sealed class Permute : GradientNode, IOp
{
    private readonly int[] order;

    private Permute(Tensor x, int[] order)
        : base(x) => this.order = order;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("[2, 3] to [3, 2]", [new(2, 3)], x => x[0].Permute(1, 0), x => [x[0][0], x[0][3], x[0][1], x[0][4], x[0][2], x[0][5]]);
            yield return new OpCase("[2, 1, 3] to [3, 2, 1]", [new(2, 1, 3)], x => x[0].Permute(-1, 0, 1), x => [x[0][0], x[0][3], x[0][1], x[0][4], x[0][2], x[0][5]]);
            yield return new OpCase("[0, 2]", [new(0, 2)], x => x[0].Permute(1, 0), x => x[0]);
        }
    }

    /// <summary>The axes reordered.</summary>
    /// <exception cref="ArgumentException">The order does not name each axis once.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(x);
        Span<int> order = stackalloc int[x.Rank];
        if (axes.Length != x.Rank || !IsOrder(x.Shape, axes, order))
        {
            throw new ArgumentException($"Permute: the order [{string.Join(", ", axes.ToArray())}] must name each of the {x.Rank} axes of {x.Shape} once.");
        }

        Span<int> sizes = stackalloc int[order.Length];
        Span<int> strides = stackalloc int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            sizes[i] = x.Shape[order[i]];
            strides[i] = x.Strides[order[i]];
        }

        Tensor y = new(x.Storage, new Shape(sizes), strides, x.Offset, x.Device);
        return Gradient.Flows(x) ? y.From(new Permute(x, order.ToArray())) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        int[] back = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            back[order[i]] = i;
        }

        return OperandGradients.Of(gradient.Permute(back));
    }

    // Whether the axes, which may count from the end, are all there once.
    private static bool IsOrder(Shape shape, ReadOnlySpan<int> axes, Span<int> order)
    {
        for (int i = 0; i < axes.Length; i++)
        {
            order[i] = shape.NormalAxis(axes[i]);
            if (order[..i].Contains(order[i]))
            {
                return false;
            }
        }

        return true;
    }
}
