using System.Diagnostics;
using System.Globalization;
using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Tests.Files;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

[Collection(nameof(OneAtATime))]
public class CheckpointTests
{
    private static readonly Lazy<string> Uninterrupted = new(() => ChildTraining.Fit(null, null, _ => { }));

    private static Dataset Line { get; } = new("line", Tensor.From(Enumerable.Range(0, 20).Select(i => i / 20f).ToArray(), [20, 1]), Tensor.From(Enumerable.Range(0, 20).Select(i => (2f * i / 20) - 1).ToArray(), [20, 1]));

    [Fact]
    public void A_process_killed_at_random_steps_ends_with_the_bits_of_one_that_was_not()
    {
        using TempFolder folder = new();
        Random random = new(Environment.TickCount);
        List<string> story = [];
        int lastStart = 0;
        for (int round = 0; round < 4; round++)
        {
            (int from, string? end) = Child(folder.Path, killAfter: random.Next(6, 45));
            story.Add($"from {from}");
            Assert.Null(end);
            Assert.True(from >= lastStart, string.Join(", ", story));
            lastStart = from;
        }

        (int final, string? done) = Child(folder.Path, killAfter: null);
        Assert.True(final > 0, string.Join(", ", story));
        Assert.Equal(Uninterrupted.Value, done);
    }

    [Fact]
    public void Going_on_from_any_checkpoint_gives_the_same_bits()
    {
        using TempFolder folder = new();
        List<string> copies = [];
        Assert.Equal(Uninterrupted.Value, ChildTraining.Fit(folder.At("run"), null, run =>
        {
            // Here, after the update, the checkpoint of five updates ago and those of the epochs are there.
            if (run.Update % 35 == 2)
            {
                string newest = Directory.GetFiles(folder.At("run"), "*.safetensors").Order(StringComparer.Ordinal).LastOrDefault() ?? string.Empty;
                copies.AddRange(newest.Length == 0 ? [] : [folder.Write(File.ReadAllBytes(newest), "copies", Path.GetFileName(newest))]);
            }
        }));
        Assert.True(copies.Count > 3);
        Assert.Equal(2, Directory.GetFiles(folder.At("run")).Length);
        Assert.All(copies, path => Assert.Equal(Uninterrupted.Value, ChildTraining.Fit(null, Checkpoint.Read(path), _ => { })));
        Assert.Equal(Uninterrupted.Value, ChildTraining.Fit(null, Checkpoint.Latest(folder.At("run")), _ => { }));
    }

    [Fact]
    public void A_torn_or_foreign_file_is_refused_and_the_one_before_is_used()
    {
        using TempFolder folder = new();
        Sequential model = Model();
        Trainer(model, new Checkpoints(folder.Path) { Keep = 5 }).Fit(Line, epochs: 3, batchSize: 5);
        Assert.Equal(12, Checkpoint.Latest(folder.Path)!.Update);

        string newest = folder.At("checkpoint-000000012.safetensors");
        byte[] whole = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest, whole[..^100]);
        Checkpoint before = Checkpoint.Latest(folder.Path)!;
        Assert.Equal((8, 3), (before.Update, before.Epoch));
        Assert.Contains(newest, Assert.Single(before.Skipped), StringComparison.Ordinal);

        whole[^3] ^= 4;
        File.WriteAllBytes(newest, whole);
        Assert.Contains("has changed since", Assert.Single(Checkpoint.Latest(folder.Path)!.Skipped), StringComparison.Ordinal);

        model.Save(newest);
        Assert.Contains("is no checkpoint of a training", Assert.Throws<InvalidDataException>(() => Checkpoint.Read(newest)).Message, StringComparison.Ordinal);
        Assert.Equal(8, Checkpoint.Latest(folder.Path)!.Update);
        Assert.Contains("passed over", $"{Checkpoint.Latest(folder.Path)}", StringComparison.Ordinal);
        Assert.Null(Checkpoint.Latest(folder.At("nowhere")));

