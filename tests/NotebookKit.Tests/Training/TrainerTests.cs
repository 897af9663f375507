using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

[Collection(nameof(OneAtATime))]
public class TrainerTests
{
    // Two clouds of points, left and right.
    private static Dataset Clouds(int count, long seed)
    {
        Rng rng = new(seed);
        float[] x = new float[2 * count];
        long[] labels = new long[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            x[2 * i] = (float)(rng.NextDouble() + (labels[i] == 0 ? -1.5 : 0.5));
            x[(2 * i) + 1] = (float)rng.NextDouble();
        }

        return new Dataset("clouds", Tensor.From(x, [count, 2]), Tensor.From(labels), ["left", "right"]);
    }

    private static (Trainer Trainer, Module Model) New(double rate = 0.05)
    {
        using IDisposable seed = Rng.Seeded(1);
        Sequential model = new(new Linear(2, 8), new ReLU(), new Linear(8, 2));
        return (new Trainer(model, new Adam(model.Parameters()) { LearningRate = rate }) { Show = false }, model);
    }

    [Fact]
    [Trait("System", "UPD-EPOCH")]
    public void An_epoch_ends_after_as_many_updates_as_it_takes_to_use_every_example_once()
    {
        (Trainer trainer, _) = New();
        History history = trainer.Fit(Clouds(101, 1), epochs: 3, batchSize: 16, rng: new Rng(3));
        Assert.Equal([7, 14, 21], history.Epochs.Select(epoch => epoch.Update));
        Assert.Equal([1, 2, 3], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(21, history.PlannedUpdates);
    }

    [Fact]
    public void It_learns_what_can_be_separated_and_records_the_way()
    {
        (Trainer trainer, _) = New();
        History history = trainer.Fit(Clouds(101, 1), Clouds(50, 2), epochs: 10, batchSize: 16, rng: new Rng(3));
        Assert.Equal(70, history.Updates.Count);
        Assert.Equal(10, history.Epochs.Count);
        Assert.Equal(1.0, history.Epochs[^1].TestAccuracy);
        Assert.True(history.Epochs[^1].TrainLoss < history.Epochs[0].TrainLoss / 5);
        Assert.True(history.IsFinished);
        Assert.Equal(TimeSpan.Zero, history.Remaining);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        double[] Losses()
        {
            (Trainer trainer, _) = New();
            return [.. trainer.Fit(Clouds(64, 1), epochs: 2, batchSize: 8, rng: new Rng(3)).Updates.Select(update => update.Loss)];
        }

        Assert.Equal(Losses(), Losses());
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_training_and_names_the_rate()
    {
        (Trainer trainer, _) = New(rate: 1e38);
        Assert.Contains("LearningRate", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Clouds(64, 1), epochs: 5, batchSize: 8, rng: new Rng(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_training_keeps_what_was_learned()
    {
        (Trainer trainer, Module model) = New();
        double[] before = model.Parameters().First().ToArray<double>();
        using CancellationTokenSource source = new();
        int steps = 0;
        Trainer stopping = new(model, new Adam(model.Parameters()))
        {
            Show = false,
            Loss = (scores, labels) =>
            {
                if (++steps == 3)
                {
                    source.Cancel();
                }

                return scores.CrossEntropy(labels);
            },
        };
        Assert.Throws<OperationCanceledException>(() => stopping.Fit(Clouds(64, 1), epochs: 5, batchSize: 8, token: source.Token));
        Assert.Equal(3, steps);
        Assert.NotEqual(before, model.Parameters().First().ToArray<double>());
        Assert.NotNull(trainer);
    }

    [Fact]
    public void A_steady_step_allocates_no_large_object()
    {
        (Trainer trainer, _) = New();
        Dataset data = Clouds(4096, 1);
        trainer.Fit(data, epochs: 1, batchSize: 512, rng: new Rng(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Fit(data, epochs: 1, batchSize: 512, rng: new Rng(1));

        // Eight steps: shells of tensors and the shuffled order, but no buffer (one of 512 x 8 floats is 16 KB, and a step makes a dozen).
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150_000);
    }

    [Fact]
    public void Evaluation_counts_every_example_and_ranks_the_mistakes()
    {
        (Trainer trainer, _) = New();
        Dataset data = Clouds(51, 1);
        Evaluation result = trainer.Evaluate(data, batchSize: 7);
        Assert.Equal(51, result.Confusion.Total);
        Assert.Equal(51, result.Predictions.Count);
        double[] p = result.Probabilities.ToArray<double>();
        double[] ofTruth = [.. result.WorstMistakes(data.Labels).Select(i => p[(2 * i) + data.LabelOf(i)])];
        Assert.Equal(ofTruth.Order(), ofTruth);
        Assert.Equal(51 - result.Confusion.Correct, ofTruth.Length);
    }

    [Fact]
    public void A_confusion_matrix_sums_to_its_classes()
    {
        ConfusionMatrix matrix = new([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], ["a", "b", "c"]);
        Assert.Equal([2, 2, 1], Enumerable.Range(0, 3).Select(matrix.RowSum));
        Assert.Equal(0.6, matrix.Accuracy, 12);
        Assert.Equal([(0, 1, 1), (2, 0, 1)], matrix.WorstPairs());
        Assert.Equal(0.5, matrix.Recall(0));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0], [0, 1], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0], [2], ["a", "b"]));
    }

    [Fact]
    public void An_epoch_visits_every_example_once_in_a_new_order()
    {
        DataLoader loader = new(Clouds(10, 1), batchSize: 4, shuffle: true, rng: new Rng(5));
        Assert.Equal(3, loader.Count);
        int[] first = [.. loader.NextEpoch().SelectMany(batch => batch.ToArray())];
        int[] second = [.. loader.NextEpoch().SelectMany(batch => batch.ToArray())];
        Assert.Equal(Enumerable.Range(0, 10), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal([4, 4, 2], loader.Select(batch => batch.Labels.Count));
    }
}
