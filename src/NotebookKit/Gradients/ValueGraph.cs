namespace NotebookKit.Gradients;

/// <summary>One tensor of a computation with its numbers.</summary>
/// <param name="Number">Its place in <see cref="ValueGraph.Nodes"/>.</param>
/// <param name="Label">Its name, or what made it.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="IsLeaf">Whether nobody computed it.</param>
/// <param name="Operands">The nodes it was made from that gradients flow to.</param>
/// <param name="Value">Its numbers; null when it was computed before anybody looked on.</param>
/// <param name="Gradient">How the result changes with it; null as above.</param>
public sealed record ValueGraphNode(int Number, string Label, Shape Shape, bool IsLeaf, IReadOnlyList<int> Operands, Tensor? Value, Tensor? Gradient);

/// <summary>A computation as a graph, with the value and the gradient of each of its tensors: forward and backward in one picture.</summary>
/// <param name="Nodes">Operands before results; the last is the result.</param>
[Display.TypeFormatterSource(typeof(Display.ValueGraphFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record ValueGraph(IReadOnlyList<ValueGraphNode> Nodes)
{
    /// <summary>The result whose gradients are shown: a single number, or the sum of several.</summary>
    public bool IsOfSum => Nodes[^1].Shape.Count != 1;

    /// <summary>Runs a computation and draws its graph.</summary>
    /// <param name="compute">Gives a tensor that gradients flow to.</param>
    /// <param name="names">Tensors and their names.</param>
    /// <exception cref="InvalidOperationException">No gradient flows through the result.</exception>
    public static ValueGraph Of(Func<Tensor> compute, IEnumerable<(string Name, Tensor Tensor)>? names = null)
    {
        ArgumentNullException.ThrowIfNull(compute);
        GraphRecorder recorder = new();
        Tensor output;
        using (recorder.Start())
        using (Gradients.Gradient.On())
        {
            output = compute();
        }

        return recorder.GraphOf(output, names ?? []);
    }

    /// <summary>A line a tensor.</summary>
    public override string ToString() => string.Join(
        '\n',
        Nodes.Select(node => $"{node.Number}: {node.Label} {node.Shape}{(node.Operands.Count == 0 ? string.Empty : $" <- {string.Join(", ", node.Operands)}")}, value {FewNumbers.Of(node.Value)}, gradient {FewNumbers.Of(node.Gradient)}"));
}
