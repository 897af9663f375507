using System.Security.Cryptography;
using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

/// <summary>A training with everything that a checkpoint must hold, which says each update on its output and goes on where an earlier one was killed.</summary>
internal static class ChildTraining
{
    public const int Epochs = 12;

    /// <summary>Goes on from the folder's checkpoints; prints "from N", "update N" after each, and at the end "done" with the hash of all weights.</summary>
    /// <remarks>After so many updates it waits to be killed, so that it never ends before its parent has the time to do so.</remarks>
    public static void Run(string folder, int most)
    {
        int made = 0;
        Checkpoint? latest = Checkpoint.Latest(folder);
        Console.WriteLine($"from {latest?.Update ?? 0}");
        Console.WriteLine($"done {Fit(folder, latest, Say)}");

        void Say(TrainingRun run)
        {
            Console.WriteLine($"update {run.Update}");
            if (++made == most)
            {
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    /// <summary>The hash of weights, buffers, optimiser and history at the end.</summary>
    public static string Fit(string? folder, Checkpoint? resume, Action<TrainingRun> updated)
    {
        using IDisposable session = Rng.Seeded(1);
        Rng masks = new(2);
        Sequential model = new(new Linear(6, 16), new BatchNorm1d(16), new ReLU(), new Dropout(0.3, rng: masks), new Linear(16, 8), new GaussianNoise(0.05), new ReLU(), new Linear(8, 3));
        Adam optimizer = new(model.Parameters()) { LearningRate = 0.02 };
        DataLoader loader = new(Points(250, 3), batchSize: 16, shuffle: true, rng: new Rng(5))
        {
            Prefetch = 2,
            Workers = 2,
            Transform = (batch, rng) => new Batch(batch.Inputs + Tensor.Normal(batch.Inputs.Shape, 0, 0.1, rng), batch.Labels),
        };
        Checkpoints[] checkpoints = folder is null ? [] : [new Checkpoints(folder) { EveryUpdates = 5, Keep = 2 }];
        Trainer trainer = new(model, optimizer)
        {
            Show = false,
            Metrics = { ["error"] = NotebookKit.Losses.Metric.ErrorRate },
            Callbacks =
            [
                .. checkpoints,
                new Callback { EpochStart = run => run.Optimizer.LearningRate *= 0.9, BatchEnd = updated },
                new EarlyStopping(),
            ],
        };
        History history = trainer.Fit(loader, Points(60, 4), Epochs, resume);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor tensor in model.State().Values.Concat(optimizer.State().Values))
        {
            hash.AppendData([.. tensor.To(DType.Float64).ToArray<double>().SelectMany(BitConverter.GetBytes)]);
        }

        foreach (UpdateRecord update in history.Updates)
        {
            hash.AppendData(BitConverter.GetBytes(update.Loss));
        }

        foreach (EpochRecord epoch in history.Epochs)
        {
            hash.AppendData(BitConverter.GetBytes(epoch.TrainLoss + (2 * epoch.TestLoss!.Value) + epoch.Metrics["error"] + epoch.LearningRate));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static Dataset Points(int count, long seed)
    {
        Rng rng = new(seed);
        Tensor inputs = Tensor.Normal([count, 6], 0, 1, rng);
        double[] x = inputs.ToArray<double>();
        long[] labels = [.. Enumerable.Range(0, count).Select(i => x[6 * i] > 0.4 ? 2L : x[(6 * i) + 1] * x[(6 * i) + 2] > 0 ? 1 : 0)];
        return new Dataset("points", inputs, Tensor.From(labels), ["a", "b", "c"]);
    }
}
