using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The sum of the elements along several axes at once. dL/dx repeats dL/dy along the summed axes.</summary>
/// <remarks>
/// [a, b, c, d] summed along 1 and 3 becomes [a, c], or [a, 1, c, 1] with keepDim. No axes named changes nothing; the sum of
/// nothing is 0. Added in blocks of 512 whose sums are added pairwise, so the error is at most about (512/w + log2(n / 512)) u
/// times the sum of the sizes |x|, where u is half a unit in the last place (6e-8 in float32) and w is 16 or more numbers
/// that are added side by side.
/// </remarks>
public sealed class SumAxes : GradientNode, IOp
{
    private readonly Shape shape;
    private readonly Shape kept;

    private SumAxes(Tensor x, ReducedAxes axes)
        : base(x)
    {
        shape = x.Shape;
        kept = axes.Kept;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            (Shape Shape, int[] Axes)[] choices =
            [
                (new(2, 3, 4), [0, 1]), (new(2, 3, 4), [1, -1]), (new(2, 3, 4), [0, 2]), (new(3, 2), [1, 0]), (new(2, 1, 3, 2), [0, 2]),
                (new(2, 0, 3), [0, 1]), (new(2, 0, 3), [0, 2]), (new(3), []), (new([]), []), (new(1, 1), [0]), (new(2, 2, 1, 3, 2), [0, 1, 3]),
            ];
            foreach ((Shape shape, int[] axes) in choices)
            {
                yield return new OpCase(
                    $"{shape} along {string.Join(" ", axes)}", [shape], x => x[0].Sum(axes), x => ReducedAxes.Naive(x[0], shape, axes, Enumerable.Sum));
                yield return new OpCase(
                    $"{shape} along {string.Join(" ", axes)}, kept", [shape], x => x[0].Sum(axes, keepDim: true), x => ReducedAxes.Naive(x[0], shape, axes, Enumerable.Sum));
            }

            yield return new OpCase(
                "channels last", [new(2, 3, 2, 4)], x => x[0].Permute(0, 3, 1, 2).Sum([0, 2, 3]), x => ReducedAxes.Naive(x[0], new(2, 3, 2, 4), [0, 1, 2], Enumerable.Sum));
        }
    }

    /// <summary>The sum along the axes.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, bool keepDim)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(Sum), x);
        ReducedAxes set = new(nameof(Sum), x.Shape, axes);
        if (axes.Length == 0)
        {
            return x;
        }

        Tensor y = set.Run(x, keepDim, x.Device.Sum);
        return Gradient.Flows(x) ? y.From(new SumAxes(x, set)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Reshape(kept.Span).Expand(shape)];
}
