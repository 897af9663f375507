using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Rows added up in a table of zeros: table row rows[i] += x row i. It is the gradient of <see cref="Embedding"/>.</summary>
/// <remarks>x is [K, D], rows [K] of Int64, the table [V, D]; a row number of -1 is skipped. dL/dx takes the rows of dL/dtable.</remarks>
public sealed class AddRows : GradientNode, IOp
{
    private readonly Tensor rows;

    private AddRows(Tensor x, Tensor rows)
        : base(x) => this.rows = rows;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("one row twice", [new(3, 2)], x => Apply(x[0], Tensor.From([1L, 2L, 1L]), 4), x => [0, 0, x[0][0] + x[0][4], x[0][1] + x[0][5], x[0][2], x[0][3], 0, 0]);
            yield return new OpCase("one skipped", [new(2, 1)], x => Apply(x[0], Tensor.From([-1L, 0L]), 1), x => [x[0][1]]);
        }
    }

    /// <summary>The sums.</summary>
    internal static Tensor Apply(Tensor x, Tensor rows, int count)
    {
        Tensor table = Tensor.Empty(new Shape(count, x.Shape[1]), x.DType, x.Device);
        table.Device.Fill(table, 0);
        x.Device.AddRows(x.Detach().Contiguous(), rows, table);
        return Gradient.Flows(x) ? table.From(new AddRows(x, rows)) : table;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Embedding.Take(gradient, rows, padding: null)];
}
