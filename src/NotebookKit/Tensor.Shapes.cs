using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Joining, cutting and turning tensors.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Concatenate"/>
    /// <param name="tensors">One or more; only their sizes along the axis may differ.</param>
    /// <param name="axis">The axis along which they follow each other.</param>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = 0) => Concatenate.Apply(tensors, axis);

    /// <summary>Tensors of one shape side by side along a new axis: k of [n, m] become [k, n, m] for axis 0.</summary>
    /// <param name="tensors">One or more of the same shape.</param>
    /// <param name="axis">Where the new axis stands in the result.</param>
    /// <exception cref="ArgumentException">There are none, or their shapes or dtypes differ.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (Tensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            if (tensor.Shape != tensors[0].Shape)
            {
                throw new ArgumentException($"Stack: the tensors must have one shape, and there are {tensors[0].Shape} and {tensor.Shape}; Concat joins along an axis that exists.");
            }
        }

        return Concat([.. tensors.Select(tensor => tensor.Unsqueeze(axis))], axis);
    }

    /// <summary>Parts of the given sizes along an axis, one after the other; views, so their gradients add up in this tensor.</summary>
    /// <param name="sizes">The size of each part; together that of the axis.</param>
    /// <param name="axis">The axis to cut.</param>
    /// <exception cref="ArgumentException">A size is negative, or together they are not the axis.</exception>
    public IReadOnlyList<Tensor> Split(IReadOnlyList<int> sizes, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int along = Shape.NormalAxis(axis);
        if (sizes.Any(size => size < 0) || sizes.Sum(size => (long)size) != Shape[along])
        {
            throw new ArgumentException($"Split: the parts [{string.Join(", ", sizes)}] must be 0 or more and add up to {Shape[along]}, the size of axis {along} of {Shape}.");
        }

        List<Tensor> parts = [];
        int start = 0;
        foreach (int size in sizes)
        {
            parts.Add(Slice.Apply(this, Positions.Along(along, start..(start + size))));
            start += size;
        }

        return parts;
    }

    /// <summary>Parts of one size along an axis, the last one smaller when it does not divide the axis; an empty axis gives one empty part.</summary>
    /// <param name="size">The size of each part.</param>
    /// <param name="axis">The axis to cut.</param>
    public IReadOnlyList<Tensor> Split(int size, int axis = 0)
    {
        if (size < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "Split: a part has size 1 or more.");
        }

        int whole = Shape[axis];
        int count = Math.Max(1, (int)(((long)whole + size - 1) / size));
        int[] sizes = new int[count];
        Array.Fill(sizes, size);
        sizes[^1] = whole - ((count - 1) * size);
        return Split(sizes, axis);
    }

    /// <summary>At most <paramref name="count"/> parts of one size along an axis, the last one perhaps smaller, as PyTorch's chunk; views.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="axis">The axis to cut.</param>
    public IReadOnlyList<Tensor> Chunk(int count, int axis = 0)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "Chunk: a tensor has 1 part or more.");
        }

        return Split(Math.Max(1, (int)(((long)Shape[axis] + count - 1) / count)), axis);
    }

    /// <summary>Takes an axis of size 1 away: [n, 1, m] becomes [n, m].</summary>
    /// <param name="axis">The axis; every axis of size 1 when null.</param>
    /// <exception cref="ArgumentException">The axis has another size.</exception>
    public Tensor Squeeze(int? axis = null)
    {
        if (axis is not { } given)
        {
            return Reshape([.. Shape.Where(size => size != 1)]);
        }

        int along = Shape.NormalAxis(given);
        return Shape[along] == 1
            ? Reshape(AxisRuns.Without(Shape, along, keepDim: false).Span)
            : throw new ArgumentException($"Squeeze: axis {given} of {Shape} has size {Shape[along]}; only an axis of size 1 can go.");
    }

    /// <summary>Puts in an axis of size 1: [n, m] becomes [n, 1, m] for axis 1, and [n, m, 1] for axis -1.</summary>
    /// <param name="axis">Where it stands in the result.</param>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such axis.</exception>
    public Tensor Unsqueeze(int axis)
    {
        int along = axis < 0 ? axis + Rank + 1 : axis;
        return along >= 0 && along <= Rank
            ? Reshape([.. Shape.Span[..along], 1, .. Shape.Span[along..]])
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Unsqueeze: a new axis of {Shape} stands at {-Rank - 1} to {Rank}.");
    }

    /// <inheritdoc cref="Ops.Flip"/>
    public Tensor Flip(int axis) => Ops.Flip.Apply(this, axis);

    /// <inheritdoc cref="Ops.Roll"/>
    /// <param name="shift">By how many places.</param>
    /// <param name="axis">The axis to turn.</param>
    public Tensor Roll(int shift, int axis) => Ops.Roll.Apply(this, shift, axis);

    /// <inheritdoc cref="Ops.Pad"/>
    /// <param name="value">What fills the margin.</param>
    /// <param name="margins">How many places before and after each of the last axes.</param>
    public Tensor Pad(double value, params ReadOnlySpan<(int Before, int After)> margins) => Ops.Pad.Apply(this, value, margins);
}
