using NotebookKit.Devices;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A long short-term memory over whole sequences: gates decide what the cell forgets, takes in and shows.</summary>
/// <remarks>
/// i = sigmoid(W_i x + U_i h' + b_i), f and o likewise, g = tanh(W_g x + U_g h' + b_g); c = f c' + i g, h = o tanh c, where h' and c' are the
/// states one step before. Gates lie in PyTorch's order i, f, g, o. Peepholes (Gers and Schmidhuber, 2000): i and f see c', o sees c.
/// Coupled: i = 1 - f, and the gates are f, g, o. x is [T, N, inputs], the result [T, N, H]; where a sequence has ended,
/// its state stays as it is. All input products are one matrix product, and so are the gradients of the weights. Hochreiter and
/// Schmidhuber, 1997; lectures S0, S1, S2 L10, S3.
/// </remarks>
public sealed class Lstm : GradientNode, IOp
{
    private readonly SequencePlan plan;
    private readonly Saved[] operands;
    private Tensor? states;
    private Tensor? gates;
    private Tensor? cells;
    private Tensor? squashed;

    private Lstm(SequencePlan plan, Tensor?[] given, Tensor states, Tensor gates, Tensor cells, Tensor squashed)
        : base(given)
    {
        this.plan = plan;
        operands = Array.ConvertAll(given, tensor => new Saved(tensor));
        Given = Array.ConvertAll(given, tensor => tensor is not null);
        (this.states, this.gates, this.cells, this.squashed) = (states, gates, cells, squashed);
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => LstmCases.All;

    private bool[] Given { get; }

    /// <summary>Goes through the sequences.</summary>
    /// <param name="x">[T, N, inputs].</param>
    /// <param name="weights">Four gates (three when coupled) of H rows each.</param>
    /// <param name="hidden">The initial hidden state [N, H]; zeros when null.</param>
    /// <param name="cell">The initial cell state [N, H]; zeros when null.</param>
    /// <param name="lengths">The length of each sequence, Int64 [N]; all T when null.</param>
    /// <param name="reverse">Goes from the last step to the first.</param>
    /// <param name="coupled">Whether the input gate is 1 - f.</param>
    /// <returns>The hidden states [T, N, H], the last of them [N, H], and the last cell state [N, H].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static (Tensor Outputs, Tensor Hidden, Tensor Cell) Apply(
        Tensor x, RecurrentWeights weights, Tensor? hidden = null, Tensor? cell = null, Tensor? lengths = null, bool reverse = false, bool coupled = false)
    {
        SequencePlan plan = SequencePlan.For(nameof(Lstm), coupled ? 3 : 4, x, weights, hidden, lengths, reverse);
        SequencePlan.State(nameof(Lstm), "cell", x, cell, plan.Hidden);
        Shape eyes = new(coupled ? 2 : 3, plan.Hidden);
        if (weights.Peepholes is { } peepholes && peepholes.Shape != eyes)
        {
            throw new ArgumentException($"Lstm: the peepholes are {eyes}, a row for each gate that sees the cell, and got {peepholes.Shape} for {x.Shape}.");
        }

        Tensor?[] given =
        [
            x, hidden ?? Tensor.Full([plan.Batch, plan.Hidden], 0, x.DType, x.Device), cell ?? Tensor.Full([plan.Batch, plan.Hidden], 0, x.DType, x.Device),
            weights.Input, weights.Hidden, weights.InputBias, weights.HiddenBias, weights.Peepholes,
        ];
        Tensor all = x.Device.Recurrent is { } kernels ? Fused(kernels, plan, coupled, given) : Composite(plan, coupled, given);
        return (all[plan.Results], all[plan.Final], all[plan.Steps + 1]);
    }

