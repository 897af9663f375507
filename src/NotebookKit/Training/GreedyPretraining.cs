using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Training;

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

    /// <summary>Trains layers one after the other: <c>Fit(model.Layers.SkipLast(1), inputs)</c> for a network whose last layer is the output.</summary>
    /// <param name="hidden">The hidden layers with their activations, the one next to the inputs first; each takes [N, features] and gives [N, features].</param>
    /// <param name="inputs">[N, features] of floats. No labels are needed, so that examples without them help too.</param>
    /// <param name="token">Stops between two updates; layers that are done stay trained.</param>
    /// <returns>How each layer learned: the reconstruction loss, update by update and epoch by epoch.</returns>
    /// <exception cref="ArgumentException">There is no layer or no example, or a layer does not take what the one before gives.</exception>
    /// <exception cref="InvalidOperationException">A loss is no longer a number: the rate is too high, say.</exception>
    public IReadOnlyList<History> Fit(IEnumerable<Module> hidden, Tensor inputs, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Rank != 2 || inputs.Shape[0] == 0 || !inputs.DType.IsFloat())
        {
            throw new ArgumentException($"GreedyPretraining: takes inputs [N, features] of floats with at least one example, and these are {inputs.Shape} of {inputs.DType}.", nameof(inputs));
        }

        List<History> histories = [];
        Tensor signals = inputs.Detach();
        foreach (Module layer in hidden)
        {
            Tensor coded = layer.Predict(signals[..1]);
            if (coded.Rank != 2)
            {
                throw new ArgumentException($"GreedyPretraining: {layer} makes {coded.Shape} of {signals.Shape}, and a hidden layer gives [N, features].", nameof(hidden));
            }

            Sequential autoencoder = new(layer, new Linear(coded.Shape[1], signals.Shape[1], rng: Rng, dtype: signals.DType));
            Trainer trainer = new(autoencoder, new Adam(autoencoder.Parameters()) { LearningRate = Rate }) { Show = false };
            histories.Add(trainer.Fit(new Dataset($"signals into layer {histories.Count + 1}", signals, signals), epochs: Epochs, batchSize: BatchSize, rng: Rng, token: token));
            signals = layer.Predict(signals);
        }

        return histories.Count > 0 ? histories : throw new ArgumentException("GreedyPretraining: there is no hidden layer to train.", nameof(hidden));
    }
}
