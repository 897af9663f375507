using System.Globalization;
using System.Text;

namespace NotebookKit.Gradients;

/// <summary>One tensor that gradients flow through.</summary>
/// <param name="Number">Its place in <see cref="GradientGraph.Nodes"/>; operands have lower numbers than results.</param>
/// <param name="Operation">What made it; "Leaf" for what nobody computed.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Operands">The nodes it was made from, in the operation's order; null for an operand that needs no gradient.</param>
/// <param name="Name">The name it was given, of a parameter say; null without one.</param>
public sealed record GradientGraphNode(int Number, string Operation, Shape Shape, IReadOnlyList<int?> Operands, string? Name)
{
    /// <summary>Whether the way back ends here.</summary>
    public bool IsLeaf => Operation == "Leaf";

    /// <summary>Its numbers; null where nothing holds them any more.</summary>
    public Tensor? Value { get; init; }

    /// <summary>The gradient of the output with respect to it; null when the output is no single number, or its history was used already and nothing kept it.</summary>
    public Tensor? Gradient { get; init; }

    /// <summary>Name or operation, and shape.</summary>
    public string Label => $"{Name ?? Operation} {Shape}";
}

/// <summary>A step of the way forward; gradients take it back.</summary>
/// <param name="From">The number of the operand's node.</param>
/// <param name="To">The number of the result's node.</param>
/// <param name="Operand">Which operand it is, from 0.</param>
public sealed record GradientGraphEdge(int From, int To, int Operand);

/// <summary>The recorded history of a tensor as plain lists, to look at and to draw.</summary>
[Display.TypeFormatterSource(typeof(Display.GradientGraphFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class GradientGraph
{
    private GradientGraph(IReadOnlyList<GradientGraphNode> nodes)
    {
        Nodes = nodes;
        Edges = [.. nodes.SelectMany(node => node.Operands.Select((from, operand) => (from, operand))
            .Where(step => step.from is not null)
            .Select(step => new GradientGraphEdge(step.from!.Value, node.Number, step.operand)))];
    }

    /// <summary>All tensors between the leaves and the output, operands before results; the output is the last.</summary>
    public IReadOnlyList<GradientGraphNode> Nodes { get; }

    /// <summary>All steps between them.</summary>
    public IReadOnlyList<GradientGraphEdge> Edges { get; }

    /// <summary>The history of a tensor.</summary>
    /// <param name="output">A tensor that was computed from one that requires a gradient, or such a one.</param>
    /// <exception cref="InvalidOperationException">It has no history.</exception>
    public static GradientGraph Of(Tensor output) => Of<Tensor>(output, []);

    /// <summary>The history of a tensor, with names for some tensors in it.</summary>
    /// <typeparam name="TTensor">Tensor or Parameter.</typeparam>
    /// <param name="output">A tensor that was computed from one that requires a gradient, or such a one.</param>
    /// <param name="names">Tensors and their names: a model's NamedParameters(), say.</param>
    /// <exception cref="InvalidOperationException">It has no history.</exception>
    public static GradientGraph Of<TTensor>(Tensor output, IEnumerable<(string Name, TTensor Tensor)> names)
        where TTensor : Tensor
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(names);
        GradientNode root = output.GradientEdge() ?? throw new InvalidOperationException(
            $"GradientGraph: the tensor {output.Shape} has no history of gradients; was it computed from a tensor with RequiresGrad, and not inside Gradient.Off()?");
        Dictionary<GradientNode, string> nameOf = [];
        (string Name, TTensor Tensor)[] given = [.. names];
        foreach ((string name, TTensor tensor) in given)
        {
            if (tensor.GradientEdge() is { } node)
            {
                nameOf[node] = name;
            }
        }

        List<GradientNode> found = Reachable(root);
        Dictionary<GradientNode, Tensor> values = GraphNumbers.Values(output, found, given.Select(one => one.Tensor));
        Dictionary<GradientNode, Tensor> gradients = GraphNumbers.Gradients(output, found);
        Dictionary<GradientNode, int> numbers = [];
        List<GradientGraphNode> nodes = [];
        foreach (GradientNode node in found)
        {
            numbers[node] = nodes.Count;
            int?[] operands = [.. node.Inputs.Select(input => input is null ? (int?)null : numbers[input])];
            nodes.Add(new GradientGraphNode(nodes.Count, node is LeafNode ? "Leaf" : node.Name, node.Shape, operands, nameOf.GetValueOrDefault(node))
            {
                Value = values.GetValueOrDefault(node),
                Gradient = gradients.GetValueOrDefault(node) ?? (node as LeafNode)?.Tensor.Grad?.Detach(),
            });
        }

        return new GradientGraph(nodes);
    }

    /// <summary>On how many different paths a gradient comes from the output to a node; counted in one way back, however many there are.</summary>
    /// <remarks>Lecture S4 (number of paths): their number grows as a power of the depth, the work of the way back does not.</remarks>
    /// <param name="node">The number of the node.</param>
    public double PathsTo(int node)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(node);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(node, Nodes.Count);
        double[] paths = new double[Nodes.Count];
        paths[^1] = 1;
        foreach (GradientGraphEdge edge in Edges.Reverse())
        {
            paths[edge.From] += paths[edge.To];
        }

        return paths[node];
    }

    /// <summary>The graph in the language of Graphviz: leaves are boxes, edges lead from operands to results.</summary>
    public string ToDot()
    {
        StringBuilder text = new("digraph {\n    rankdir=LR;\n");
        foreach (GradientGraphNode node in Nodes)
        {
            string label = node.Label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Number} [label=\"{label}\", shape={(node.IsLeaf ? "box" : "ellipse")}];\n");
        }

        foreach (GradientGraphEdge edge in Edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"    n{edge.From} -> n{edge.To};\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>A line a tensor: its number, what it is, and the numbers it was made from; a dash is an operand without gradient.</summary>
    public override string ToString() => string.Join(
        '\n',
        Nodes.Select(node => $"{node.Number}: {node.Label}"
            + (node.Operands.Count == 0 ? string.Empty : $" <- {string.Join(", ", node.Operands.Select(operand => operand?.ToString(CultureInfo.InvariantCulture) ?? "-"))}")));

    // All nodes below one, the deeper later, which puts operands before results.
    private static List<GradientNode> Reachable(GradientNode root)
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
