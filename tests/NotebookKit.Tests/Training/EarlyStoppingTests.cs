using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

/// <summary>Early stopping on curves that are given, so that the epoch of the end is known.</summary>
public class EarlyStoppingTests
{
    private static (History History, EarlyStopping Early, double[] Weights, List<double[]> Seen) Run(double[] curve, int? patience, double change = 0, bool restore = true)
    {
        Dataset line = new("line", Tensor.From([1f, 2, 3, 4], [4, 1]), Tensor.From([2f, 4, 6, 8], [4, 1]));
        Linear model = new(1, 1, rng: new Rng(1));
        List<double[]> seen = [];
        EarlyStopping early = new(patience) { Monitor = epoch => curve[epoch.Epoch - 1], MinimalChange = change, RestoresBest = restore };
        Trainer trainer = new(model, new Sgd(model.Parameters()))
        {
            Show = false,
            Callbacks = [new Callback { EpochEnd = run => seen.Add(model.Weight.ToArray<double>()) }, early],
        };
        return (trainer.Fit(line, epochs: curve.Length, batchSize: 2, rng: new Rng(2)), early, model.Weight.ToArray<double>(), seen);
    }

    [Theory]
    [Trait("System", "RULE-PATIENCE")]
    [InlineData(new[] { 5.0, 4, 3, 2, 3, 3, 3, 1, 1 }, 3, 7, 4)]
    [InlineData(new[] { 5.0, 4, 3, 3, 3, 3, 1 }, 3, 6, 3)]
    [InlineData(new[] { 5.0, 6, 7, 4.9, 5, 5, 5, 4 }, 3, 7, 4)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, 3, 4, 1)]
    [InlineData(new[] { 1.0, double.NaN, double.NaN, double.NaN, 0 }, 3, 4, 1)]
    [InlineData(new[] { double.NaN, double.NaN, 2, 3, 4, 5 }, 3, 6, 3)]
    [InlineData(new[] { double.NaN, double.NaN, double.NaN, 1 }, 3, 3, 0)]
    [InlineData(new[] { 5.0, 4, 3, 2, 1 }, 1, 5, 5)]
    [InlineData(new[] { 5.0, 4, 4, 3 }, 1, 3, 2)]
    public void It_stops_when_n_looks_have_passed_without_a_better_one(double[] curve, int patience, int lastEpoch, int bestEpoch)
    {
        var (history, early, _, _) = Run(curve, patience);
        Assert.Equal((lastEpoch, bestEpoch), (history.Epochs.Count, early.BestEpoch));
        Assert.Equal(lastEpoch < curve.Length || early.Waited >= patience, history.StopReason is not null);
    }

    [Fact]
    [Trait("System", "REG-EARLY")]
    public void The_weights_of_the_best_epoch_come_back()
    {
        double[] curve = [5, 2, 3, 1, 4, 4, 4, 4, 4];
        var (history, early, weights, seen) = Run(curve, 3);
        Assert.Equal((7, 4), (history.Epochs.Count, early.BestEpoch));
        Assert.Equal(seen[3], weights);
        Assert.NotEqual(seen[6], weights);
        Assert.Equal(seen[^1], Run(curve, 3, restore: false).Weights);

        // Without a patience it goes on to the end and selects the best there, as in lecture S2.
        var (all, patient, selected, every) = Run(curve, null);
        Assert.Equal((9, 4), (all.Epochs.Count, patient.BestEpoch));
        Assert.Equal(every[3], selected);
        Assert.Null(all.StopReason);
    }

    [Fact]
    public void A_change_that_is_too_small_does_not_count() => Assert.Equal((4, 1), (Run([5, 4.9, 4.8, 4.7, 4.6], 3, change: 0.5) is var run ? run.History.Epochs.Count : 0, run.Early.BestEpoch));

    [Fact]
    public void It_says_what_is_missing()
    {
        Dataset line = new("line", Tensor.From([1f, 2], [2, 1]), Tensor.From([2f, 4], [2, 1]));
        Linear model = new(1, 1);
        Assert.Contains("test set", Assert.Throws<InvalidOperationException>(() => new Trainer(model, new Sgd(model.Parameters())) { Show = false, Callbacks = [new EarlyStopping(2)] }.Fit(line)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
    }

    [Fact]
    public void Epochs_without_a_look_do_not_count()
    {
        Dataset line = new("line", Tensor.From([1f, 2], [2, 1]), Tensor.From([2f, 4], [2, 1]));
        Linear model = new(1, 1, rng: new Rng(1));
        EarlyStopping early = new(2);

        // A rate of 0 changes nothing, so no look after the first is better.
        Trainer trainer = new(model, new Sgd(model.Parameters()) { LearningRate = 0 }) { Show = false, ValidateEvery = 3, Callbacks = [early] };
        History history = trainer.Fit(line, line, epochs: 20);
        Assert.Equal((9, 3), (history.Epochs.Count, early.BestEpoch));
        Assert.Equal([3, 6, 9], history.Epochs.Where(epoch => epoch.TestLoss is not null).Select(epoch => epoch.Epoch));
    }
}