    /// <summary>The same in plain steps: the states of all times [T + 1, N, H] and then the last cell state.</summary>
    internal static Tensor Composite(SequencePlan plan, bool coupled, Tensor?[] given)
    {
        (Tensor x, Tensor hidden, Tensor cell) = (given[0]!, given[1]!, given[2]!);
        int width = plan.Hidden;
        Tensor sums = new SequenceInput(x, given[3]!, given[5]).Sums();
        Tensor[] states = new Tensor[plan.Steps + 2];
        states[plan.Initial] = hidden;
        foreach (int step in plan.Order)
        {
            Tensor sum = sums[step] + hidden.Linear(given[4]!, given[6]);
            int eye = 0;
            Tensor? input = coupled ? null : Gate(0, cell);
            Tensor forget = Gate(coupled ? 0 : 1, cell);
            Tensor candidate = Part(coupled ? 1 : 2).Tanh();
            Tensor next = (forget * cell) + ((input ?? (1 - forget)) * candidate);
            Tensor shown = Gate(coupled ? 2 : 3, next) * next.Tanh();
            (hidden, cell) = (plan.Next(step, hidden, shown), plan.Next(step, cell, next));
            states[plan.After(step)] = hidden;

            Tensor Part(int gate) => sum[.., (gate * width)..((gate + 1) * width)];

            Tensor Gate(int gate, Tensor seen) => (given[7] is { } eyes ? Part(gate) + (seen * eyes[eye++]) : Part(gate)).Sigmoid();
        }

        states[plan.Steps + 1] = cell;
        return Tensor.Stack(states);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor own = gates ?? throw new InvalidOperationException("Backward: a way back through this Lstm broke off and used up what it had kept; compute the result again.");
        Tensor?[] given = [.. operands.Select((saved, i) => Given[i] ? saved.Tensor : null)];
        bool coupled = own.Shape[2] == 3 * plan.Hidden;
        if (Gradient.IsOn)
        {
            return Replay.Gradients(seen => Composite(plan, coupled, seen), given, Needs, gradient);
        }

        RecurrentKernels kernels = gradient.Device.Recurrent!;
        Tensor slopes = gradient.Contiguous();

        // Nobody comes this way again: a step's gradients take the place of its gates.
        bool isLast = kernels.WritesOverGates && PendingGradients.Collecting is { Retains: false };
        Tensor sums = isLast ? own : Tensor.Empty(own.Shape, gradient.DType, gradient.Device);
        gates = isLast ? null : own;
        Tensor carry = SequencePlan.At(slopes, plan.Final).Clone();
        carry.Device.Fill(carry, 0);
        Tensor cell = SequencePlan.At(slopes, plan.Steps + 1).Clone();
        Tensor? peepholes = given[7]?.Detach().Contiguous();
        Tensor weights = kernels.Pack(given[4]!.Detach());
        kernels.LstmStepsBack(new LstmRun(plan, coupled, peepholes, null, own, states!, cells!, squashed!), weights, slopes, carry, cell, sums);
        Tensor?[] ends = plan.Ends(given[0]!, new RecurrentWeights(given[3]!, given[4]!), states!, sums, sums, initial: 2, Needs, (operand, shape) => Room(operand, shape, gradient.DType, gradient.Device));
        return
        [
            ends[0], Needs(1) ? carry + SequencePlan.At(slopes, plan.Initial) : null, Needs(2) ? cell : null,
            ends[1], ends[2], ends[3], given[6] is null ? null : ends[4], given[7] is not null && Needs(7) ? EyeGradient(sums, coupled) : null,
        ];
    }

    /// <inheritdoc/>
    protected override void Forget() => states = gates = cells = squashed = null;

    // A peephole's gradient: its gate's times the cell that it saw, summed over sequences and time.
    private Tensor EyeGradient(Tensor sums, bool coupled)
    {
        Tensor before = Slice.View(cells!, [plan.Befores]);
        Tensor after = Slice.View(cells!, [plan.Results]);
        (int Gate, Tensor Seen)[] eyes = coupled ? [(0, before), (2, after)] : [(0, before), (1, before), (3, after)];
        return Tensor.Stack([.. eyes.Select(eye =>
            (sums[.., .., (eye.Gate * plan.Hidden)..((eye.Gate + 1) * plan.Hidden)] * eye.Seen).Reshape(plan.Steps * plan.Batch, plan.Hidden).Sum(0))]);
    }

    // Without a way back there are two cells in turns, one squashed state and the gates of a few steps, which stay in the cache, instead of those of all steps.
    private static Tensor Fused(RecurrentKernels kernels, SequencePlan plan, bool coupled, Tensor?[] given)
    {
        Tensor x = given[0]!;
        bool keeps = given.Any(tensor => tensor is not null && Gradient.Flows(tensor));
        Tensor states = Tensor.Empty([plan.Steps + 2, plan.Batch, plan.Hidden], x.DType, x.Device);
        Tensor cells = Tensor.Empty([keeps ? plan.Steps + 1 : 2, plan.Batch, plan.Hidden], x.DType, x.Device);
        Tensor squashed = Tensor.Empty([keeps ? plan.Steps : 1, plan.Batch, plan.Hidden], x.DType, x.Device);
        Tensor gates;
        using (Gradient.Off())
        {
            x.Device.Scatter(given[1]!.Contiguous(), SequencePlan.At(states, plan.Initial));
            x.Device.Scatter(given[2]!.Contiguous(), Cell(plan.Initial));
            Tensor? bias = new RecurrentWeights(given[3]!, given[4]!, given[5], given[6]).JoinedBias;
            SequenceInput input = new(x.Contiguous(), given[3]!, bias?.Contiguous());
            int together = input.Width == 0 ? 0 : kernels.LstmInputSteps(plan, coupled, x.DType);
            gates = together == 0 ? input.Sums() : Tensor.Empty([keeps ? plan.Steps : together, plan.Batch, given[3]!.Shape[0]], x.DType, x.Device);
            Tensor weights = kernels.Pack(given[4]!.Transpose());
            Tensor? peepholes = given[7]?.Contiguous();
            kernels.LstmSteps(new LstmRun(plan, coupled, peepholes, together == 0 ? null : input, gates, states, cells, squashed), weights);
            x.Device.Scatter(Cell(plan.Final), SequencePlan.At(states, plan.Steps + 1));
        }

        return keeps ? states.From(new Lstm(plan, given, states, gates, cells, squashed)) : states;

        Tensor Cell(int place) => SequencePlan.At(cells, keeps ? place : place % 2);
    }
}
