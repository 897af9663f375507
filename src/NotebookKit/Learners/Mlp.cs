using NotebookKit.Layers;

namespace NotebookKit.Learners;

/// <summary>The multilayer perceptron, Net(x, W) = phi_L(W_L phi_(L-1)(... phi_1(W_1 x))): layers of neurons, each seeing all of the layer before.</summary>
/// <remarks>
/// W_l has the shape [n_l, n_(l-1)]: w_ij leads from neuron j of layer l - 1 to neuron i of layer l, and b_l has the shape
/// [n_l]. Lectures S1, S2 L3, S3 and S4.
/// </remarks>
public sealed class Mlp : Module
{
    private readonly NeuronLayer[] layers;

    /// <summary>Makes a network: <c>new Mlp([2, 4, 1], u => u.Tanh(), u => u.Sigmoid())</c>.</summary>
    /// <param name="sizes">Neurons of each layer, the inputs first.</param>
    /// <param name="hidden">phi of the hidden layers; null for linear ones.</param>
    /// <param name="output">phi of the output layer; null for a linear one.</param>
    /// <param name="bias">Whether neurons have biases.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">There are fewer than two sizes, or one is not positive.</exception>
    public Mlp(IReadOnlyList<int> sizes, Func<Tensor, Tensor>? hidden, Func<Tensor, Tensor>? output = null, bool bias = true, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count < 2 || sizes.Any(size => size < 1))
        {
            throw new ArgumentException($"Mlp: takes the number of inputs and at least one layer, as in [2, 4, 1], and got [{string.Join(", ", sizes)}].", nameof(sizes));
        }

        layers = [.. Enumerable.Range(1, sizes.Count - 1).Select(l => new NeuronLayer(sizes[l - 1], sizes[l], l == sizes.Count - 1 ? output : hidden, bias, rng, dtype))];
    }

    /// <summary>Makes a network of given layers; each may have its own activation.</summary>
    /// <exception cref="ArgumentException">There are none, or a layer takes another number of inputs than the one before gives.</exception>
    public Mlp(params IReadOnlyList<NeuronLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        for (int l = 0; l < layers.Count; l++)
        {
            if (l > 0 && layers[l].Inputs != layers[l - 1].Neurons)
            {
                throw new ArgumentException($"Mlp: layer {l + 1} takes {layers[l].Inputs} numbers, and layer {l} gives {layers[l - 1].Neurons}.", nameof(layers));
            }
        }

        this.layers = layers.Count > 0 ? [.. layers] : throw new ArgumentException("Mlp: takes at least one layer.", nameof(layers));
    }

    /// <summary>The layers, the first one next to the inputs; <c>Layers[l - 1].Weight</c> is W_l.</summary>
    public IReadOnlyList<NeuronLayer> Layers => layers;

    /// <summary>Neurons of each layer, the inputs first.</summary>
    public IReadOnlyList<int> Sizes => [layers[0].Inputs, .. layers.Select(layer => layer.Neurons)];

    /// <summary>How many hidden layers.</summary>
    public int Depth => layers.Length - 1;

    /// <summary>Neurons of the widest hidden layer; 0 where there is none.</summary>
    public int Width => layers[..^1].Select(layer => layer.Neurons).DefaultIfEmpty(0).Max();

    /// <summary>Whether there is more than one hidden layer.</summary>
    public bool IsDeep => Depth > 1;

    /// <summary>Whether no layer has an activation: then depth gains nothing, see <see cref="Collapse"/>.</summary>
    public bool IsLinear => layers.All(layer => layer.Activation is null);

    /// <summary>A network with the output layer that a task needs: one linear output, one sigmoid, or k scores.</summary>
    /// <param name="kind">What is asked for.</param>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="hidden">Neurons of each hidden layer.</param>
    /// <param name="activation">phi of the hidden layers.</param>
    /// <param name="classes">k, for <see cref="TaskKind.Multiclass"/> only.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The number of classes is missing, or given where there are none.</exception>
    public static Mlp For(TaskKind kind, int inputs, IReadOnlyList<int> hidden, Func<Tensor, Tensor> activation, int? classes = null, Rng? rng = null, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        if (kind == TaskKind.Multiclass ? classes is not > 1 : classes is not null)
        {
            throw new ArgumentException($"Mlp: {(kind == TaskKind.Multiclass ? $"a choice between classes needs at least two of them, and not {classes?.ToString() ?? "none"}" : $"{kind} has one output and no classes")}.", nameof(classes));
        }

        return new([inputs, .. hidden, classes ?? 1], activation, kind == TaskKind.Binary ? u => u.Sigmoid() : null, rng: rng, dtype: dtype);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Saw(input);
        return layers.Aggregate(input, (signal, layer) => layer.Forward(signal));
    }

    /// <summary>The results of all layers, y(1) to y(L).</summary>
    public IReadOnlyList<Tensor> Signals(Tensor input)
    {
        List<Tensor> signals = [];
        foreach (NeuronLayer layer in layers)
        {
            signals.Add(layer.Forward(signals.Count == 0 ? input : signals[^1]));
        }

        return signals;
    }

    /// <summary>The one layer that a linear network is worth: W = W_L ... W_1, b = W_L (... b_1) + ... + b_L.</summary>
    /// <remarks>Why a network needs something nonlinear between its layers. Lecture S2 L5.</remarks>
    /// <exception cref="InvalidOperationException">A layer has an activation.</exception>
    public NeuronLayer Collapse()
    {
        if (!IsLinear)
        {
            throw new InvalidOperationException("Collapse: only layers without an activation are worth one layer, and this network has activations.");
        }

        Tensor weight = layers[0].Weight.Detach();
        Tensor? bias = layers[0].Bias?.Detach();
        foreach (NeuronLayer layer in layers[1..])
        {
            Tensor w = layer.Weight.Detach();
            Tensor? carried = bias?.Reshape(1, -1).MatMul(w.Transpose()).Reshape(-1);
            bias = (carried, layer.Bias?.Detach()) switch { ({ } a, { } b) => a + b, var (a, b) => a ?? b };
            weight = w.MatMul(weight);
        }

        return new(weight, bias);
    }

    /// <summary>The network as a directed graph: who sends to whom.</summary>
    public NetworkGraph Graph() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"Mlp {string.Join('-', Sizes)} ({ParameterCount:N0} parameters)";
}
