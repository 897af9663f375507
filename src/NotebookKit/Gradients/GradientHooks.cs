namespace NotebookKit.Gradients;

/// <summary>Who wants to see or change the gradient of one tensor during the way back.</summary>
/// <param name="shape">The tensor's shape, which every gradient of it has.</param>
/// <param name="dtype">The tensor's kind of number.</param>
internal sealed class GradientHooks(Shape shape, DType dtype)
{
    private readonly Lock gate = new();
    private Hook[] hooks = [];

    /// <summary>The result whose Grad is to be filled although it is no leaf.</summary>
    public Tensor? Retaining { get; set; }

    /// <summary>Adds a hook after those that are there; it stays until the result is disposed.</summary>
    public IDisposable Add(Func<Tensor, Tensor?> look)
    {
        Hook hook = new(this, look);
        lock (gate)
        {
            hooks = [.. hooks, hook];
        }

        return hook;
    }

    /// <summary>Shows a gradient to each hook in turn; what one gives back, the next one sees.</summary>
    public Tensor Run(Tensor gradient)
    {
        // A hook may remove itself: the array that is gone through stays as it is.
        foreach (Hook hook in hooks)
        {
            if (hook.Look(gradient) is not { } changed)
            {
                continue;
            }

            if (changed.Shape != shape || changed.DType != dtype)
            {
                throw new InvalidOperationException(
                    $"OnGradient: the gradient of a tensor {shape} of {dtype} has that shape and kind, and a hook gave back {changed.Shape} of {changed.DType}; give back null to leave the gradient as it is.");
            }

            gradient = changed;
        }

        return gradient;
    }

    private void Remove(Hook hook)
    {
        lock (gate)
        {
            hooks = [.. hooks.Where(other => other != hook)];
        }
    }

    private sealed class Hook(GradientHooks owner, Func<Tensor, Tensor?> look) : IDisposable
    {
        public Tensor? Look(Tensor gradient) => look(gradient);

        public void Dispose() => owner.Remove(this);
    }
}
