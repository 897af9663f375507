using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Training;

/// <summary>The training loop: for each batch forward, loss, backward, step; live curves while it runs.</summary>
/// <remarks>
/// The loop in full:
/// <code>
/// foreach (Batch batch in loader)
/// {
///     optimizer.ZeroGrad();
///     Tensor loss = Loss.CrossEntropy(model.Forward(batch.Inputs), batch.Labels);
///     loss.Backward();
///     optimizer.Step();
/// }
/// </code>
/// Each step runs in a <see cref="BufferScope"/>, so it allocates nothing large once the first has passed. What else is
/// to happen, such as schedules, clipping, early stopping and checkpoints, are <see cref="Callbacks"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class Trainer
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);
    private readonly Module model;
    private readonly Optimizer optimizer;

    /// <summary>Makes a trainer.</summary>
    public Trainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        this.model = model;
        this.optimizer = optimizer;
    }

    /// <summary>What to make small, from outputs and labels or targets; null for cross-entropy where these are whole numbers, and the mean squared error where they are floats.</summary>
    public Func<Tensor, Tensor, Tensor>? Loss { get; init; }

    /// <summary>Numbers to look at after each epoch, from all outputs for the set kept aside and its labels: <c>Metrics = { ["top-3"] = (scores, labels) => Metric.TopAccuracy(scores, labels, 3) }</c>.</summary>
    public IDictionary<string, Func<Tensor, Tensor, double>> Metrics { get; } = new Dictionary<string, Func<Tensor, Tensor, double>>();

    /// <summary>Who is asked at the turns of the loop, in this order; <see cref="Checkpoints"/> come last whatever their place.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>After how many epochs the set kept aside is looked at; it is always looked at after the last.</summary>
    public int ValidateEvery { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Trainer: ValidateEvery is 1 or more epochs."); } = 1;

    /// <summary>Whether to show the history while it grows.</summary>
    public bool Show { get; init; } = true;

    /// <summary>Trains for some epochs.</summary>
    /// <param name="train">What to learn from; shuffled anew each epoch.</param>
    /// <param name="test">What to look at after each epoch; never learned from.</param>
    /// <param name="epochs">How many times through.</param>
    /// <param name="batchSize">Examples an update.</param>
    /// <param name="rng">Where the order comes from; the session's generator when null.</param>
    /// <param name="resume">Where to go on, as <see cref="Checkpoint.Latest"/> finds it; null begins anew.</param>
    /// <param name="token">Stops between two updates.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number: the rate is too high, say.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model keeps what it has learned.</exception>
    public History Fit(Dataset train, Dataset? test = null, int epochs = 1, int batchSize = 64, Rng? rng = null, Checkpoint? resume = null, CancellationToken token = default) =>
        Fit(new DataLoader(train, batchSize, shuffle: true, rng), test, epochs, resume, token);

    /// <summary>Trains for some epochs with a loader of your own.</summary>
    /// <param name="train">How to go through what to learn from.</param>
    /// <param name="test">What to look at after each epoch; never learned from.</param>
    /// <param name="epochs">How many times through.</param>
    /// <param name="resume">Where to go on, as <see cref="Checkpoint.Latest"/> finds it; null begins anew.</param>
    /// <param name="token">Stops between two updates.</param>
    /// <exception cref="ArgumentException">A set is empty, or the checkpoint is of another training; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer a number: the rate is too high, say.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model keeps what it has learned.</exception>
    public History Fit(DataLoader train, Dataset? test = null, int epochs = 1, Checkpoint? resume = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        if (train.Dataset.Count == 0)
        {
            throw new ArgumentException($"Fit: the set {train.Dataset.Name} is empty.", nameof(train));
        }

        TrainingRun run = new(model, optimizer, train, epochs, [.. Callbacks.OrderBy(callback => callback is Checkpoints ? 1 : 0)]) { HasTestSet = test is not null };
        resume?.Restore(run);
        History history = run.History;
        IShownValue? shown = Show ? Notebook.Display(history) : null;
        model.IsTraining = true;
        try
        {
            Tell(run, callback => callback.OnTrainStart(run));
            for (; run.Epoch <= epochs && !run.IsStopping; run.Epoch++)
            {
                Epoch(run, shown, token);
                if (run.Batch < train.Count)
                {
                    break;
                }

                bool isLast = run.Epoch == epochs || run.IsStopping;
                Evaluation? seen = test is not null && (isLast || run.Epoch % ValidateEvery == 0) ? Evaluate(test) : null;
                history.Add(Record(run, seen), run.Elapsed);
                (run.Batch, run.IsInEpoch) = (0, false);
                Tell(run, callback => callback.OnEpochEnd(run));
                shown?.Update(history);
            }

            Tell(run, callback => callback.OnTrainEnd(run));
        }
        finally
        {
            history.Finish();
            shown?.Update(history);
        }

        return history;
    }

    /// <summary>Looks at every example of a set without learning from it.</summary>
    public Evaluation Evaluate(Dataset data, int batchSize = 500)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0)
        {
            throw new ArgumentException("Evaluate: the set is empty.", nameof(data));
        }

        Gatherer gathered = new(data, keeps: Metrics.Count > 0);
        foreach (ReadOnlyMemory<int> examples in new DataLoader(data, batchSize).NextEpoch())
        {
            using BufferScope scope = new();
            Batch batch = AtHome(data.Load(examples.Span));
            Tensor outputs = model.Predict(batch.Inputs);
            using (Gradient.Off())
            {
                gathered.Add(LossOf(outputs, batch.Labels).Item(), outputs);
            }
        }

        return gathered.Finish(Metrics);
    }

    /// <summary>What it trains with what, in a line.</summary>
    public override string ToString() => $"trains {model.GetType().Name} with {optimizer}";

    private static void Tell(TrainingRun run, Action<ITrainingCallback> what)
    {
        foreach (ITrainingCallback callback in run.Callbacks)
        {
            what(callback);
        }
    }

    // One way through the set, from the batch where a checkpoint stands.
    private void Epoch(TrainingRun run, IShownValue? shown, CancellationToken token)
    {
        LoaderEpoch epoch = BeginEpoch(run);
        using BatchSource source = run.Loader.Open(epoch, run.Batch, lend: true);
        TimeSpan lastFrame = TimeSpan.Zero;
        while (run.Batch < epoch.Count && !run.IsStopping)
        {
            token.ThrowIfCancellationRequested();
            int examples = epoch.Examples(run.Batch).Length;
            (double loss, int? right) = Step(run, source);
            if (!double.IsFinite(loss))
            {
                throw new InvalidOperationException(
                    $"Fit: the loss became {loss} at update {run.Update + 1}; try a smaller LearningRate (it is {optimizer.LearningRate}) or look at the inputs.");
            }

            run.Loss = loss;
            run.Batch++;
            run.Sums = (run.Sums.Loss + (loss * examples), run.Sums.Correct + (right ?? 0));
            run.History.Add(new UpdateRecord(loss, right is { } count ? (double)count / examples : double.NaN), run.Elapsed);
            Tell(run, callback => callback.OnBatchEnd(run));
            if (run.Elapsed - lastFrame >= Frame)
            {
                lastFrame = run.Elapsed;
                shown?.Update(run.History);
            }
        }
    }

    private static LoaderEpoch BeginEpoch(TrainingRun run)
    {
        Rng rng = run.Loader.Generator;
        if (run.IsInEpoch)
        {
            // The generator draws the epoch of the checkpoint once more, and goes on from where it stood then.
            RngState now = rng.State;
            rng.State = run.EpochStart;
            LoaderEpoch again = run.Loader.Begin();
            rng.State = now;
            return again;
        }

        Tell(run, callback => callback.OnEpochStart(run));
        (run.EpochStart, run.IsInEpoch, run.Sums) = (rng.State, true, default);
        return run.Loader.Begin();
    }

    private (double Loss, int? Correct) Step(TrainingRun run, BatchSource source)
    {
        using BufferScope scope = new();
        Batch batch = AtHome(source.Next());
        optimizer.ZeroGrad();
        model.Saw(batch.Inputs);
        Tensor outputs = model.Forward(batch.Inputs);
        Tensor loss = LossOf(outputs, batch.Labels);
        loss.Backward();
        Tell(run, callback => callback.OnGradients(run));
        optimizer.Step();
        return (loss.Item(), run.Loader.Dataset.IsClassification ? Gatherer.Correct(outputs, batch.Labels) : null);
    }

    private EpochRecord Record(TrainingRun run, Evaluation? seen)
    {
        int count = run.Loader.Dataset.Count;
        double accuracy = run.Loader.Dataset.IsClassification ? (double)run.Sums.Correct / count : double.NaN;
        return new EpochRecord(run.Epoch, run.Update, run.Sums.Loss / count, accuracy, seen?.Loss, seen is { HasClasses: true } ? seen.Accuracy : null)
        {
            Metrics = seen?.Metrics ?? new Dictionary<string, double>(),
            LearningRate = optimizer.LearningRate,
        };
    }

    // Data lie with the processor; the model may live elsewhere.
    private Batch AtHome(Batch batch) => model.Parameters().FirstOrDefault() is { } first ? batch.To(first.Device) : batch;

    private Tensor LossOf(Tensor outputs, Tensor labels) =>
        Loss is not null ? Loss(outputs, labels)
        : labels.DType == DType.Int64 ? Losses.Loss.CrossEntropy(outputs, labels)
        : Losses.Loss.MeanSquaredError(outputs, labels);
}
