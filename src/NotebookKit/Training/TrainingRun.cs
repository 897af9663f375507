using System.Diagnostics;
using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Training;

/// <summary>A training as it runs: what the callbacks see, and where it stands.</summary>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class TrainingRun
{
    private readonly Stopwatch clock = Stopwatch.StartNew();

    /// <summary>Begins a run.</summary>
    internal TrainingRun(Module model, Optimizer optimizer, DataLoader loader, int epochs, IReadOnlyList<ITrainingCallback> callbacks)
    {
        Model = model;
        Optimizer = optimizer;
        Loader = loader;
        Epochs = epochs;
        Callbacks = callbacks;
        History = new History(checked(epochs * loader.Count));
    }

    /// <summary>What learns.</summary>
    public Module Model { get; }

    /// <summary>What moves its parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What happened so far.</summary>
    public History History { get; }

    /// <summary>How many epochs are planned.</summary>
    public int Epochs { get; }

    /// <summary>The present epoch, from 1.</summary>
    public int Epoch { get; internal set; } = 1;

    /// <summary>How many updates were made, in all epochs together.</summary>
    public int Update => History.UpdateCount;

    /// <summary>How many updates an epoch has: ceil(N / batch size).</summary>
    public int UpdatesPerEpoch => Loader.Count;

    /// <summary>The loss of the last batch; NaN before the first.</summary>
    public double Loss { get; internal set; } = double.NaN;

    /// <summary>Whether one has asked to stop.</summary>
    public bool IsStopping => History.StopReason is not null;

    /// <summary>Whether a set kept aside is looked at.</summary>
    public bool HasTestSet { get; internal init; }

    /// <summary>Where the batches come from.</summary>
    internal DataLoader Loader { get; }

    /// <summary>Who is asked at each turn.</summary>
    internal IReadOnlyList<ITrainingCallback> Callbacks { get; }

    /// <summary>The number of the next batch of the present epoch, from 0; the epoch's order is drawn at its first.</summary>
    internal int Batch { get; set; }

    /// <summary>Where the loader's generator stood before it drew the present epoch.</summary>
    internal RngState EpochStart { get; set; }

    /// <summary>Sums over the batches of the present epoch.</summary>
    internal (double Loss, int Correct) Sums { get; set; }

    /// <summary>Whether the present epoch was begun.</summary>
    internal bool IsInEpoch { get; set; }

    /// <summary>How long it has taken, with what came before a checkpoint.</summary>
    internal TimeSpan Elapsed => clock.Elapsed + Earlier;

    /// <summary>How long it had taken at the checkpoint.</summary>
    internal TimeSpan Earlier { get; set; }

    /// <summary>Asks to stop after the present update or epoch, whichever ends first.</summary>
    /// <param name="reason">Why, in a few words; the history shows them.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        History.StopReason ??= reason;
    }

    /// <summary>Where it stands, in a line.</summary>
    public override string ToString() => $"epoch {Epoch} of {Epochs}: {History}";
}
