using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Generative;

/// <summary>The moving average of a model's weights in a second model of the same kind: calmer than the model that learns.</summary>
/// <remarks>
/// average = decay average + (1 - decay) weights, once a step; in the first steps the plain mean of all so far. Running statistics are averaged like weights.
/// Forger and detective chase each other in circles, and the mean lies nearer to the middle. Polyak and Juditsky 1992; Yazici et al. 2019 (for GANs).
/// </remarks>
public sealed class WeightAverage
{
    private int steps;

    /// <summary>Makes an average.</summary>
    /// <param name="model">Becomes the average; of the same kind as the model that learns, and used by nobody else.</param>
    /// <param name="decay">How much of the average stays in each step, 0 to below 1.</param>
    public WeightAverage(Module model, double decay = 0.99)
    {
        ArgumentNullException.ThrowIfNull(model);
        Decay = decay is >= 0 and < 1 ? decay : throw new ArgumentOutOfRangeException(nameof(decay), decay, "WeightAverage: the decay is 0 or more and below 1.");
        Model = model;
    }

    /// <summary>The model that holds the average.</summary>
    public Module Model { get; }

    /// <summary>How much of the average stays in each step.</summary>
    public double Decay { get; }

    /// <summary>Takes in the weights of a model as they are now.</summary>
    /// <param name="model">Of the same kind.</param>
    /// <exception cref="ArgumentException">It has other parameters.</exception>
    public void Add(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        double stay = Math.Min(Decay, steps / (steps + 1.0));
        Dictionary<string, Tensor> mixed = [];
        using IDisposable off = Gradient.Off();
        IReadOnlyDictionary<string, Tensor> before = Model.State();
        foreach ((string name, Tensor now) in model.State())
        {
            mixed[name] = before.TryGetValue(name, out Tensor? old) && old.Shape == now.Shape && now.DType.IsFloat() ? (old * stay) + (now * (1 - stay)) : now;
        }

        Model.Load(mixed);
        steps++;
    }

    /// <summary>What is averaged, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"the average of {Model} over {steps:N0} steps, decay {Decay}");
}
