namespace NotebookKit.Charts;

/// <content>From tensors.</content>
public readonly partial struct NumberGrid
{
    /// <summary>Copies a tensor of two axes; one axis becomes a single row.</summary>
    /// <exception cref="ArgumentException">The tensor has no axes, or one before the last two is longer than 1.</exception>
    public static implicit operator NumberGrid(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        // A batch of one picture of one channel is a matrix to its reader. (Shape.Count counts numbers, not axes: a spread of it would be wrong.)
        int[] sizes = [.. Enumerable.Range(0, tensor.Rank).Select(axis => tensor.Shape[axis])];
        int outer = sizes.SkipLast(2).Aggregate(1, (product, size) => product * size);
        if (sizes.Length == 0 || outer != 1)
        {
            throw new ArgumentException($"NumberGrid: a matrix has two axes, but the tensor has the shape {tensor.Shape}; choose a part of it or Reshape it.", nameof(tensor));
        }

        return Of(tensor.ToArray<double>(), sizes.Length == 1 ? 1 : sizes[^2], sizes[^1]);
    }
}
