using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Layers of a recurrent network on top of each other, perhaps in both directions, over whole sequences.</summary>
/// <remarks>
/// Sequences are [T, N, inputs], or [N, T, inputs] with batchFirst; results [T, N, H], or 2 H with both directions, forward first. The
/// weights have PyTorch's names and layouts: <c>weightIhL0</c>, <c>weightHhL0</c>, <c>biasIhL0</c>, <c>biasHhL0</c>, then <c>..L0Reverse</c>, <c>..L1</c>. They
/// begin evenly spread over +-1 / sqrt(H). Where a sequence has ended, the results repeat its last state.
/// </remarks>
public abstract class Recurrent : Module
{
    private readonly Dictionary<string, Parameter> weights = [];
    private readonly double dropout;
    private readonly Rng? rng;

    private protected Recurrent(int gates, int inputs, int hidden, int layers, bool bidirectional, bool batchFirst, double dropout, bool bias, int peepholes, Rng? rng, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        Ops.Dropout.CheckProbability(GetType().Name, dropout);
        (Inputs, HiddenSize, Layers, Bidirectional, BatchFirst) = (inputs, hidden, layers, bidirectional, batchFirst);
        (this.dropout, this.rng) = (dropout, rng);
        double bound = 1 / Math.Sqrt(hidden);
        int rows = checked(gates * hidden);
        for (int layer = 0; layer < layers; layer++)
        {
            for (int direction = 0; direction < Directions; direction++)
            {
                Add("weightIh", new Shape(rows, layer == 0 ? inputs : hidden * Directions));
                Add("weightHh", new Shape(rows, hidden));
                if (bias)
                {
                    Add("biasIh", new Shape(rows));
                    Add("biasHh", new Shape(rows));
                }

                if (peepholes > 0)
                {
                    Add("peepholes", new Shape(peepholes, hidden));
                }

                void Add(string name, Shape shape) =>
                    weights[Named(name, layer, direction)] = new Parameter(Tensor.Uniform(shape, -bound, bound, rng, dtype));
            }
        }
    }

    /// <summary>Numbers in, a step.</summary>
    public int Inputs { get; }

    /// <summary>H, numbers of state.</summary>
    public int HiddenSize { get; }

    /// <summary>How many layers lie on top of each other.</summary>
    public int Layers { get; }

    /// <summary>Whether each layer goes through the sequences in both directions.</summary>
    public bool Bidirectional { get; }

    /// <summary>Whether sequences are [N, T, ..] instead of [T, N, ..].</summary>
    public bool BatchFirst { get; }

    private int Directions => Bidirectional ? 2 : 1;

    /// <summary>A weight by its name, such as <c>weightIhL0</c>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Parameter this[string name] => weights.TryGetValue(name, out Parameter? parameter)
        ? parameter
        : throw new ArgumentException($"{GetType().Name}: has no weight {name}; there are {string.Join(", ", weights.Keys)}.");

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Through(input, null, null, null).Outputs;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{GetType().Name}({Inputs}, {HiddenSize}{(Layers > 1 ? $", {Layers} layers" : string.Empty)}{(Bidirectional ? ", both directions" : string.Empty)})";

    /// <summary>One layer in one direction; the cell is the hidden state again where there is no other.</summary>
    private protected abstract (Tensor Outputs, Tensor Hidden, Tensor Cell) Direction(
        Tensor x, RecurrentWeights own, Tensor? hidden, Tensor? cell, Tensor? lengths, bool reverse);

    /// <summary>All layers; the states are [layers directions, N, H].</summary>
    private protected (Tensor Outputs, Tensor Hidden, Tensor Cell) Through(Tensor input, Tensor? hidden, Tensor? cell, Tensor? lengths)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 3 || input.Shape[2] != Inputs)
        {
            throw new ArgumentException($"{GetType().Name}: takes sequences {(BatchFirst ? "[N, T, " : "[T, N, ")}{Inputs}], and got {input.Shape}.");
        }

        Tensor x = BatchFirst ? input.Transpose(0, 1) : input;
        CheckState("hidden", hidden, x);
        CheckState("cell", cell, x);
        List<Tensor> lastHidden = [];
        List<Tensor> lastCell = [];
        for (int layer = 0; layer < Layers; layer++)
        {
            List<Tensor> outputs = [];
            for (int direction = 0; direction < Directions; direction++)
            {
                int place = (layer * Directions) + direction;
                (Tensor shown, Tensor last, Tensor lastOwn) = Direction(x, WeightsOf(layer, direction), hidden?[place], cell?[place], lengths, direction == 1);
                outputs.Add(shown);
                lastHidden.Add(last);
                lastCell.Add(lastOwn);
            }

            x = outputs.Count == 1 ? outputs[0] : Tensor.Concat(outputs, 2);
            if (IsTraining && dropout > 0 && layer < Layers - 1)
            {
                x = x.Dropout(dropout, rng);
            }
        }

        return (BatchFirst ? x.Transpose(0, 1) : x, Tensor.Stack(lastHidden), Tensor.Stack(lastCell));
    }

    private static string Named(string name, int layer, int direction) => $"{name}L{layer}{(direction == 1 ? "Reverse" : string.Empty)}";

    private RecurrentWeights WeightsOf(int layer, int direction) => new(
        weights[Named("weightIh", layer, direction)],
        weights[Named("weightHh", layer, direction)],
        weights.GetValueOrDefault(Named("biasIh", layer, direction)),
        weights.GetValueOrDefault(Named("biasHh", layer, direction)),
        weights.GetValueOrDefault(Named("peepholes", layer, direction)));

    private void CheckState(string what, Tensor? state, Tensor x)
    {
        if (state is not null && state.Shape != new Shape(Layers * Directions, x.Shape[1], HiddenSize))
        {
            throw new ArgumentException(
                $"{GetType().Name}: the initial {what} state is [{Layers * Directions}, {x.Shape[1]}, {HiddenSize}], a row for each layer and direction, and got {state.Shape}.");
        }
    }
}
