using NotebookKit.Gradients;

namespace NotebookKit.Layers;

/// <summary>How many additions and multiplications a recorded operation takes, going forward.</summary>
/// <remarks>Products by their formula, two for each pair of numbers; moving numbers costs none; anything else one a number it gives.</remarks>
internal static class FlopCount
{
    private static readonly HashSet<string> Moves =
        ["Reshape", "Permute", "Expand", "Slice", "Copy", "Move", "Cast", "Flip", "Pad", "Concatenate", "Gather", "Embed", "IndexSelect", "Unfold", "Diagonal", "Alias"];

    private static readonly HashSet<string> Products = ["Linear", "MatMul", "BatchMatMul", "Convolution", "TransposedConvolution", "Lstm", "Gru", "Rnn"];

    /// <summary>Of one operation.</summary>
    public static long Of(GradientNode node)
    {
        long outputs = node.Shape.Count;
        Shape weight = node.Inputs is [_, { } second, ..] ? second.Shape : default;
        return node switch
        {
            LeafNode => 0,
            _ when Moves.Contains(node.Name) => 0,
            _ => node.Name switch
            {
                "Linear" when weight.Rank == 2 => 2 * outputs * weight[-1],
                "MatMul" or "BatchMatMul" when node.Inputs[0] is { } left && left.Shape.Rank > 0 => 2 * outputs * left.Shape[-1],
                "Convolution" when weight.Rank > 0 => 2 * outputs * (weight.Count / weight[0]),
                "TransposedConvolution" when weight.Rank > 0 && node.Inputs[0] is { } input => 2L * input.Shape.Count * (weight.Count / weight[0]),
                "Lstm" or "Gru" or "Rnn" => Recurrent(node),
                _ => outputs,
            },
        };
    }

    /// <summary>Of one operation, its multiplications with an addition each, in products and convolutions only: how papers count the work of a network.</summary>
    public static long MultiplyAdds(GradientNode node) =>
        node is not LeafNode && Products.Contains(node.Name) ? Of(node) / 2 : 0;

    // Every weight matrix meets every step of every sequence once.
    private static long Recurrent(GradientNode node)
    {
        long weights = node.Inputs.OfType<LeafNode>().Where(leaf => leaf.Shape.Rank == 2).Sum(leaf => (long)leaf.Shape.Count);
        Shape input = node.Inputs.FirstOrDefault(given => given?.Shape.Rank == 3)?.Shape ?? default;
        return input.Rank == 3 ? 2 * weights * input[0] * input[1] : 2 * weights;
    }
}
