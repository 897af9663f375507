using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Rows of a table by number: words, or characters, as vectors that are learned.</summary>
/// <remarks>
/// A table [V, D] and indices [..] of Int64 give [.., D]. dL/dtable adds up dL/dy at each row that was used, in the order of the
/// indices (<see cref="AddRows"/>). The row of the padding index gets no gradient.
/// </remarks>
public sealed class Embedding : GradientNode, IOp
{
    private readonly Tensor rows;
    private readonly int count;
    private readonly int? padding;

    private Embedding(Tensor table, Tensor rows, int? padding)
        : base(table)
    {
        this.rows = rows;
        this.padding = padding;
        count = table.Shape[0];
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int size, long[] indices) in new[] { (4, new long[] { 2, 0, 2 }), (1, [0]), (3, []) })
            {
                yield return new OpCase(
                    $"{size} rows, {indices.Length} indices", [new(size, 3)], x => x[0].Embedding(Tensor.From(indices)), x => [.. indices.SelectMany(row => x[0].Skip((int)row * 3).Take(3))]);
            }

            Tensor table = Tensor.From([1L, 0L, 1L, 2L], new Shape(2, 2));
            yield return new OpCase("a table of indices", [new(3, 1)], x => x[0].Embedding(table), x => [x[0][1], x[0][0], x[0][1], x[0][2]]);
        }
    }

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

        Tensor rows = indices.Clone().Reshape(indices.Count);
        foreach (long row in rows.Elements<long>())
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

        return Take(table, rows, padding).Reshape([.. indices.Shape.Span, table.Shape[1]]);
    }

    /// <summary>Rows by checked numbers; zeros for -1.</summary>
    internal static Tensor Take(Tensor table, Tensor rows, int? padding)
    {
        Tensor y = Tensor.Empty(new Shape(rows.Count, table.Shape[1]), table.DType, table.Device);
        table.Device.TakeRows(table.Detach().Contiguous(), rows, y);
        return Gradient.Flows(table) ? y.From(new Embedding(table, rows, padding)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor named = padding is { } skip ? Tensor.From(Array.ConvertAll(rows.ToArray<long>(), row => row == skip ? -1 : row)) : rows;
        return [AddRows.Apply(gradient, named, count)];
    }
}
