namespace NotebookKit.Ops;

/// <summary>Rows of a table by number: words, or characters, as vectors that are learned.</summary>
/// <remarks>
/// A table [V, D] and indices [..] of Int64 give [.., D]: <see cref="IndexSelect"/> along the first axis. dL/dtable adds up dL/dy
/// at each row that was used, in the order of the indices. The row of the padding index gets no gradient.
/// </remarks>
public static class Embedding
{
    /// <summary>The rows named.</summary>
    /// <exception cref="ArgumentException">The table is no matrix, or an index names no row.</exception>
    public static Tensor Apply(Tensor table, Tensor indices, int? padding = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(indices);
        Check.Floats(nameof(Embedding), table);
        if (table.Rank != 2)
        {
            throw new ArgumentException($"Embedding: the table is [V, D], a row a word, and got {table.Shape}.");
        }

        if (indices.DType != DType.Int64)
        {
            throw new ArgumentException($"Embedding: indices are Int64, and these are {indices.Shape} of {indices.DType}; cast them with To(DType.Int64).");
        }

        Tensor numbers = indices.Contiguous().Flatten();
        foreach (long row in numbers.Hosted.Elements<long>())
        {
            if ((ulong)row >= (ulong)table.Shape[0])
            {
                throw new ArgumentException($"Embedding: index {row} names no row of the table {table.Shape}, 0 to {table.Shape[0] - 1}.");
            }
        }

        if (padding is { } place && (uint)place >= (uint)table.Shape[0])
        {
            throw new ArgumentException($"Embedding: the padding index {place} names no row of the table {table.Shape}.");
        }

        Tensor rows = table.IndexSelect(0, numbers);
        if (padding is { } skip)
        {
            rows = Where.Apply(numbers.EqualTo(skip).Unsqueeze(1), rows.Detach(), rows);
        }

        return rows.Reshape([.. indices.Shape.Span, table.Shape[1]]);
    }
}
