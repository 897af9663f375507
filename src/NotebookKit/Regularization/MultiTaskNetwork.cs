using NotebookKit.Layers;

namespace NotebookKit.Regularization;

/// <summary>One trunk of shared features with several heads: tasks that learn together, or a task with a hint.</summary>
/// <remarks>
/// The first head is what the model is for; <see cref="Forward"/> gives its outputs. With hints the other heads are taught in training only, such as
/// the severity beside the kind of a fault, and <see cref="WithoutHints"/> takes them off for use. Caruana 1997; lecture S1 (training with hints,
/// why deep networks).
/// </remarks>
public sealed class MultiTaskNetwork : Module
{
    private readonly Module trunk;
    private readonly Module[] heads;

    /// <summary>Makes the model.</summary>
    /// <param name="trunk">What all heads share.</param>
    /// <param name="heads">A head a task, the main one first.</param>
    /// <exception cref="ArgumentException">There is no head.</exception>
    public MultiTaskNetwork(Module trunk, params IReadOnlyList<Module> heads)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        ArgumentNullException.ThrowIfNull(heads);
        if (heads.Count == 0)
        {
            throw new ArgumentException("MultiTaskNetwork: needs a head at least, the main one first.", nameof(heads));
        }

        this.trunk = trunk;
        this.heads = [.. heads];
    }

    /// <summary>The outputs of the main head.</summary>
    public override Tensor Forward(Tensor input) => heads[0].Forward(trunk.Forward(input));

    /// <summary>The outputs of every head; the trunk is computed once.</summary>
    public IReadOnlyList<Tensor> ForwardAll(Tensor input)
    {
        Tensor features = trunk.Forward(input);
        return [.. heads.Select(head => head.Forward(features))];
    }

    /// <summary>The network of one task: the trunk and one head, which are the same objects as here.</summary>
    /// <param name="head">Its number, 0 for the main one.</param>
    public Sequential Task(int head = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, heads.Length);
        return new Sequential(trunk, heads[head]);
    }

    /// <summary>The network for use: the trunk and the main head.</summary>
    public Sequential WithoutHints() => Task();

    /// <inheritdoc/>
    public override string ToString() => $"MultiTaskNetwork, {heads.Length} heads ({ParameterCount:N0} parameters)";
}
