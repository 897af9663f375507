using NotebookKit.Layers;

namespace NotebookKit.Training;

/// <summary>Everything that a training must remember to go on with the same bits, as named tensors.</summary>
internal static class RunState
{
    /// <summary>The epoch in which to go on, the next batch in it, and whether it was begun.</summary>
    public const string Place = "run.place";

    /// <summary>Loss and accuracy of every update.</summary>
    public const string Updates = "history.updates";

    private const string Epochs = "history.epochs";
    private const string Sums = "run.sums";
    private const string Model = "model.";
    private const string Optimizer = "optimizer.";
    private const string Generators = "rng.";
    private const string EpochStart = "run.epochStart";
    private const int EpochColumns = 9;

    /// <summary>What a training is made of, in words that must be the same to go on.</summary>
    public static string[] PartsOf(TrainingRun run) =>
    [
        $"model {run.Model.GetType().Name} of {run.Model.ParameterCount} numbers",
        $"optimizer {run.Optimizer.GetType().Name} of {run.Optimizer.Parameters.Count} parameters",
        $"data {run.Loader.Dataset.Count} examples in batches of {run.Loader.BatchSize}{(run.Loader.Shuffle ? " shuffled" : string.Empty)}",
        .. Resumable(run).Select((callback, i) => $"callback {i} {callback.GetType().Name}"),
    ];

    /// <summary>The names of all metrics of a history.</summary>
    public static string[] MetricsOf(History history) => [.. history.Epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct()];

    /// <summary>Everything, by name.</summary>
    public static Dictionary<string, Tensor> Of(TrainingRun run)
    {
        Dictionary<string, Tensor> all = [];
        Add(Model, ModuleState.Of(run.Model));
        Add(Optimizer, run.Optimizer.State());
        int number = 0;
        foreach (IResumable callback in Resumable(run))
        {
            Add($"callback.{number++}.", callback.State());
        }

        foreach ((string name, Rng generator) in GeneratorsOf(run))
        {
            all[Generators + name] = generator.State.ToTensor();
        }

        all[EpochStart] = run.EpochStart.ToTensor();

        // After an epoch's end the next one comes, which draws its own order.
        all[Place] = Tensor.From(run.IsInEpoch ? [run.Epoch, (long)run.Batch, 1] : new long[] { run.Epoch + 1, 0, 0 });
        all[Sums] = Tensor.From([run.Sums.Loss, run.Sums.Correct, run.Elapsed.TotalSeconds]);
        all[Updates] = Table(run.History.Updates, 2, update => [update.Loss, update.Accuracy]);
        string[] metrics = MetricsOf(run.History);
        all[Epochs] = Table(run.History.Epochs, EpochColumns + metrics.Length, epoch =>
        [
            epoch.Epoch, epoch.Update, epoch.TrainLoss, epoch.TrainAccuracy, epoch.LearningRate,
            epoch.TestLoss is null ? 0 : 1, epoch.TestLoss ?? 0, epoch.TestAccuracy is null ? 0 : 1, epoch.TestAccuracy ?? 0,
            .. metrics.Select(name => epoch.Metrics.GetValueOrDefault(name, double.NaN)),
        ]);
        return all;

        void Add(string prefix, IReadOnlyDictionary<string, Tensor> some)
        {
            foreach ((string name, Tensor tensor) in some)
            {
                all[prefix + name] = tensor;
            }
        }
    }

    /// <summary>Takes everything over.</summary>
    /// <exception cref="ArgumentException">Something does not fit; nothing was changed.</exception>
    public static void Load(TrainingRun run, IReadOnlyDictionary<string, Tensor> state, string[] metrics)
    {
        Dictionary<string, Tensor> model = Part(Model);
        ModuleState.Check(run.Model, model);
        (string Name, Rng Generator)[] generators = [.. GeneratorsOf(run)];
        string[] lacking = [.. generators.Select(named => Generators + named.Name).Where(name => !state.ContainsKey(name))];
        if (lacking.Length > 0)
        {
            throw new ArgumentException($"Fit: the checkpoint has no state for {string.Join(", ", lacking)}; nothing was changed.");
        }

        // The optimiser looks for itself before it changes; what comes after cannot fail.
        run.Optimizer.Load(Part(Optimizer));
        ModuleState.Load(run.Model, model);
        int number = 0;
        foreach (IResumable callback in Resumable(run))
        {
            callback.Load(Part($"callback.{number++}."));
        }

        foreach ((string name, Rng generator) in generators)
        {
            generator.State = RngState.From(state[Generators + name]);
        }

        long[] place = state[Place].ToArray<long>();
        double[] sums = state[Sums].ToArray<double>();
        (run.Epoch, run.Batch, run.IsInEpoch) = ((int)place[0], (int)place[1], place[2] == 1);
        (run.Sums, run.Earlier, run.EpochStart) = ((sums[0], (int)sums[1]), TimeSpan.FromSeconds(sums[2]), RngState.From(state[EpochStart]));
        run.History.Continue(Rows(state[Updates]).Select(row => new UpdateRecord(row[0], row[1])), Rows(state[Epochs]).Select(row => EpochOf(row, metrics)));
        run.Loss = run.Update == 0 ? double.NaN : run.History.Updates[^1].Loss;

        Dictionary<string, Tensor> Part(string prefix) => state.Where(named => named.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(named => named.Key[prefix.Length..], named => named.Value);
    }

    private static EpochRecord EpochOf(double[] row, string[] metrics) =>
        new((int)row[0], (int)row[1], row[2], row[3], row[5] == 1 ? row[6] : null, row[7] == 1 ? row[8] : null)
        {
            LearningRate = row[4],
            Metrics = row[5] == 1 ? Enumerable.Range(0, metrics.Length).ToDictionary(i => metrics[i], i => row[EpochColumns + i]) : new Dictionary<string, double>(),
        };

    private static IEnumerable<IResumable> Resumable(TrainingRun run) => run.Callbacks.OfType<IResumable>();

    // The session's generator is drawn from by every layer that was given none; those of the loader and the layers may be the same one.
    private static IEnumerable<(string Name, Rng Generator)> GeneratorsOf(TrainingRun run) =>
    [
        ("session", Rng.Current),
        ("loader", run.Loader.Generator),
        .. run.Model.NamedGenerators().Select(named => ($"model.{named.Name}", named.Generator)),
    ];

    private static Tensor Table<T>(IReadOnlyList<T> rows, int columns, Func<T, double[]> cells) =>
        Tensor.Wrap([.. rows.SelectMany(cells)], new Shape(rows.Count, columns));

    private static IEnumerable<double[]> Rows(Tensor table)
    {
        double[] cells = table.ToArray<double>();
        int columns = table.Shape[1];
        return Enumerable.Range(0, table.Shape[0]).Select(row => cells[(row * columns)..((row + 1) * columns)]);
    }
}
