using NotebookKit.Ops;

namespace NotebookKit.Gradients;

/// <summary>The way back: from a result through its history to the leaves, adding gradients where paths meet.</summary>
internal static class BackwardPass
{
    /// <summary>Adds d(root)/d(leaf) to each leaf's Grad.</summary>
    public static void Run(Tensor root, Tensor? start, bool retainGraph)
    {
        using (Gradient.Off())
        {
            Walk(root, start, retainGraph, static (node, gradient) =>
            {
                if (((node as LeafNode)?.Tensor ?? node.Hooks?.Retaining) is { } collecting)
                {
                    Accumulate(collecting, gradient);
                }
            });
        }
    }

    /// <summary>d(root)/d(input) for each input, without touching any Grad; null where the root does not depend on it.</summary>
    public static Tensor?[] Of(Tensor root, IReadOnlyList<Tensor> inputs, Tensor? start, bool createGraph, bool retainGraph)
    {
        Dictionary<GradientNode, int> places = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            GradientNode node = inputs[i].GradientEdge()
                ?? throw new InvalidOperationException($"Gradient.Of: input {i}, shape {inputs[i].Shape}, does not require a gradient; set RequiresGrad before computing with it.");
            places[node] = i;
        }

        Tensor?[] results = new Tensor?[inputs.Count];
        using (createGraph ? Gradient.On() : Gradient.Off())
        {
            Walk(root, start, retainGraph || createGraph, (node, gradient) =>
            {
                if (places.TryGetValue(node, out int place))
                {
                    results[place] = gradient;
                }
            });
        }

        return results;
    }

    // Tells of every node that is reached and of the whole gradient there, all paths added up.
    private static void Walk(Tensor root, Tensor? start, bool retainGraph, Action<GradientNode, Tensor> reached)
    {
        GradientNode first = root.GradientEdge() ?? throw new InvalidOperationException(
            "Backward: this tensor has no history of gradients; was it computed from a tensor with RequiresGrad, and not inside Gradient.Off()?");
        PriorityQueue<GradientNode, long> waiting = new();
        Dictionary<GradientNode, Tensor> pending = new() { [first] = Start(root, start) };
        waiting.Enqueue(first, -first.Number);
        while (waiting.TryDequeue(out GradientNode? node, out _))
        {
            pending.Remove(node, out Tensor? gradient);
            if (node.Hooks is { } hooks)
            {
                gradient = hooks.Run(gradient!);
            }

            reached(node, gradient!);
            if (node is LeafNode)
            {
                continue;
            }

            Tensor?[] gradients = node.Pass(gradient!);
            for (int i = 0; i < gradients.Length; i++)
            {
                if (node.Inputs[i] is not { } input || gradients[i] is not { } part)
                {
                    continue;
                }

                if (pending.TryGetValue(input, out Tensor? sum))
                {
                    pending[input] = sum + part;
                }
                else
                {
                    pending[input] = part;
                    waiting.Enqueue(input, -input.Number);
                }
            }

            if (!retainGraph)
            {
                node.Free();
            }
        }
    }

    private static Tensor Start(Tensor root, Tensor? start)
    {
        if (start is null)
        {
            return root.Count == 1
                ? Tensor.Ones(root.Shape, root.DType)
                : throw new InvalidOperationException(
                    $"Backward: starts from a single number, and this tensor has shape {root.Shape}; reduce it with Sum() or Mean(), or pass the gradient to start from.");
        }

        return start.Shape == root.Shape
            ? start.To(root.DType)
            : throw new ArgumentException($"Backward: the starting gradient {start.Shape} must have the shape of the result, {root.Shape}.", nameof(start));
    }

    private static void Accumulate(Tensor leaf, Tensor gradient)
    {
        leaf.Grad ??= Tensor.Lasting(leaf.Shape, leaf.DType, leaf.Device);
        InPlace.Add(leaf.Grad, gradient);
    }
}
