namespace NotebookKit.Gradients;

/// <summary>The way back: from a result through its history to the leaves, adding gradients where paths meet.</summary>
internal static class BackwardPass
{
    /// <summary>Adds d(root)/d(leaf) to each leaf's Grad, and to that of each result which asked for it.</summary>
    public static void Run(Tensor root, Tensor? start, bool retainGraph)
    {
        using (Gradient.Silence())
        {
            Walk(root, start, retainGraph, collects: true, static (node, gradient, pass) =>
            {
                Tensor? collecting = node is LeafNode leaf ? leaf.Tensor : node.Hooks?.Retaining;
                collecting?.AddGradient(gradient, pass);
            });
        }
    }

    /// <summary>d(root)/d(input) for each input, without touching any Grad; null where the root does not depend on it.</summary>
    public static Tensor?[] Of(Tensor root, IReadOnlyList<Tensor> inputs, Tensor? start, bool createGraph, bool retainGraph)
    {
        // The same tensor may be named twice, and then has the same gradient twice.
        Dictionary<GradientNode, List<int>> places = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            GradientNode node = inputs[i].GradientEdge()
                ?? throw new InvalidOperationException($"Gradient.Of: input {i}, shape {inputs[i].Shape}, does not require a gradient; set RequiresGrad before computing with it.");
            if (!places.TryGetValue(node, out List<int>? own))
            {
                places[node] = own = [];
            }

            own.Add(i);
        }

        Tensor?[] results = new Tensor?[inputs.Count];
        using (createGraph ? Gradient.On() : Gradient.Off())
        {
            Walk(root, start, retainGraph || createGraph, collects: false, (node, gradient, _) =>
            {
                if (places.TryGetValue(node, out List<int>? own))
                {
                    foreach (int place in own)
                    {
                        results[place] = gradient;
                    }
                }
            });
        }

        return results;
    }

    // Tells of every node that is reached and of the whole gradient there, all paths added up. The deepest node comes first:
    // whatever uses a result lies deeper than the result, so all of its gradient has arrived.
    private static void Walk(Tensor root, Tensor? start, bool retainGraph, bool collects, Action<GradientNode, Tensor, PendingGradients> reached)
    {
        GradientNode first = root.GradientEdge() ?? throw new InvalidOperationException(
            "Backward: this tensor has no history of gradients; was it computed from a tensor with RequiresGrad, and not inside Gradient.Off()?");
        PendingGradients pending = PendingGradients.Begin(retainGraph);
        PriorityQueue<GradientNode, int> waiting = pending.Order;
        try
        {
            using PendingGradients.Turn turn = PendingGradients.Enter(collects ? pending : null);
            pending.Add(first, Start(root, start), own: start is null);
            waiting.Enqueue(first, -first.Depth);
            while (waiting.TryDequeue(out GradientNode? node, out _))
            {
                (Tensor gradient, bool own) = pending.Take(node);
                if (node.Hooks is { } hooks)
                {
                    // Who was shown it may keep it.
                    gradient = hooks.Run(gradient);
                    own = false;
                }

                reached(node, gradient, pending);
                if (node is LeafNode)
                {
                    continue;
                }

                pending.Own = own ? gradient : null;
                Tensor?[] gradients = node.Pass(gradient);
                for (int i = 0; i < gradients.Length; i++)
                {
                    if (gradients[i] is { } part && node.Input(i) is { } input && pending.Add(input, part, node.GivesOwn))
                    {
                        waiting.Enqueue(input, -input.Depth);
                    }
                }

                OperandGradients.Read(gradients);

                if (!retainGraph)
                {
                    node.Free();
                }
            }

            pending.Own = null;
            pending.End();
        }
        catch
        {
            foreach ((GradientNode node, _) in waiting.UnorderedItems)
            {
                pending.Take(node);
            }

            throw;
        }
    }

    private static Tensor Start(Tensor root, Tensor? start)
    {
        if (start is null)
        {
            return root.Count == 1
                ? Tensor.Full(root.Shape, 1, root.DType, root.Device)
                : throw new InvalidOperationException(
                    $"Backward: starts from a single number, and this tensor has shape {root.Shape}; reduce it with Sum() or Mean(), or pass the gradient to start from.");
        }

        return start.Shape == root.Shape
            ? start.To(root.DType)
            : throw new ArgumentException($"Backward: the starting gradient {start.Shape} must have the shape of the result, {root.Shape}.", nameof(start));
    }
}
