using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Attacks;

/// <summary>How a model stood after an epoch of training on attacked pictures.</summary>
/// <param name="Epoch">From 1; 0 before the training.</param>
/// <param name="Clean">The accuracy on pictures that nobody attacked.</param>
/// <param name="UnderAttack">The accuracy under each judge.</param>
public sealed record RobustEpoch(int Epoch, double Clean, IReadOnlyList<double> UnderAttack)
{
    /// <summary>The accuracies, in a line.</summary>
    public override string ToString() => $"epoch {Epoch}: clean {Clean:P1}, under attack {string.Join(", ", UnderAttack.Select(accuracy => $"{accuracy:P1}"))}";
}

/// <summary>A training on attacked pictures, judged by attacks after each epoch.</summary>
/// <param name="History">What the trainer noted.</param>
/// <param name="Judges">The names of the attacks that judged, with their sizes.</param>
/// <param name="Epochs">Before the training and after each epoch.</param>
public sealed record RobustHistory(History History, IReadOnlyList<string> Judges, IReadOnlyList<RobustEpoch> Epochs)
{
    /// <summary>A line an epoch.</summary>
    public override string ToString() => string.Join('\n', [$"judged by {string.Join("; ", Judges)}", .. Epochs.Select(epoch => epoch.ToString())]);

    /// <summary>The accuracies over the epochs, in percent.</summary>
    /// <param name="title">Stands above; a plain one when null.</param>
    public Figure ToFigure(string? title = null) => Chart.Lines(
        Numbers.From(Epochs.Select(epoch => (double)epoch.Epoch)), title ?? "Accuracy while it trains on attacks", new PlotOptions { XLabel = "epoch", YLabel = "read right, %", YRange = (0, 100) },
        [("clean", Numbers.From(Epochs.Select(epoch => 100 * epoch.Clean))), .. Judges.Select((judge, i) => (judge, Numbers.From(Epochs.Select(epoch => 100 * epoch.UnderAttack[i]))))]);
}

/// <summary>Adversarial training: min over theta of the mean of max over the ball of J(theta, x', y); the inner maximum is an attack on each batch as the model stands.</summary>
/// <remarks>
/// Each batch is attacked just before its step; the rest is <see cref="Trainer"/>. Judge by another and stronger attack than the one it trains on: trained on
/// single steps, a model can learn to bend its gradients instead of its answers ("catastrophic overfitting", Wong, Rice and Kolter 2020). Goodfellow et al. 2015; Madry
/// et al. 2018; lecture S1 ("adversarial training and regularization for robust network training").
/// </remarks>
/// <param name="Attack">What the model is trained on.</param>
public sealed record AdversarialTraining(IAttack Attack)
{
    /// <summary>The share of each batch that is attacked; the rest stays clean.</summary>
    public double Share
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "AdversarialTraining: Share is 0 to 1.");
    } = 1;

    /// <summary>Examples an update.</summary>
    public int BatchSize { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "AdversarialTraining: BatchSize is 1 or more."); } = 128;

    /// <summary>Updates over which the attack grows from nothing to its size, for models that otherwise never begin to learn.</summary>
    public int WarmUp { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "AdversarialTraining: WarmUp is 0 or more updates."); }

    /// <summary>Attacks that judge after each epoch.</summary>
    public IReadOnlyList<IAttack> Judges { get; init; } = [];

    /// <summary>What else is to happen at the turns of the loop.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Whether the trainer shows its history while it grows.</summary>
    public bool Show { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="optimizer">Of the model's parameters.</param>
    /// <param name="train">What to learn from; classes.</param>
    /// <param name="test">What the judges attack; null when there are none.</param>
    /// <param name="epochs">How many times through.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <param name="progress">Told how it stands before the training and after each epoch.</param>
    /// <param name="token">Stops between two updates.</param>
    /// <exception cref="ArgumentException">The set has no classes, or there are judges and no test set.</exception>
    public RobustHistory Fit(Module model, Optimizer optimizer, Dataset train, Dataset? test = null, int epochs = 1, Rng? rng = null, Action<RobustEpoch>? progress = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        if (!train.IsClassification || (Judges.Count > 0 && test is null))
        {
            throw new ArgumentException($"AdversarialTraining: takes a set with classes, and a test set for its {Judges.Count} judges; {train.Name} has {train.ClassNames.Count} classes{(test is null ? ", and there is no test set" : string.Empty)}.", nameof(train));
        }

        Rng dice = rng ?? Rng.Current;
        long judgesSeed = (long)(dice.NextDouble() * int.MaxValue);
        Batch? judged = test?.Load([.. Enumerable.Range(0, test.Count)]);
        List<RobustEpoch> epochsSeen = [];
        int updates = 0;
        DataLoader loader = new(train, BatchSize, shuffle: true, dice)
        {
            Transform = (batch, _) => Attacked(model, batch, WarmUp == 0 ? 1 : Math.Min(1, ++updates / (double)WarmUp)),
        };
        Judge(0);
        Callback each = new() { EpochEnd = run => Judge(run.Epoch) };
        History history = new Trainer(model, optimizer) { Show = Show, Callbacks = [.. Callbacks, each] }.Fit(loader, epochs: epochs, token: token);
        return new(history, [.. Judges.Select(judge => $"{judge.Name}, {judge.Size:G3}")], epochsSeen);

        void Judge(int epoch)
        {
            if (judged is null)
            {
                return;
            }

            // The same random starts each time, and none taken from the training.
            using IDisposable own = Rng.Seeded(judgesSeed);
            double clean = RobustnessCurve.Share(model, judged.Inputs, judged.Labels);
            epochsSeen.Add(new(epoch, clean, [.. Judges.Select(judge => RobustnessCurve.Accuracy(model, judge, judged.Inputs, judged.Labels))]));
            progress?.Invoke(epochsSeen[^1]);
        }
    }

    /// <summary>A batch of which the first part is attacked, as the model stands.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="batch">Pictures as floats, and labels.</param>
    /// <param name="strength">A factor on the size of the attack.</param>
    public Batch Attacked(Module model, Batch batch, double strength = 1)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int count = batch.Inputs.Shape[0], attacked = (int)Math.Round(Share * count);
        if (attacked == 0)
        {
            return batch;
        }

        Tensor changed = Attack.WithSize(Attack.Size * strength).Attack(model, batch.Inputs[..attacked], batch.Labels[..attacked]);
        return new(attacked == count ? changed : Tensor.Concat([changed, batch.Inputs[attacked..]]), batch.Labels);
    }

    /// <summary>What it trains on, in a line.</summary>
    public override string ToString() => $"trains on {Attack}, {Share:P0} of each batch{(WarmUp > 0 ? $", grown over {WarmUp} updates" : string.Empty)}";
}
