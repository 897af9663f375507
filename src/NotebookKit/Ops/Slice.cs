using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Part of a tensor: <c>x[2]</c>, <c>x[1..3]</c>, <c>x[.., ^1]</c>. A view; nothing is copied.</summary>
/// <remarks>An index takes its axis away, a range keeps it; axes that are not named stay whole. dL/dx is dL/dy in its place and 0 elsewhere.</remarks>
public sealed class Slice : GradientNode, IOp
{
    private readonly Shape shape;
    private readonly AxisIndex[] indices;

    private Slice(Tensor x, AxisIndex[] indices)
        : base(x)
    {
        shape = x.Shape;
        this.indices = indices;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("x[1]", [new(3, 2)], x => x[0][1], x => x[0][2..4]);
            yield return new OpCase("x[1..3]", [new(4)], x => x[0][1..3], x => x[0][1..3]);
            yield return new OpCase("x[.., ^1]", [new(2, 3)], x => x[0][.., ^1], x => [x[0][2], x[0][5]]);
            yield return new OpCase("x[0, 1..]", [new(2, 3)], x => x[0][0, 1..], x => x[0][1..3]);
            yield return new OpCase("x[1..1]", [new(3)], x => x[0][1..1], _ => []);
        }
    }

    /// <summary>The part that the indices name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside its axis.</exception>
    public static Tensor Apply(Tensor x, ReadOnlySpan<AxisIndex> indices)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = View(x, indices);
        return Gradient.Flows(x) ? y.From(new Slice(x, indices.ToArray())) : y;
    }

    /// <summary>The view, without a record.</summary>
    internal static Tensor View(Tensor x, ReadOnlySpan<AxisIndex> indices)
    {
        if (indices.Length > x.Rank)
        {
            throw new ArgumentException($"Index: {indices.Length} indices for the {x.Rank} axes of {x.Shape}.");
        }

        Span<int> sizes = stackalloc int[x.Rank];
        Span<int> strides = stackalloc int[x.Rank];
        int kept = 0;
        int offset = x.Offset;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int size = x.Shape[axis];
            (int start, int length, bool keep) = axis < indices.Length ? indices[axis].Within(x.Shape, axis) : (0, size, true);
            offset += start * x.Strides[axis];
            if (keep)
            {
                (sizes[kept], strides[kept]) = (length, x.Strides[axis]);
                kept++;
            }
        }

        // A part without elements begins nowhere; its computed start may lie past the end of the storage.
        Shape shape = new(sizes[..kept]);
        return new Tensor(x.Storage, shape, strides[..kept], shape.Count == 0 ? 0 : offset, x.Device);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Embed.Apply(gradient, shape, indices)];
}
