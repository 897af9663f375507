namespace NotebookKit.Gradients;

/// <summary>The numbers in a recorded history: values where somebody still holds them, gradients where the way back is still open.</summary>
internal static class GraphNumbers
{
    // A graph that is too large to draw is also too large to go back through for its looks.
    private const int Largest = 200;

    /// <summary>The values of the output, the leaves, the named tensors, and of what operations have saved for the way back.</summary>
    public static Dictionary<GradientNode, Tensor> Values(Tensor output, IReadOnlyList<GradientNode> nodes, IEnumerable<Tensor> named)
    {
        Dictionary<GradientNode, Tensor> values = [];
        if (nodes.Count > Largest)
        {
            return values;
        }

        foreach (GradientNode node in nodes)
        {
            (Tensor? result, Tensor?[] operands) = node.Remembered;
            Note(node, result);
            for (int i = 0; i < operands.Length; i++)
            {
                Note(node.Inputs[i], operands[i]);
            }
        }

        foreach (Tensor tensor in named.Append(output))
        {
            Note(tensor.GradientEdge(), tensor);
        }

        return values;

        void Note(GradientNode? node, Tensor? tensor)
        {
            // An operand may be stretched or moved on its way into the operation: then it is not the node's value.
            if (node is not null && tensor is not null && tensor.Shape == node.Shape && !tensor.IsGone)
            {
                values[node] = tensor.Detach();
            }
        }
    }

    /// <summary>The gradient of each node's result, found without touching any Grad; empty when the output is no single number or its history was used.</summary>
    /// <param name="output">Where the way back begins.</param>
    /// <param name="nodes">Operands before results.</param>
    public static Dictionary<GradientNode, Tensor> Gradients(Tensor output, IReadOnlyList<GradientNode> nodes)
    {
        Dictionary<GradientNode, Tensor> gradients = [];
        if (output.Count != 1 || nodes.Count > Largest || nodes.Any(node => node.Used))
        {
            return gradients;
        }

        try
        {
            using IDisposable off = Gradient.Off();
            using PendingGradients.Turn apart = PendingGradients.Enter(null);
            gradients[nodes[^1]] = Tensor.Ones(output.Shape, output.DType);
            foreach (GradientNode node in nodes.Reverse())
            {
                if (node is LeafNode || !gradients.TryGetValue(node, out Tensor? gradient))
                {
                    continue;
                }

                Tensor?[] parts = node.Pass(gradient);
                for (int i = 0; i < parts.Length; i++)
                {
                    if (node.Inputs[i] is { } operand && parts[i] is { } part)
                    {
                        gradients[operand] = gradients.TryGetValue(operand, out Tensor? sum) ? sum + part : part;
                    }
                }

                OperandGradients.Read(parts);
            }

            return gradients;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Something was changed in place since: the drawing goes without gradients.
            return [];
        }
    }
}
