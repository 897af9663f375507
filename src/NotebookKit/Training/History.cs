namespace NotebookKit.Training;

/// <summary>What happened while a model was trained: the loss of every update, and how it stood after each epoch.</summary>
/// <remarks>One thread adds, any thread reads.</remarks>
[Display.TypeFormatterSource(typeof(Display.HistoryFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class History
{
    private readonly Lock gate = new();
    private readonly List<UpdateRecord> updates = [];
    private readonly List<EpochRecord> epochs = [];

    /// <summary>Starts a history.</summary>
    /// <param name="plannedUpdates">How many updates the training will have, for the time that is left.</param>
    public History(int plannedUpdates) => PlannedUpdates = plannedUpdates;

    /// <summary>How many updates were planned.</summary>
    public int PlannedUpdates { get; }

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Whether training has ended, at its end or because it was stopped.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Why it ended before the last epoch; null when it did not.</summary>
    public string? StopReason { get; internal set; }

    /// <summary>Loss and accuracy of each update's batch.</summary>
    public IReadOnlyList<UpdateRecord> Updates
    {
        get
        {
            lock (gate)
            {
                return updates.ToArray();
            }
        }
    }

    /// <summary>How it stood after each epoch.</summary>
    public IReadOnlyList<EpochRecord> Epochs
    {
        get
        {
            lock (gate)
            {
                return epochs.ToArray();
            }
        }
    }

    /// <summary>The time that is probably left, from the pace so far.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (gate)
            {
                return IsFinished || updates.Count == 0 ? TimeSpan.Zero : Elapsed * ((double)(PlannedUpdates - updates.Count) / updates.Count);
            }
        }
    }

    /// <summary>Where it stands, in a line.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            if (updates.Count == 0)
            {
                return "training has not begun";
            }

            string result = epochs is [.., { } last]
                ? last.ToString()
                : $"loss {updates[^1].Loss:F4}";
            string time = IsFinished ? $"{Elapsed.TotalSeconds:F1} s" : $"{Elapsed.TotalSeconds:F1} s, about {Remaining.TotalSeconds:F0} s left";
            return $"update {updates.Count:N0} of {PlannedUpdates:N0}, {result} ({time}){(StopReason is { } reason ? $"; stopped: {reason}" : string.Empty)}";
        }
    }

    /// <summary>Goes on from an earlier history.</summary>
    internal void Continue(IEnumerable<UpdateRecord> earlierUpdates, IEnumerable<EpochRecord> earlierEpochs)
    {
        lock (gate)
        {
            updates.AddRange(earlierUpdates);
            epochs.AddRange(earlierEpochs);
        }
    }

    /// <summary>How many updates there were, without a copy of them all.</summary>
    internal int UpdateCount
    {
        get
        {
            lock (gate)
            {
                return updates.Count;
            }
        }
    }

    /// <summary>Adds an update.</summary>
    internal void Add(UpdateRecord update, TimeSpan elapsed)
    {
        lock (gate)
        {
            updates.Add(update);
            Elapsed = elapsed;
        }
    }

    /// <summary>Adds an epoch.</summary>
    internal void Add(EpochRecord epoch, TimeSpan elapsed)
    {
        lock (gate)
        {
            epochs.Add(epoch);
            Elapsed = elapsed;
        }
    }

    /// <summary>Notes the end.</summary>
    internal void Finish() => IsFinished = true;
}

/// <summary>One update.</summary>
/// <param name="Loss">The batch's mean loss before the step.</param>
/// <param name="Accuracy">The share of the batch that was right before the step; NaN where there are no classes.</param>
public readonly record struct UpdateRecord(double Loss, double Accuracy);

/// <summary>One epoch: every training example was used once.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Update">How many updates had been made at its end.</param>
/// <param name="TrainLoss">The mean loss over its batches, while learning.</param>
/// <param name="TrainAccuracy">The share of its examples that was right, while learning; NaN where there are no classes.</param>
/// <param name="TestLoss">The mean loss on the set kept aside.</param>
/// <param name="TestAccuracy">The share of the set kept aside that was right.</param>
public sealed record EpochRecord(int Epoch, int Update, double TrainLoss, double TrainAccuracy, double? TestLoss, double? TestAccuracy)
{
    /// <summary>The trainer's metrics on the set kept aside, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The learning rate of its last update.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>Losses, accuracies and metrics in a line.</summary>
    public override string ToString()
    {
        string train = $"epoch {Epoch}: loss {TrainLoss:F4}{(double.IsNaN(TrainAccuracy) ? string.Empty : $", accuracy {TrainAccuracy:P2}")}";
        string test = TestLoss is { } loss ? $", test loss {loss:F4}{(TestAccuracy is { } share && !double.IsNaN(share) ? $", accuracy {share:P2}" : string.Empty)}" : string.Empty;
        return train + test + string.Concat(Metrics.Select(metric => $", {metric.Key} {metric.Value:G4}"));
    }
}
