namespace NotebookKit.Training;

/// <summary>Something that is asked at the turns of a training loop: to change a rate, to clip gradients, to stop, to write down.</summary>
/// <remarks>
/// Implement what you need; the rest does nothing. <see cref="Callback"/> makes one of a few lambdas. One that remembers
/// something between its calls and is to survive a checkpoint is <see cref="IResumable"/> too.
/// </remarks>
public interface ITrainingCallback
{
    /// <summary>The training begins, or goes on from a checkpoint.</summary>
    void OnTrainStart(TrainingRun run)
    {
    }

    /// <summary>An epoch begins.</summary>
    void OnEpochStart(TrainingRun run)
    {
    }

    /// <summary>The gradients of a batch are there, and the step is not taken yet.</summary>
    void OnGradients(TrainingRun run)
    {
    }

    /// <summary>A step was taken.</summary>
    void OnBatchEnd(TrainingRun run)
    {
    }

    /// <summary>An epoch has ended, and the set kept aside was looked at.</summary>
    void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>The training has ended, at its end or because one asked to stop; not after an error.</summary>
    void OnTrainEnd(TrainingRun run)
    {
    }
}

/// <summary>Something whose memory belongs into a checkpoint.</summary>
public interface IResumable
{
    /// <summary>A copy of what it remembers, by name.</summary>
    IReadOnlyDictionary<string, Tensor> State();

    /// <summary>Takes over what <see cref="State"/> gave.</summary>
    void Load(IReadOnlyDictionary<string, Tensor> state);
}

/// <summary>A callback of lambdas: <c>new Callback { EpochStart = run => run.Optimizer.LearningRate *= 0.9 }</c>.</summary>
public sealed class Callback : ITrainingCallback
{
    /// <summary>When the training begins.</summary>
    public Action<TrainingRun>? TrainStart { get; init; }

    /// <summary>When an epoch begins.</summary>
    public Action<TrainingRun>? EpochStart { get; init; }

    /// <summary>Between the gradients and the step.</summary>
    public Action<TrainingRun>? Gradients { get; init; }

    /// <summary>After a step.</summary>
    public Action<TrainingRun>? BatchEnd { get; init; }

    /// <summary>After an epoch.</summary>
    public Action<TrainingRun>? EpochEnd { get; init; }

    /// <summary>When the training has ended.</summary>
    public Action<TrainingRun>? TrainEnd { get; init; }

    /// <summary>At which turns it is asked, in a line.</summary>
    public override string ToString()
    {
        (string Name, object? Act)[] turns = [("train start", TrainStart), ("epoch start", EpochStart), ("gradients", Gradients), ("batch end", BatchEnd), ("epoch end", EpochEnd), ("train end", TrainEnd)];
        return $"callback at {string.Join(", ", turns.Where(turn => turn.Act is not null).Select(turn => turn.Name).DefaultIfEmpty("no turn"))}";
    }

    /// <inheritdoc/>
    public void OnTrainStart(TrainingRun run) => TrainStart?.Invoke(run);

    /// <inheritdoc/>
    public void OnEpochStart(TrainingRun run) => EpochStart?.Invoke(run);

    /// <inheritdoc/>
    public void OnGradients(TrainingRun run) => Gradients?.Invoke(run);

    /// <inheritdoc/>
    public void OnBatchEnd(TrainingRun run) => BatchEnd?.Invoke(run);

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run) => EpochEnd?.Invoke(run);

    /// <inheritdoc/>
    public void OnTrainEnd(TrainingRun run) => TrainEnd?.Invoke(run);
}
