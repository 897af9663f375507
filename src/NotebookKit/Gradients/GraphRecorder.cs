using NotebookKit.Devices;

namespace NotebookKit.Gradients;

/// <summary>Keeps the result of each operation that runs while it looks on, so that their graph can be shown with numbers.</summary>
internal sealed class GraphRecorder : OperationWatch
{
    private readonly Dictionary<GradientNode, Tensor> results = [];
    private readonly Lock gate = new();

    /// <summary>The graph of a result, with the gradients of it, or of its sum.</summary>
    /// <exception cref="InvalidOperationException">It has no history.</exception>
    public ValueGraph GraphOf(Tensor output, IEnumerable<(string Name, Tensor Tensor)> names)
    {
        GradientNode root = output.GradientEdge() ?? throw new InvalidOperationException(
            $"No gradient flows through this tensor {output.Shape}: is one of its operands a Parameter, or does it have RequiresGrad = true?");
        Dictionary<GradientNode, string> nameOf = [];
        foreach ((string name, Tensor tensor) in names)
        {
            if (tensor.GradientEdge() is { } node)
            {
                nameOf.TryAdd(node, name);
            }
        }

        List<GradientNode> nodes = Below(root);
        Tensor?[] values = [.. nodes.Select(node => node == root ? output : node is LeafNode leaf ? leaf.Tensor : results.GetValueOrDefault(node))];
        int[] known = [.. Enumerable.Range(0, nodes.Count).Where(i => values[i] is not null)];
        Tensor[] slopes = Gradient.Of(output, [.. known.Select(i => values[i]!)], start: Tensor.Ones(output.Shape, output.DType), retainGraph: true);
        Dictionary<GradientNode, int> numbers = [];
        List<ValueGraphNode> shown = [];
        foreach (GradientNode node in nodes)
        {
            int number = shown.Count;
            numbers[node] = number;
            int at = Array.IndexOf(known, number);
            shown.Add(new ValueGraphNode(
                number,
                nameOf.GetValueOrDefault(node) ?? (node is LeafNode ? "input" : node.Name),
                node.Shape,
                node is LeafNode,
                [.. node.Inputs.Where(input => input is not null).Select(input => numbers[input!])],
                values[number]?.Detach(),
                at < 0 ? null : slopes[at]));
        }

        return new ValueGraph(shown);
    }

    /// <inheritdoc/>
    protected override void Made(Tensor result, GradientNode node)
    {
        lock (gate)
        {
            results[node] = result;
        }
    }

    private static List<GradientNode> Below(GradientNode root)
    {
        HashSet<GradientNode> seen = [root];
        Stack<GradientNode> open = new([root]);
        while (open.TryPop(out GradientNode? node))
        {
            foreach (GradientNode? input in node.Inputs)
            {
                if (input is not null && seen.Add(input))
                {
                    open.Push(input);
                }
            }
        }

        return [.. seen.OrderBy(node => node.Depth)];
    }
}
