using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>How a recurrent operation goes through its sequences, and where it keeps the states.</summary>
/// <remarks>
/// The states of all steps lie in one tensor [T + 1, N, H] in the order of time, with the initial state before the first step (after the last
/// when going backwards). So the results are one stretch of it, and what each step started from is another.
/// </remarks>
/// <param name="Steps">T.</param>
/// <param name="Batch">N.</param>
/// <param name="Hidden">H.</param>
/// <param name="Reverse">From the last step to the first.</param>
/// <param name="Lengths">The length of each sequence; null when all are T long.</param>
internal sealed record SequencePlan(int Steps, int Batch, int Hidden, bool Reverse, long[]? Lengths)
{
    /// <summary>The steps in the order in which they are computed.</summary>
    public IEnumerable<int> Order => Reverse ? Enumerable.Range(0, Steps).Reverse() : Enumerable.Range(0, Steps);

    /// <summary>Where the initial state lies.</summary>
    public int Initial => Reverse ? Steps : 0;

    /// <summary>Where the final state lies.</summary>
    public int Final => Reverse ? 0 : Steps;

    /// <summary>Where the results lie.</summary>
    public Range Results => Reverse ? ..Steps : 1..(Steps + 1);

    /// <summary>Where lies what the steps started from.</summary>
    public Range Befores => Reverse ? 1..(Steps + 1) : ..Steps;

    /// <summary>Checks the operands and plans.</summary>
    public static SequencePlan For(string operation, int gates, Tensor x, RecurrentWeights weights, Tensor? initial, Tensor? lengths, bool reverse)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        Check.Floats(operation, x);
        if (x.Rank != 3 || x.Shape[0] == 0)
        {
            throw new ArgumentException($"{operation}: takes sequences [T, N, inputs] of at least one step, and got {x.Shape}; a single sequence needs N = 1.");
        }

        Check.SameFloats(operation, x, weights.Input);
        Check.SameFloats(operation, x, weights.Hidden);
        int hidden = weights.Hidden.Rank == 2 ? weights.Hidden.Shape[1] : 0;
        int rows = checked(gates * hidden);
        if (hidden == 0 || weights.Hidden.Shape[0] != rows || weights.Input.Shape != new Shape(rows, x.Shape[2]))
        {
            throw new ArgumentException(
                $"{operation}: {x.Shape} needs weights [{gates} hidden, {x.Shape[2]}] and [{gates} hidden, hidden], and got {weights.Input.Shape} and {weights.Hidden.Shape}.");
        }

        NormCheck.Each(operation, "input bias", x, weights.InputBias, rows);
        NormCheck.Each(operation, "hidden bias", x, weights.HiddenBias, rows);
        State(operation, "hidden", x, initial, hidden);
        return new SequencePlan(x.Shape[0], x.Shape[1], hidden, reverse, Measure(operation, x, lengths));
    }

    /// <summary>Checks an initial state [N, H].</summary>
    public static void State(string operation, string what, Tensor x, Tensor? state, int hidden)
    {
        if (state is not null)
        {
            Check.SameFloats(operation, x, state);
            if (state.Shape != new Shape(x.Shape[1], hidden))
            {
                throw new ArgumentException($"{operation}: the initial {what} state of {x.Shape} has shape [{x.Shape[1]}, {hidden}], and got {state.Shape}.");
            }
        }
    }

    /// <summary>One time step of a tensor that has the time as first axis; a view without a history.</summary>
    public static Tensor At(Tensor x, int place) => Slice.View(x, [place]);

    /// <summary>Where the state after a step lies.</summary>
    public int After(int step) => Reverse ? step : step + 1;

    /// <summary>Where the state before a step lies.</summary>
    public int Before(int step) => Reverse ? step + 1 : step;

    /// <summary>Of runs of so many steps in the order of computing, the one with step number <paramref name="index"/>: where it begins in time, and how long it is.</summary>
    public (int Start, int Count) RunOf(int index, int together)
    {
        int first = index / together * together;
        int count = Math.Min(together, Steps - first);
        return (Reverse ? Steps - first - count : first, count);
    }

    /// <summary>What a kernel needs to know of a step.</summary>
    public GateStep Step(int step) => new(Batch, Hidden, Lengths, step);

    /// <summary>The next state for the sequences that go on at a step, and the last one for those that have ended.</summary>
    public Tensor Next(int step, Tensor last, Tensor next)
    {
        if (Lengths is null)
        {
            return next;
        }

        Tensor going = Tensor.From(Array.ConvertAll(Lengths, length => step < length ? 1.0 : 0.0), new Shape(Batch, 1)).To(next.DType).To(next.Device);
        return (next * going) + (last * (1 - going));
    }

    /// <summary>The gradients of inputs, weights and biases from those of the sums of all steps: one large product each.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="states">The states of all times.</param>
    /// <param name="inputSums">The gradients of the input sums.</param>
    /// <param name="hiddenSums">Those of the hidden ones.</param>
    /// <param name="initial">How many initial states stand between the inputs and the weights among the operands.</param>
    /// <param name="needs">Whether an operand needs a gradient.</param>
    /// <param name="room">Where the gradient of an operand is to lie.</param>
    public Tensor?[] Ends(
        Tensor x, RecurrentWeights weights, Tensor states, Tensor inputSums, Tensor hiddenSums, int initial, Func<int, bool> needs, Func<int, Shape, Tensor> room)
    {
        int rows = Steps * Batch, width = inputSums.Shape[2];
        Tensor fromInput = inputSums.Reshape(rows, width);
        Tensor fromHidden = hiddenSums.Reshape(rows, width);
        Tensor? bias = needs(initial + 3) ? fromInput.Sum(0) : null;
        return
        [
            Product(0, x.Shape, fromInput, weights.Input.Detach()),
            Product(initial + 1, weights.Input.Shape, fromInput.Transpose(), x.Detach().Reshape(rows, x.Shape[2])),
            Product(initial + 2, weights.Hidden.Shape, fromHidden.Transpose(), Slice.View(states, [Befores]).Reshape(rows, Hidden)),
            bias,
            !needs(initial + 4) ? null : ReferenceEquals(inputSums, hiddenSums) && bias is not null ? bias.Clone() : fromHidden.Sum(0),
        ];

        Tensor? Product(int operand, Shape shape, Tensor a, Tensor b)
        {
            if (!needs(operand))
            {
                return null;
            }

            Tensor to = room(operand, shape);
            x.Device.MatMul(a, b, to.Reshape(a.Shape[0], b.Shape[1]), accumulate: false);
            return to;
        }
    }

    private static long[]? Measure(string operation, Tensor x, Tensor? lengths)
    {
        if (lengths is null)
        {
            return null;
        }

        if (lengths.DType != DType.Int64 || lengths.Shape != new Shape(x.Shape[1]))
        {
            throw new ArgumentException($"{operation}: lengths are one Int64 a sequence, [{x.Shape[1]}] for {x.Shape}, and got {lengths.Shape} of {lengths.DType}.");
        }

        long[] own = lengths.ToArray<long>();
        foreach (long length in own)
        {
            if (length < 0 || length > x.Shape[0])
            {
                throw new ArgumentException($"{operation}: a length of {length} does not lie within the {x.Shape[0]} steps of {x.Shape}.");
            }
        }

        return own;
    }
}
