using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Writing into a tensor: x[1..3] = y, x[mask] = y, x[indices] = y. The numbers change in place, for every view of them.</summary>
/// <remarks>
/// Nothing is recorded: no gradient flows through an assignment. A tensor that wants a gradient is refused while gradients are recorded, and
/// a recorded result always; what an operation saved for the way back is noticed there when it was changed. What is
/// written stretches by repeating axes of size 1, and a single number takes the kind of the tensor.
/// </remarks>
internal static class Assign
{
    /// <summary>Writes into the part that indices and ranges name.</summary>
    /// <exception cref="InvalidOperationException">The tensor must not change.</exception>
    /// <exception cref="ArgumentException">What is written has another kind or does not fit.</exception>
    public static void Part(Tensor x, ReadOnlySpan<AxisIndex> indices, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        MayChange(x, value);
        Tensor part = Slice.View(x, indices);
        x.Device.Scatter(Fitting(x, value, part.Shape), part);
        x.Storage.Changed();
    }

    /// <summary>Writes at the places that a mask of the first axes names, or into the rows that Int64 indices name; the last of equal indices wins.</summary>
    /// <exception cref="InvalidOperationException">The tensor must not change.</exception>
    /// <exception cref="ArgumentException">What is written, the mask or the indices do not fit.</exception>
    public static void Chosen(Tensor x, Tensor choice, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        MayChange(x, value);
        (Tensor places, Shape chosen, int inner) = Choice.Rows(x, choice);
        Tensor numbers = Fitting(x, value, chosen);
        Tensor whole = x.IsContiguous ? x : x.Detach().Clone();
        x.Device.PutRows(numbers, places, inner, whole);
        if (whole != x)
        {
            x.Device.Scatter(whole, x);
        }

        x.Storage.Changed();
    }

    /// <summary>Writes one number everywhere.</summary>
    /// <exception cref="InvalidOperationException">The tensor must not change.</exception>
    /// <exception cref="ArgumentException">The tensor's kind does not hold that number.</exception>
    public static void Fill(Tensor x, double value) => Part(x, [], Tensor.Scalar(value, DType.Float64));

    private static void MayChange(Tensor x, Tensor value)
    {
        if (x.History is { } history)
        {
            throw new InvalidOperationException($"Assign: the tensor {x.Shape} is the recorded result of {history.Name}, so its numbers must stay; change a Detach().Clone(), or use Where or Scatter.");
        }

        if (x.RequiresGrad && Gradient.IsOn)
        {
            throw new InvalidOperationException($"Assign: the tensor {x.Shape} wants a gradient, which no assignment passes on; write inside Gradient.Off(), or use Where or Scatter.");
        }

        if (value.RequiresGrad && Gradient.IsOn)
        {
            throw new InvalidOperationException($"Assign: what is written, {value.Shape}, wants a gradient, which no assignment passes on; Detach() it, or use Where or Scatter.");
        }

        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (x.Strides[axis] == 0 && x.Shape[axis] > 1)
            {
                throw new InvalidOperationException($"Assign: axis {axis} of {x.Shape} repeats one number, so its places cannot differ; write into a Clone().");
            }
        }
    }

    // The numbers to write: of the right kind and shape, one after the other, and not the memory that is written to.
    private static Tensor Fitting(Tensor x, Tensor value, Shape shape)
    {
        Tensor numbers = value.Detach();
        if (numbers.DType != x.DType)
        {
            bool single = numbers.Count == 1 && Kinds.Fits(x.DType, numbers.Item());
            numbers = single
                ? numbers.To(x.DType)
                : throw new ArgumentException($"Assign: {value.DType} {value.Shape} does not go into {x.DType} {x.Shape}; cast it with To(DType.{x.DType}).");
        }

        if (Broadcasting.Join("Assign", numbers.Shape, shape) != shape)
        {
            throw new ArgumentException($"Assign: {value.Shape} does not fit into {shape}: only axes of size 1 repeat.");
        }

        Tensor stretched = numbers.Expand(shape);
        return stretched.IsContiguous && stretched.Storage != x.Storage ? stretched : stretched.Clone();
    }
}
