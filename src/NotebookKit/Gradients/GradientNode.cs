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

    private const int Direct = 3;

    // Nearly every operation has three operands or fewer: an array of them would be another object a node. The third place is a node, or the array of all that follow.
    private readonly GradientNode? first;
    private readonly GradientNode? second;
    private readonly object? rest;
    private readonly byte direct;

    /// <summary>Makes the node of an operation.</summary>
    /// <param name="operands">What it was applied to.</param>
    protected GradientNode(params ReadOnlySpan<Tensor?> operands)
    {
        direct = (byte)Math.Min(operands.Length, Direct + 1);
        first = operands.Length > 0 ? Reach(operands[0]) : null;
        second = operands.Length > 1 ? Reach(operands[1]) : null;
        if (operands.Length <= Direct)
        {
            rest = operands.Length > 2 ? Reach(operands[2]) : null;
            return;
        }

        GradientNode?[] others = new GradientNode?[operands.Length - 2];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = Reach(operands[i + 2]);
        }

        rest = others;
    }

    /// <summary>The operation's name.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The nodes that made the operands, in their order; null where no gradient is needed.</summary>
    public IReadOnlyList<GradientNode?> Inputs => [.. Enumerable.Range(0, OperandCount).Select(Input)];

    /// <summary>How many operands it was applied to.</summary>
    internal int OperandCount => direct <= Direct ? direct : ((GradientNode?[])rest!).Length + 2;

    /// <summary>The longest way from here to a leaf, in operations.</summary>
    internal int Depth { get; private set; }

    /// <summary>The gradient that waits here for its other parts, or to be passed on.</summary>
    internal Tensor? Waiting { get; set; }

    /// <summary>Whether nothing else holds the gradient that waits here, so that the way back may write over it.</summary>
    internal bool WaitingIsOwn { get; set; }

    /// <summary>
    /// Whether each gradient that <see cref="Backward"/> gives was made for that operand alone and is held by nobody else: newly made, the buffer from
    /// <see cref="Room"/>, or the given gradient written over because it might be (<see cref="PendingGradients.Own"/>).
    /// </summary>
    internal virtual bool GivesOwn => false;

    /// <summary>The shape of its result.</summary>
    internal Shape Shape { get; set; }

    /// <summary>Who wants to see or change the gradient of the result; null for nearly every node.</summary>
    internal GradientHooks? Hooks { get; set; }

    /// <summary>Whether what was saved is gone, because a backward pass used it.</summary>
    internal bool Used { get; private set; }

    /// <summary>What is still saved of the result and the operands, to look at; null for what is not.</summary>
    internal virtual (Tensor? Result, Tensor?[] Operands) Remembered => (null, []);

    /// <summary>Whether operand number <paramref name="operand"/> needs a gradient.</summary>
    protected bool Needs(int operand) => Input(operand) is not null;

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
        PendingGradients.Collecting is { } pass && Input(operand) is LeafNode { Hooks: null, Visitor: null } leaf && leaf.Shape == shape && leaf.Tensor.LendGradient(pass, channelsLast) is { } own
            ? own
            : channelsLast ? Ops.ChannelsLast.Empty(shape, dtype, device) : Tensor.Empty(shape, dtype, device);

    /// <summary>Runs <see cref="Backward"/> and checks that each gradient fits.</summary>
    /// <param name="gradient">That of the result.</param>
    internal Tensor?[] Pass(Tensor gradient) => Used
        ? throw new InvalidOperationException(
            $"Backward: the history of {Name} was already used and freed; call Backward(retainGraph: true) the first time to go through it twice.")
        : Backward(gradient);

    /// <summary>The node that made an operand; null where no gradient is needed.</summary>
    internal GradientNode? Input(int operand) => operand switch
    {
        0 when direct > 0 => first,
        1 when direct > 1 => second,
        2 when direct == Direct => (GradientNode?)rest,
        >= 2 when operand < OperandCount => ((GradientNode?[])rest!)[operand - 2],
        _ => throw new ArgumentOutOfRangeException(nameof(operand), operand, $"{Name} has {OperandCount} operands."),
    };

    /// <summary>The operation and the shape of its result.</summary>
    public override string ToString() => $"{Name} {Shape}";

    /// <summary>Marks the node as used and lets go of what it saved.</summary>
    internal void Free()
    {
        Used = true;
        Forget();
    }

    private GradientNode? Reach(Tensor? operand)
    {
        GradientNode? input = operand?.GradientEdge();
        if (input is not null && input.Depth >= Depth)
        {
            Depth = input.Depth + 1;
        }

        return input;
    }
}

/// <summary>Where the way back ends: a tensor that nobody computed and that wants its gradient.</summary>
internal sealed class LeafNode : GradientNode
{
    /// <summary>The way back that writes into the buffer of the tensor's gradient just now; null for nearly all time.</summary>
    internal PendingGradients? Borrower;

    private Tensor? bare;

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

    /// <summary>Whether the tensor's gradient stands for zeros, whatever its buffer holds.</summary>
    internal bool GradientIsZero { get; set; }

    /// <summary>The tensor without its place here, made once and not at each use of a weight; anew when the tensor has moved to another device.</summary>
    public Tensor Bare
    {
        get
        {
            Tensor known = bare ?? Tensor.Detach();
            return bare = known.IsStill(Tensor) ? known : Tensor.Detach();
        }
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [];
}
