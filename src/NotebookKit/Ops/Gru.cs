using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A gated recurrent unit over whole sequences: a reset gate and an update gate, no separate cell.</summary>
/// <remarks>
/// r = sigmoid(W_r x + U_r h' + b_r), z likewise. PyTorch's form: n = tanh(W_n x + b_n + r (U_n h' + b_un)), h = (1 - z) n + z h'. The lecture's form
/// (S2 L10, Cho et al. 2014): n = tanh(W_n x + U_n (r h') + both biases), h = (1 - z) h' + z n; it runs in plain steps. Gates lie
/// in the order r, z, n. x is [T, N, inputs], the result [T, N, H]; where a sequence has ended, its state stays as it is.
/// </remarks>
public sealed class Gru : GradientNode, IOp
{
    private readonly SequencePlan plan;
    private readonly Saved[] operands;
    private readonly bool[] isGiven;
    private Tensor? states;
    private Tensor? gates;
    private Tensor? products;

    private Gru(SequencePlan plan, Tensor?[] given, Tensor states, Tensor gates, Tensor products)
        : base(given)
    {
        this.plan = plan;
        operands = Array.ConvertAll(given, tensor => new Saved(tensor));
        isGiven = Array.ConvertAll(given, tensor => tensor is not null);
        (this.states, this.gates, this.products) = (states, gates, products);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => GruCases.All;

    /// <summary>Goes through the sequences.</summary>
    /// <param name="x">[T, N, inputs].</param>
    /// <param name="weights">Three gates of H rows each.</param>
    /// <param name="hidden">The initial state [N, H]; zeros when null.</param>
    /// <param name="lengths">The length of each sequence, Int64 [N]; all T when null.</param>
    /// <param name="reverse">Goes from the last step to the first.</param>
    /// <param name="resetFirst">The lecture's form: the reset gate acts before the product.</param>
    /// <returns>The states [T, N, H] and the last of them [N, H].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Outputs, Tensor Hidden) Apply(
        Tensor x, RecurrentWeights weights, Tensor? hidden = null, Tensor? lengths = null, bool reverse = false, bool resetFirst = false)
    {
        SequencePlan plan = SequencePlan.For(nameof(Gru), 3, x, weights, hidden, lengths, reverse);
        Tensor?[] given = [x, hidden ?? Tensor.Full([plan.Batch, plan.Hidden], 0, x.DType, x.Device), weights.Input, weights.Hidden, weights.InputBias, weights.HiddenBias];
        Tensor all = !resetFirst && x.Device.Recurrent is { } kernels ? Fused(kernels, plan, given) : Composite(plan, resetFirst, given);
        return (all[plan.Results], all[plan.Final]);
    }

    /// <summary>The same in plain steps: the states of all times, [T + 1, N, H].</summary>
    internal static Tensor Composite(SequencePlan plan, bool resetFirst, Tensor?[] given)
    {
        Tensor x = given[0]!;
        Tensor hidden = given[1]!;
        int width = plan.Hidden;
        Tensor sums = new SequenceInput(x, given[2]!, given[4]).Sums();
        Tensor[] states = new Tensor[plan.Steps + 1];
        states[plan.Initial] = hidden;
        foreach (int step in plan.Order)
        {
            Tensor sum = sums[step];
            Tensor next;
            if (resetFirst)
            {
                Tensor both = (sum[.., ..(2 * width)] + hidden.Linear(given[3]![..(2 * width)], given[5]?[..(2 * width)])).Sigmoid();
                Tensor candidate = (sum[.., (2 * width)..] + (both[.., ..width] * hidden).Linear(given[3]![(2 * width)..], given[5]?[(2 * width)..])).Tanh();
                Tensor update = both[.., width..];
                next = ((1 - update) * hidden) + (update * candidate);
            }
            else
            {
                Tensor product = hidden.Linear(given[3]!, given[5]);
                Tensor both = (sum[.., ..(2 * width)] + product[.., ..(2 * width)]).Sigmoid();
                Tensor candidate = (sum[.., (2 * width)..] + (both[.., ..width] * product[.., (2 * width)..])).Tanh();
                Tensor update = both[.., width..];
                next = ((1 - update) * candidate) + (update * hidden);
            }

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
            return Replay.Gradients(seen => Composite(plan, resetFirst: false, seen), given, Needs, gradient);
        }

        Tensor slopes = gradient.Contiguous();
        Tensor inputSums = Tensor.Empty(gates!.Shape, gradient.DType, gradient.Device);
        Tensor hiddenSums = Tensor.Empty(gates.Shape, gradient.DType, gradient.Device);
        Tensor carry = SequencePlan.At(slopes, plan.Final).Clone();
        carry.Device.Fill(carry, 0);
        RecurrentKernels kernels = gradient.Device.Recurrent!;
        Tensor weights = kernels.Pack(given[3]!.Detach());
        foreach (int step in plan.Order.Reverse())
        {
            Tensor own = SequencePlan.At(hiddenSums, step);
            kernels.GruGradient(
                plan.Step(step),
                SequencePlan.At(gates, step),
                SequencePlan.At(products!, step),
                SequencePlan.At(states!, plan.Before(step)),
                SequencePlan.At(slopes, plan.After(step)),
                carry,
                SequencePlan.At(inputSums, step),
                own);
            kernels.Multiply(own, weights, carry, accumulate: true);
        }

        Tensor?[] ends = plan.Ends(given[0]!, new RecurrentWeights(given[2]!, given[3]!), states!, inputSums, hiddenSums, initial: 1, Needs, (operand, shape) => Room(operand, shape, gradient.DType, gradient.Device));
        return [ends[0], Needs(1) ? carry + SequencePlan.At(slopes, plan.Initial) : null, ends[1], ends[2], ends[3], ends[4]];
    }

    /// <inheritdoc/>
    protected override void Forget() => states = gates = products = null;

    private static Tensor Fused(RecurrentKernels kernels, SequencePlan plan, Tensor?[] given)
    {
        Tensor x = given[0]!;
        Tensor states = Tensor.Empty([plan.Steps + 1, plan.Batch, plan.Hidden], x.DType, x.Device);
        Tensor products = Tensor.Empty([plan.Steps, plan.Batch, 3 * plan.Hidden], x.DType, x.Device);
        Tensor gates;
        using (Gradient.Off())
        {
            x.Device.Scatter(given[1]!.Contiguous(), SequencePlan.At(states, plan.Initial));
            gates = new SequenceInput(x, given[2]!, given[4]).Sums();
            Tensor weights = kernels.Pack(given[3]!.Transpose());
            if (given[5] is { } bias)
            {
                x.Device.Gather(bias.Expand(products.Shape), products);
            }

            foreach (int step in plan.Order)
            {
                Tensor product = SequencePlan.At(products, step);
                Tensor before = SequencePlan.At(states, plan.Before(step));
                kernels.Multiply(before, weights, product, accumulate: given[5] is not null);
                kernels.Gru(plan.Step(step), SequencePlan.At(gates, step), product, before, SequencePlan.At(states, plan.After(step)));
            }
        }

        return given.Any(tensor => tensor is not null && Gradient.Flows(tensor)) ? states.From(new Gru(plan, given, states, gates, products)) : states;
    }
}
