using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Learners;

/// <summary>Greedy pretraining: each hidden layer in turn learns, alone and without labels, to keep what comes in; the whole network is trained afterwards.</summary>
/// <remarks>
/// Layer l is the coder of an autoencoder with one hidden layer, h = phi(W_l x + b_l) and x' = V h + c, trained so that the
/// mean of (x' - x)^2 is small. V and c are thrown away, and the h of all examples are the x of layer l + 1: stacked
/// autoencoders. Bengio, Lamblin, Popovici and Larochelle 2006; lecture S4, "Stacked Auto-Encoders". Lecture S1 calls it obsolete
/// now: with rectifiers and a start that fits them deep networks learn without it.
/// </remarks>
public sealed record GreedyPretraining
{
    /// <summary>How many times through the examples for each layer.</summary>
    public int Epochs { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "GreedyPretraining: Epochs is 1 or more."); } = 10;

    /// <summary>Examples an update.</summary>
    public int BatchSize { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "GreedyPretraining: BatchSize is 1 or more."); } = 64;

    /// <summary>Adam's rate.</summary>
    public double Rate { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "GreedyPretraining: Rate is above 0."); } = 0.003;

    /// <summary>Where the decoders' first weights and the order of the examples come from; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>Trains the hidden layers of a network one after the other; its output layer stays as it is.</summary>
    /// <param name="model">The network; its weights change.</param>
    /// <param name="inputs">[N, inputs] of floats. No labels are needed, so that examples without them help too.</param>
    /// <param name="token">Stops between two updates; layers that are done stay trained.</param>
    /// <returns>How each hidden layer learned, the first one first: the reconstruction loss, update by update and epoch by epoch.</returns>
    /// <exception cref="ArgumentException">There is no hidden layer, or no example that fits the network.</exception>
    /// <exception cref="InvalidOperationException">A loss is no longer a number: the rate is too high, say.</exception>
    public IReadOnlyList<History> Fit(Mlp model, Tensor inputs, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        if (model.Depth == 0)
        {
            throw new ArgumentException($"GreedyPretraining: {model} has no hidden layer to train.", nameof(model));
        }

        if (inputs.Rank != 2 || inputs.Shape[0] == 0 || inputs.Shape[1] != model.Layers[0].Inputs)
        {
            throw new ArgumentException($"GreedyPretraining: {model} takes inputs [N, {model.Layers[0].Inputs}] with at least one example, and these are {inputs.Shape}.", nameof(inputs));
        }

        List<History> histories = [];
        Tensor signals = inputs.Detach();
        foreach (NeuronLayer layer in model.Layers.SkipLast(1))
        {
            Sequential autoencoder = new(layer, new Linear(layer.Neurons, layer.Inputs, rng: Rng, dtype: layer.Weight.DType));
            Trainer trainer = new(autoencoder, new Adam(autoencoder.Parameters()) { LearningRate = Rate }) { Show = false };
            histories.Add(trainer.Fit(new Dataset($"signals into layer {histories.Count + 1}", signals, signals), epochs: Epochs, batchSize: BatchSize, rng: Rng, token: token));
            signals = layer.Predict(signals);
        }

        return histories;
    }
}
