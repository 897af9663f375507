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
        int[] order = axes.ToArray();
        if (order.Length == x.Rank)
        {
            for (int i = 0; i < order.Length; i++)
            {
                order[i] = x.Shape.NormalAxis(order[i]);
            }
        }

        if (order.Length != x.Rank || order.Distinct().Count() != order.Length)
        {
            throw new ArgumentException($"Permute: the order [{string.Join(", ", axes.ToArray())}] must name each of the {x.Rank} axes of {x.Shape} once.");
        }

        int[] sizes = new int[order.Length];
        int[] strides = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            sizes[i] = x.Shape[order[i]];
            strides[i] = x.Strides[order[i]];
        }

        Tensor y = new(x.Storage, new Shape(sizes), strides, x.Offset, x.Device);
        return Gradient.Flows(x) ? y.From(new Permute(x, order)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        int[] back = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            back[order[i]] = i;
        }

        return [gradient.Permute(back)];
    }
}
