namespace NotebookKit.Ops;

/// <summary>A product summed over chosen axes of both operands: c[i.., j..] = sum over k.. of a[i.., k..] b[k.., j..].</summary>
/// <remarks>The result has the other axes of a, then those of b. One matrix product after the axes are moved together. NumPy's tensordot.</remarks>
public static class Tensordot
{
    /// <summary>The product summed over axis pairs.</summary>
    /// <exception cref="ArgumentException">The axes do not pair up, or their sizes differ.</exception>
    public static Tensor Apply(Tensor a, Tensor b, ReadOnlySpan<int> axesA, ReadOnlySpan<int> axesB)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Check.SameFloats(nameof(Tensordot), a, b);
        int[] summedA = Normal(a, axesA);
        int[] summedB = Normal(b, axesB);
        if (summedA.Length != summedB.Length)
        {
            throw new ArgumentException($"Tensordot: {summedA.Length} axes of {a.Shape} meet {summedB.Length} of {b.Shape}; each axis of one needs its partner.");
        }

        for (int i = 0; i < summedA.Length; i++)
        {
            if (a.Shape[summedA[i]] != b.Shape[summedB[i]])
            {
                throw new ArgumentException(
                    $"Tensordot: axis {summedA[i]} of {a.Shape} has size {a.Shape[summedA[i]]}, and its partner, axis {summedB[i]} of {b.Shape}, has {b.Shape[summedB[i]]}.");
            }
        }

        int[] freeA = [.. Enumerable.Range(0, a.Rank).Except(summedA)];
        int[] freeB = [.. Enumerable.Range(0, b.Rank).Except(summedB)];
        int[] sizesA = [.. freeA.Select(axis => a.Shape[axis])];
        int[] sizesB = [.. freeB.Select(axis => b.Shape[axis])];
        int inner = new Shape([.. summedA.Select(axis => a.Shape[axis])]).Count;
        Tensor left = a.Permute([.. freeA, .. summedA]).Reshape(new Shape(sizesA).Count, inner);
        Tensor right = b.Permute([.. summedB, .. freeB]).Reshape(inner, new Shape(sizesB).Count);
        return left.MatMul(right).Reshape([.. sizesA, .. sizesB]);
    }

    private static int[] Normal(Tensor x, ReadOnlySpan<int> axes)
    {
        _ = new ReducedAxes(nameof(Tensordot), x.Shape, axes);
        return [.. axes.ToArray().Select(axis => axis < 0 ? axis + x.Rank : axis)];
    }
}
