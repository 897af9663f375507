using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The gradients of a fused operation made of plain operations: its composite form is run again, recorded, and gone back through.</summary>
/// <remarks>
/// For a gradient that must have a gradient itself. The composite form runs on aliases of the operands, so the way back ends at
/// the operands whatever their own history, and a later pass goes through the aliases on to that history.
/// </remarks>
internal static class Replay
{
    /// <summary>The gradient of each operand; null for those that need none.</summary>
    /// <param name="composite">The operation in plain steps.</param>
    /// <param name="operands">What it was applied to; null where one was left out.</param>
    /// <param name="needs">Whether an operand needs a gradient.</param>
    /// <param name="gradient">dL/dy.</param>
    public static Tensor?[] Gradients(Func<Tensor?[], Tensor> composite, Tensor?[] operands, Func<int, bool> needs, Tensor gradient)
    {
        Alias?[] aliases = new Alias?[operands.Length];
        Tensor?[] seen = new Tensor?[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            seen[i] = operands[i]?.Detach();
            if (needs(i) && operands[i] is { } operand)
            {
                aliases[i] = new Alias(operand);
                seen[i]!.From(aliases[i]!);
            }
        }

        _ = BackwardPass.Of(composite(seen), [], gradient, createGraph: true, retainGraph: true);
        foreach (Alias? alias in aliases)
        {
            alias?.Open();
        }

        return Array.ConvertAll(aliases, alias => alias?.Caught);
    }

    /// <summary>Passes a gradient on to its operand; keeps it to itself until it is opened.</summary>
    private sealed class Alias(Tensor x) : GradientNode(x)
    {
        private bool open;

        public Tensor? Caught { get; private set; }

        public void Open() => open = true;

        protected override Tensor?[] Backward(Tensor gradient)
        {
            if (open)
            {
                return [gradient];
            }

            Caught = gradient;
            return [null];
        }
    }
}
