using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A convolution whose maps see only the channels that a table names: LeNet-5's C3.</summary>
/// <remarks>[N, C, H, W] becomes [N, maps, h, w]; a map that sees n channels learns n k^2 + 1 numbers. LeCun et al. 1998, Table I.</remarks>
public sealed class TableConvolution : Block
{
    private readonly Conv2d[] maps;
    private readonly Tensor[] seen;

    /// <summary>Makes the layer.</summary>
    /// <param name="table">The channels that each map sees.</param>
    /// <param name="kernel">Rows and columns of a filter.</param>
    public TableConvolution(IReadOnlyList<IReadOnlyList<int>> table, Pair kernel)
    {
        ArgumentNullException.ThrowIfNull(table);
        maps = [.. table.Select(row => new Conv2d(row.Count, 1, kernel))];
        seen = [.. table.Select(row => Tensor.From([.. row.Select(channel => (long)channel)]))];
    }

    /// <inheritdoc/>
    public override Tensor Walk(Tensor input, LayerStep step)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(step);
        return Tensor.Concat([.. maps.Zip(seen, (map, channels) => step(map, input.IndexSelect(1, channels)))], 1);
    }
}