        // Going on removes what lies beyond, so that it is not taken for the newest later.
        Trainer(model, new Checkpoints(folder.Path) { Keep = 1 }).Fit(Line, epochs: 4, batchSize: 5, resume: Checkpoint.Latest(folder.Path));
        Assert.Equal(["checkpoint-000000016.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_before_anything_changes()
    {
        using TempFolder folder = new();
        Trainer(Model(), new Checkpoints(folder.Path)).Fit(Line, epochs: 1, batchSize: 5);
        Checkpoint checkpoint = Checkpoint.Latest(folder.Path)!;
        Sequential wide = new(new Linear(1, 4), new ReLU(), new Linear(4, 1));
        float[] before = wide.Parameters().First().ToArray<float>();
        string message = Assert.Throws<ArgumentException>(() => Trainer(wide).Fit(Line, epochs: 1, batchSize: 5, resume: checkpoint)).Message;
        Assert.Contains("Sequential of 10 numbers", message, StringComparison.Ordinal);
        Assert.Contains(checkpoint.Path, message, StringComparison.Ordinal);
        Assert.Equal(before, wide.Parameters().First().ToArray<float>());
        Assert.Contains("batches of 4", Assert.Throws<ArgumentException>(() => Trainer(Model()).Fit(Line, epochs: 1, batchSize: 4, resume: checkpoint)).Message, StringComparison.Ordinal);
        Sequential same = Model();
        Assert.Contains("Sgd", Assert.Throws<ArgumentException>(() => new Trainer(same, new Sgd(same.Parameters())) { Show = false }.Fit(Line, epochs: 1, batchSize: 5, resume: checkpoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_training_does_not_mix_with_the_checkpoints_of_another()
    {
        using TempFolder folder = new();
        Trainer(Model(), new Checkpoints(folder.Path)).Fit(Line, epochs: 3, batchSize: 5);
        Assert.Contains("update 12", Assert.Throws<InvalidOperationException>(() => Trainer(Model(), new Checkpoints(folder.Path)).Fit(Line, epochs: 1, batchSize: 5)).Message, StringComparison.Ordinal);
        Trainer(Model(), new Checkpoints(folder.Path) { Overwrites = true }).Fit(Line, epochs: 1, batchSize: 5);
        Assert.Equal(4, Checkpoint.Latest(folder.Path)!.Update);
    }

    [Fact]
    public void A_training_that_was_stopped_stays_stopped_and_selects_its_best_again()
    {
        using TempFolder folder = new();
        double[] curve = [3, 1, 2, 2, 2, 2];
        (History History, float[] Weights, EarlyStopping Early) Go(Checkpoint? resume)
        {
            Sequential model = Model();
            EarlyStopping early = new(patience: 2) { Monitor = epoch => curve[epoch.Epoch - 1] };
            Trainer trainer = Trainer(model, new Checkpoints(folder.Path), early);
            return (trainer.Fit(Line, epochs: 6, batchSize: 5, rng: new Rng(1), resume: resume), model.Parameters().First().ToArray<float>(), early);
        }

        var first = Go(null);
        Assert.Equal(4, first.History.Epochs.Count);
        var second = Go(Checkpoint.Latest(folder.Path));
        Assert.Equal((4, 2, 2), (second.History.Epochs.Count, second.Early.BestEpoch, second.Early.Waited));
        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.History.StopReason, second.History.StopReason);
    }

    private static Sequential Model()
    {
        using IDisposable seed = Rng.Seeded(1);
        return new(new Linear(1, 3), new ReLU(), new Linear(3, 1));
    }

    private static Trainer Trainer(Module model, params ITrainingCallback[] callbacks) => new(model, new Adam(model.Parameters())) { Show = false, Callbacks = callbacks };

    // Starts the training as a process of its own and kills it (SIGKILL) once it has said so many updates, wherever it is then.
    private static (int From, string? Done) Child(string folder, int? killAfter)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(ChildTraining).Assembly.Location, "train", folder, killAfter is { } updates ? $"{updates + 20}" : "0"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        int from = -1;
        int heard = 0;
        string? done = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("from ", StringComparison.Ordinal))
            {
                from = int.Parse(line[5..], CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("done ", StringComparison.Ordinal))
            {
                done = killAfter is null ? line[5..] : null;
            }
            else if (++heard == killAfter)
            {
                process.Kill();
            }
        }

        Assert.True(process.WaitForExit(60_000));
        Assert.True(killAfter is null == (process.ExitCode == 0), $"exit code {process.ExitCode}");
        return (from, done);
    }
}
