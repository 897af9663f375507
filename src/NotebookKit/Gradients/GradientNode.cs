namespace NotebookKit.Gradients;

/// <summary>One operation in the recorded history of a tensor: what it saved, and how a gradient passes back through it.</summary>
/// <remarks>
/// <see cref="Backward"/> is written in terms of other operations, so a gradient can have a gradient. A result always lies
/// deeper than what it was made from, so the deepest node first is a valid order for the way back.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public abstract class GradientNode
{
    /// <summary>The way back that has left a gradient here; null when none has.</summary>
    internal PendingGradients? Visitor;
    private readonly GradientNode?[] inputs;
    private PendingGradients? collecting;

    /// <summary>Makes the node of an operation.</summary>
    /// <param name="operands">What it was applied to.</param>
    protected GradientNode(params ReadOnlySpan<Tensor?> operands)
    {
        inputs = operands.Length == 0 ? [] : new GradientNode?[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i]?.GradientEdge() is { } input)
            {
                inputs[i] = input;
                Depth = Math.Max(Depth, input.Depth + 1);
            }
        }
    }

    /// <summary>The operation's name.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The nodes that made the operands, in their order; null where no gradient is needed.</summary>
    public IReadOnlyList<GradientNode?> Inputs => inputs;

    /// <summary>The longest way from here to a leaf, in operations.</summary>
    internal int Depth { get; }

    /// <summary>The gradient that waits here for its other parts, or to be passed on.</summary>
    internal Tensor? Waiting { get; set; }

    /// <summary>The shape of its result.</summary>
    internal Shape Shape { get; set; }

    /// <summary>Who wants to see or change the gradient of the result; null for nearly every node.</summary>
    internal GradientHooks? Hooks { get; set; }

    /// <summary>Whether what was saved is gone, because a backward pass used it.</summary>
    internal bool Used { get; private set; }

    /// <summary>What is still saved of the result and the operands, to look at; null for what is not.</summary>
    internal virtual (Tensor? Result, Tensor?[] Operands) Remembered => (null, []);

    /// <summary>Whether operand number <paramref name="operand"/> needs a gradient.</summary>
    protected bool Needs(int operand) => inputs[operand] is not null;

    /// <summary>The gradients of the operands for the gradient of the result; null for those that need none.</summary>
    protected abstract Tensor?[] Backward(Tensor gradient);

    /// <summary>Lets go of what was saved.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>
    /// Room for the whole gradient of an operand, all of which is to be written: the buffer of a leaf's own Grad where it holds nothing yet, so that
    /// nothing is copied there afterwards, else a new one.
    /// </summary>
    /// <param name="operand">The operand's number.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="dtype">Its type.</param>
    /// <param name="device">Where it lies.</param>
    /// <param name="channelsLast">Whether it is an image to be written pixel by pixel, its channels side by side.</param>
    protected Tensor Room(int operand, Shape shape, DType dtype, Devices.Device device, bool channelsLast = false) =>
        collecting is not null && inputs[operand] is LeafNode { Hooks: null, Visitor: null } leaf && leaf.Shape == shape && leaf.Tensor.LendGradient(collecting, channelsLast) is { } own
            ? own
            : channelsLast ? Ops.ChannelsLast.Empty(shape, dtype, device) : Tensor.Empty(shape, dtype, device);

    /// <summary>Runs <see cref="Backward"/> and checks that each gradient fits.</summary>
    /// <param name="gradient">That of the result.</param>
    /// <param name="collecting">The way back that brings the gradients of leaves to their Grad; null for one that does not.</param>
    internal Tensor?[] Pass(Tensor gradient, PendingGradients? collecting)
    {
        if (Used)
        {
            throw new InvalidOperationException(
                $"Backward: the history of {Name} was already used and freed; call Backward(retainGraph: true) the first time to go through it twice.");
        }

        this.collecting = collecting;
        Tensor?[] gradients = Backward(gradient);
        this.collecting = null;
        return gradients;
    }

    /// <summary>The operation and the shape of its result.</summary>
    public override string ToString() => $"{Name} {Shape}";

    /// <summary>Marks the node as used and lets go of what it saved.</summary>
    internal void Free()
    {
        Used = true;
        Forget();
    }
}

/// <summary>Where the way back ends: a tensor that nobody computed and that wants its gradient.</summary>
internal sealed class LeafNode : GradientNode
{
    /// <summary>Makes the end of the way back at a tensor.</summary>
    public LeafNode(Tensor tensor)
    {
        Tensor = tensor;
        Shape = tensor.Shape;
    }

    /// <inheritdoc/>
    internal override (Tensor? Result, Tensor?[] Operands) Remembered => (Tensor, []);

    /// <summary>The tensor.</summary>
    public Tensor Tensor { get; }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [];
}
