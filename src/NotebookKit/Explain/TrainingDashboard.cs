using NotebookKit.Charts;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Training;

namespace NotebookKit.Explain;

/// <summary>Watches a training: how activations, weights and gradients are distributed, epoch after epoch. It changes nothing of it.</summary>
/// <remarks>
/// Activations are those of a probe that stays the same, in the manner of use; gradients are those of the last batch of an epoch. Epoch 0 is before the first
/// step. What "Tensorboard is a great tool to display" (lecture S2 L12) shows, without a server.
/// <code>
/// TrainingDashboard board = new(test.Inputs[..64], "features.1", "features.5");
/// new Trainer(model, adam) { Callbacks = [board] }.Fit(train, epochs: 5);
/// board.Ridges(Watched.Activations, "features.1")
/// </code>
/// In a loop of your own call <see cref="Look"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class TrainingDashboard : ITrainingCallback
{
    private readonly Tensor probe;
    private readonly string[] layers;
    private readonly List<ValueSnapshot> snapshots = [];

    /// <summary>Makes a dashboard.</summary>
    /// <param name="probe">[N, ...]: inputs whose activations are looked at, some dozens.</param>
    /// <param name="layers">Names of the layers to watch, as <see cref="Recording"/> has them; those with parameters when none is named.</param>
    public TrainingDashboard(Tensor probe, params IReadOnlyList<string> layers)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(layers);
        if (probe.Rank < 2 || probe.Shape[0] == 0)
        {
            throw new ArgumentException($"TrainingDashboard: the probe is a batch of inputs [N, ...], and this one is {probe.Shape}.", nameof(probe));
        }

        (this.probe, this.layers) = (probe.Detach(), [.. layers]);
    }

    /// <summary>All that was seen, in the order of time.</summary>
    public IReadOnlyList<ValueSnapshot> Snapshots => snapshots;

    /// <summary>The names of what was seen of a kind.</summary>
    public IReadOnlyList<string> Names(Watched kind) => [.. snapshots.Where(one => one.Kind == kind).Select(one => one.Name).Distinct()];

    /// <summary>What was seen of one layer or parameter, in the order of time.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was seen.</exception>
    public IReadOnlyList<ValueSnapshot> Of(Watched kind, string name)
    {
        ValueSnapshot[] found = [.. snapshots.Where(one => one.Kind == kind && one.Name == name)];
        return found.Length > 0 ? found : throw new KeyNotFoundException($"TrainingDashboard: no {kind} of '{name}' were seen; there are {string.Join(", ", Names(kind).DefaultIfEmpty("none"))}.");
    }

    /// <summary>Looks now: at the activations for the probe, the weights, and the gradients where there are some.</summary>
    /// <param name="model">The network, a <see cref="Block"/>.</param>
    /// <param name="epoch">What to call this time.</param>
    /// <exception cref="ArgumentException">The model is no <see cref="Block"/>, or a layer is unknown.</exception>
    public void Look(Module model, int epoch)
    {
        LookAtGradients(model, epoch);
        LookAtValues(model, epoch);
    }

    /// <inheritdoc/>
    public void OnTrainStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Update == 0)
        {
            snapshots.Clear();
            LookAtValues(run.Model, 0);
        }
    }

    /// <inheritdoc/>
    public void OnGradients(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if ((run.Update + 1) % run.UpdatesPerEpoch == 0)
        {
            LookAtGradients(run.Model, run.Epoch);
        }
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        LookAtValues(run.Model, run.Epoch);
    }

    /// <summary>The distributions of one layer or parameter as hills on the lines of their epochs, the first in front, the last at the back; each hill as high as the others.</summary>
    /// <remarks>The axis leaves out the outermost thousandth of the numbers at each end.</remarks>
    /// <param name="kind">What to show.</param>
    /// <param name="name">The layer or the parameter.</param>
    /// <param name="title">Stands above; made of kind and name when null.</param>
    public Figure Ridges(Watched kind, string name, string? title = null)
    {
        IReadOnlyList<ValueSnapshot> found = Of(kind, name);
        double[] pooled = [.. found.SelectMany(one => one.Sample).Select(value => (double)value).Order()];
        double low = pooled[pooled.Length / 1000], high = pooled[^((pooled.Length / 1000) + 1)];
        string words = kind switch { Watched.Activations => "activation", Watched.Weights => "weight", _ => "gradient" };
        return RidgePlot.Draw([.. found.Select(one => (one.Epoch, (IReadOnlyList<float>)one.Sample))], low, high, title ?? $"{kind} of {name}", words);
    }

    /// <summary>Three ridges side by side: activations of a layer, a parameter, and its gradients.</summary>
    /// <param name="layer">The layer; the first watched when null.</param>
    /// <param name="parameter">The parameter; the first when null.</param>
    public Figure Draw(string? layer = null, string? parameter = null)
    {
        string ofLayer = layer ?? Names(Watched.Activations)[0], ofParameter = parameter ?? Names(Watched.Weights)[0];
        Figure[] all = [Ridges(Watched.Activations, ofLayer), Ridges(Watched.Weights, ofParameter), .. Names(Watched.Gradients).Contains(ofParameter) ? [Ridges(Watched.Gradients, ofParameter)] : Array.Empty<Figure>()];
        return Figure.Beside(all);
    }

    /// <summary>How much was seen, in a line.</summary>
    public override string ToString() => snapshots.Count == 0 ? "a dashboard that has seen nothing yet"
        : $"epochs {snapshots.Min(one => one.Epoch)} to {snapshots.Max(one => one.Epoch)}: activations of {Names(Watched.Activations).Count} layers, {Names(Watched.Weights).Count} parameters, gradients of {Names(Watched.Gradients).Count}";

    private void LookAtValues(Module model, int epoch)
    {
        Block block = model as Block ?? throw new ArgumentException($"TrainingDashboard: watches models that are a Block, such as a Sequential, and got {model}.", nameof(model));
        using BufferScope scope = new();
        Recording recording = Recording.Of(block, probe, layers.Length == 0 ? null : layers);
        foreach (LayerOutput output in recording.Where(output => layers.Length > 0 || (output.Layer is not Block && output.Layer.Parameters().Any())))
        {
            snapshots.Add(ValueSnapshot.Of(Watched.Activations, output.Name, epoch, output.Values));
        }

        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            snapshots.Add(ValueSnapshot.Of(Watched.Weights, name, epoch, parameter));
        }
    }

    private void LookAtGradients(Module model, int epoch)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            if (parameter.Grad is { } gradient)
            {
                snapshots.Add(ValueSnapshot.Of(Watched.Gradients, name, epoch, gradient));
            }
        }
    }
}
