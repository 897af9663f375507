using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A plain recurrent network over whole sequences: h = tanh(W x + U h' + b), where h' is the state one step before.</summary>
/// <remarks>
/// x is [T, N, inputs], W [H, inputs], U [H, H], the result [T, N, H]. The same weights serve every step, so their gradients add up over time
/// (backpropagation through time). max(0, .) instead of tanh on request. Where a sequence has ended, its state stays as
/// it is. Elman, 1990; lectures S0, S1, S2 L9 and L10.
/// </remarks>
public sealed class Rnn : GradientNode, IOp
{
    private readonly SequencePlan plan;
    private readonly bool rectified;
    private readonly Saved[] operands;
    private readonly bool[] isGiven;
    private Tensor? states;

    private Rnn(SequencePlan plan, bool rectified, Tensor?[] given, Tensor states)
        : base(given)
    {
        this.plan = plan;
        this.rectified = rectified;
        operands = Array.ConvertAll(given, tensor => new Saved(tensor));
        isGiven = Array.ConvertAll(given, tensor => tensor is not null);
        this.states = states;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => RnnCases.All;

    /// <summary>Goes through the sequences.</summary>
    /// <param name="x">[T, N, inputs].</param>
    /// <param name="weights">H rows each.</param>
    /// <param name="hidden">The initial state [N, H]; zeros when null.</param>
    /// <param name="lengths">The length of each sequence, Int64 [N]; all T when null.</param>
    /// <param name="reverse">Goes from the last step to the first.</param>
    /// <param name="rectified">max(0, .) instead of tanh.</param>
    /// <returns>The states [T, N, H] and the last of them [N, H].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Outputs, Tensor Hidden) Apply(
        Tensor x, RecurrentWeights weights, Tensor? hidden = null, Tensor? lengths = null, bool reverse = false, bool rectified = false)
    {
        SequencePlan plan = SequencePlan.For(nameof(Rnn), 1, x, weights, hidden, lengths, reverse);
        Tensor?[] given = [x, hidden ?? Tensor.Full([plan.Batch, plan.Hidden], 0, x.DType, x.Device), weights.Input, weights.Hidden, weights.InputBias, weights.HiddenBias];
        Tensor all = x.Device.Recurrent is { } kernels ? Fused(kernels, plan, rectified, given) : Composite(plan, rectified, given);
        return (all[plan.Results], all[plan.Final]);
    }

    /// <summary>The same in plain steps: the states of all times, [T + 1, N, H].</summary>
    internal static Tensor Composite(SequencePlan plan, bool rectified, Tensor?[] given)
    {
        Tensor x = given[0]!;
        Tensor hidden = given[1]!;
        Tensor sums = new SequenceInput(x, given[2]!, given[4]).Sums();
        Tensor[] states = new Tensor[plan.Steps + 1];
        states[plan.Initial] = hidden;
        foreach (int step in plan.Order)
        {
            Tensor sum = sums[step] + hidden.Linear(given[3]!, given[5]);
            Tensor next = rectified ? sum.Relu() : sum.Tanh();
            hidden = plan.Next(step, hidden, next);
            states[plan.After(step)] = hidden;
        }

        return Tensor.Stack(states);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor?[] given = [.. operands.Select((saved, i) => isGiven[i] ? saved.Tensor : null)];
        if (Gradient.IsOn)
        {
            return Replay.Gradients(seen => Composite(plan, rectified, seen), given, Needs, gradient);
        }

        Tensor slopes = gradient.Contiguous();
        Tensor sums = Tensor.Empty([plan.Steps, plan.Batch, plan.Hidden], gradient.DType, gradient.Device);
        Tensor carry = SequencePlan.At(slopes, plan.Final).Clone();
        carry.Device.Fill(carry, 0);
        RecurrentKernels kernels = gradient.Device.Recurrent!;
        Tensor weights = kernels.Pack(given[3]!.Detach());
        foreach (int step in plan.Order.Reverse())
        {
            Tensor own = SequencePlan.At(sums, step);
            kernels.RnnGradient(
                plan.Step(step), rectified, SequencePlan.At(states!, plan.After(step)), SequencePlan.At(slopes, plan.After(step)), carry, own);
            kernels.Multiply(own, weights, carry, accumulate: true);
        }

        Tensor?[] ends = plan.Ends(given[0]!, new RecurrentWeights(given[2]!, given[3]!), states!, sums, sums, initial: 1, Needs, (operand, shape) => Room(operand, shape, gradient.DType, gradient.Device));
        return [ends[0], Needs(1) ? carry + SequencePlan.At(slopes, plan.Initial) : null, ends[1], ends[2], ends[3], ends[4]];
    }

    /// <inheritdoc/>
    protected override void Forget() => states = null;

    private static Tensor Fused(RecurrentKernels kernels, SequencePlan plan, bool rectified, Tensor?[] given)
    {
        Tensor x = given[0]!;
        Tensor states = Tensor.Empty([plan.Steps + 1, plan.Batch, plan.Hidden], x.DType, x.Device);
        using (Gradient.Off())
        {
            x.Device.Scatter(given[1]!.Contiguous(), SequencePlan.At(states, plan.Initial));
            Tensor? bias = new RecurrentWeights(given[2]!, given[3]!, given[4], given[5]).JoinedBias;
            Tensor sums = new SequenceInput(x, given[2]!, bias).Sums();
            Tensor weights = kernels.Pack(given[3]!.Transpose());
            foreach (int step in plan.Order)
            {
                Tensor own = SequencePlan.At(sums, step);
                Tensor before = SequencePlan.At(states, plan.Before(step));
                kernels.Multiply(before, weights, own, accumulate: true);
                kernels.Rnn(plan.Step(step), rectified, own, before, SequencePlan.At(states, plan.After(step)));
            }
        }

        return given.Any(tensor => tensor is not null && Gradient.Flows(tensor)) ? states.From(new Rnn(plan, rectified, given, states)) : states;
    }
}
