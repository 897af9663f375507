using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Display;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

public class TrainerCallbackTests
{
    private static Dataset Line(int count = 40) => new(
        "line",
        Tensor.From(Enumerable.Range(0, count).Select(i => i / 20f).ToArray(), [count, 1]),
        Tensor.From(Enumerable.Range(0, count).Select(i => (3f * i / 20) - 1).ToArray(), [count, 1]));

    [Fact]
    public void Numbers_are_learned_as_classes_are()
    {
        Linear model = new(1, 1, rng: new Rng(1));
        Trainer trainer = new(model, new Adam(model.Parameters()) { LearningRate = 0.1 }) { Show = false, Metrics = { ["worst"] = (y, t) => (y - t).Abs().Amax().Item() } };
        History history = trainer.Fit(Line(), Line(), epochs: 40, batchSize: 10, rng: new Rng(2));
        Assert.Equal(3, model.Weight.Item(), 2e-2);
        EpochRecord last = history.Epochs[^1];
        Assert.Null(last.TestAccuracy);
        Assert.Equal(["R2", "MAE", "RMSE", "worst"], last.Metrics.Keys);
        Assert.InRange(last.Metrics["R2"], 0.999, 1);
        Assert.Equal(last.TestLoss!.Value, Math.Pow(last.Metrics["RMSE"], 2), 1e-6);
        Evaluation seen = trainer.Evaluate(Line());
        Assert.Equal(new Shape(40, 1), seen.Outputs.Shape);
        Assert.Contains("no classes", Assert.Throws<InvalidOperationException>(() => seen.Confusion).Message, StringComparison.Ordinal);
        Assert.Contains("R2", $"{history}", StringComparison.Ordinal);
    }

    [Fact]
    public void Callbacks_are_asked_at_every_turn_in_order()
    {
        List<string> turns = [];
        Linear model = new(1, 1);
        Callback Named(string name) => new()
        {
            TrainStart = _ => turns.Add($"{name} start"),
            EpochStart = run => turns.Add($"{name} epoch {run.Epoch}"),
            Gradients = run => turns.Add($"{name} gradients {run.Update}"),
            BatchEnd = run => turns.Add($"{name} batch {run.Update}"),
            EpochEnd = run => turns.Add($"{name} ended {run.Epoch}"),
            TrainEnd = run => turns.Add($"{name} end"),
        };
        new Trainer(model, new Sgd(model.Parameters())) { Show = false, Callbacks = [Named("a"), Named("b")] }.Fit(Line(4), epochs: 2, batchSize: 3);
        Assert.Equal(
            [
                "a start", "b start", "a epoch 1", "b epoch 1", "a gradients 0", "b gradients 0", "a batch 1", "b batch 1", "a gradients 1", "b gradients 1", "a batch 2", "b batch 2",
                "a ended 1", "b ended 1", "a epoch 2", "b epoch 2", "a gradients 2", "b gradients 2", "a batch 3", "b batch 3", "a gradients 3", "b gradients 3", "a batch 4", "b batch 4",
                "a ended 2", "b ended 2", "a end", "b end",
            ],
            turns);
    }

    [Fact]
    public void A_schedule_and_a_clip_are_callbacks()
    {
        Linear model = new(1, 1, rng: new Rng(1));
        double before = model.Weight.Item();
        Trainer trainer = new(model, new Sgd(model.Parameters()) { LearningRate = 1 })
        {
            Show = false,
            Callbacks =
            [
                new Callback { EpochStart = run => run.Optimizer.LearningRate = 1.0 / run.Epoch },
                new Callback
                {
                    Gradients = run =>
                    {
                        foreach (Parameter parameter in run.Model.Parameters())
                        {
                            NotebookKit.Ops.InPlace.Copy(parameter.Grad!, parameter.Grad!.Sign() * 0.001);
                        }
                    },
                },
            ],
        };
        History history = trainer.Fit(Line(), epochs: 3, batchSize: 40);
        Assert.Equal([1, 0.5, 1.0 / 3], history.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(0.001 * (1 + 0.5 + (1.0 / 3)), Math.Abs(model.Weight.Item() - before), 1e-6);
    }

    [Fact]
    public void One_that_asks_to_stop_is_heard_after_the_update()
    {
        Linear model = new(1, 1);
        Callback stop = new() { BatchEnd = run => _ = run.Update == 5 ? Stop(run) : 0 };
        History history = new Trainer(model, new Sgd(model.Parameters())) { Show = false, Callbacks = [stop] }.Fit(Line(), epochs: 4, batchSize: 10);
        Assert.Equal((5, 1, "enough"), (history.Updates.Count, history.Epochs.Count, history.StopReason));
        Assert.True(history.IsFinished);
        Assert.Contains("stopped: enough", $"{history}", StringComparison.Ordinal);

        static int Stop(TrainingRun run)
        {
            run.Stop("enough");
            return 0;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frozen_parameters_stay_as_they_are(bool trainedBefore)
    {
        Sequential model = new(new Linear(1, 4, rng: new Rng(1)), new Tanh1(), new Linear(4, 1, rng: new Rng(2)));
        Trainer trainer = new(model, new Adam(model.Parameters()) { WeightDecay = 0.1 }) { Show = false };
        if (trainedBefore)
        {
            trainer.Fit(Line(), epochs: 1, batchSize: 10);
        }

        Module first = model.Children().First().Child;
        first.Freeze();
        float[] before = first.Parameters().First().ToArray<float>();
        float[] head = model.Parameters().Last().ToArray<float>();
        trainer.Fit(Line(), epochs: 2, batchSize: 10);
        Assert.Equal(before, first.Parameters().First().ToArray<float>());
        Assert.NotEqual(head, model.Parameters().Last().ToArray<float>());
        first.Unfreeze();
        trainer.Fit(Line(), epochs: 1, batchSize: 10);
        Assert.NotEqual(before, first.Parameters().First().ToArray<float>());
    }

    [Fact]
    public void A_gradient_that_was_set_to_zero_stays_zero_when_learning_is_asked_for_again()
    {
        Parameter weight = new(Tensor.From([2f]));
        (weight * 3).Sum().Backward();
        weight.ZeroGradient();
        weight.RequiresGrad = true;
        Assert.Equal(0, weight.Grad!.Item());
        weight.RequiresGrad = false;
        Assert.Null(weight.Grad);
    }

    [Fact]
    public void An_auto_encoder_learns_pictures_from_themselves()
    {
        Tensor pictures = Tensor.Uniform([12, 1, 3, 3], 0, 255, new Rng(1)).To(DType.UInt8);
        Dataset data = new("pictures", pictures, pictures);
        Sequential model = new(new Flatten(), new Linear(9, 9, rng: new Rng(1)));
        Trainer trainer = new(model, new Adam(model.Parameters()) { LearningRate = 0.05 }) { Show = false, Loss = (y, t) => Loss.MeanSquaredError(y, t.Flatten(1)) };
        History history = trainer.Fit(data, data, epochs: 30, batchSize: 4, rng: new Rng(2));
        Assert.True(history.Epochs[^1].TestLoss < history.Epochs[0].TestLoss / 5);
        Assert.Equal(pictures.ToArray<double>()[3] / 255, data.Load([0]).Labels.ToArray<double>()[3], 1e-6);
    }

    [Fact]
    [Trait("System", "RULE-LCURVE")]
    public void Learning_curves_hold_the_loss_of_every_epoch_on_both_sets()
    {
        Linear model = new(1, 1, rng: new Rng(1));
        Trainer trainer = new(model, new Adam(model.Parameters()) { LearningRate = 0.1 }) { Show = false, ValidateEvery = 2 };
        History history = trainer.Fit(Line(), Line(10), epochs: 5, batchSize: 10, rng: new Rng(2));
        Assert.Equal([1, 2, 3, 4, 5], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(history.Epochs, epoch => Assert.Equal(history.Updates.Skip(4 * (epoch.Epoch - 1)).Take(4).Average(update => update.Loss), epoch.TrainLoss, 1e-9));
        Assert.Equal([2, 4, 5], history.Epochs.Where(epoch => epoch.TestLoss is not null).Select(epoch => epoch.Epoch));
        Assert.Equal(trainer.Evaluate(Line(10)).Loss, history.Epochs[^1].TestLoss!.Value, 1e-9);

        Figure figure = LearningCurves.Of(history);
        LineSeries[] lines = [.. Assert.IsType<Plot>(figure.Content).Series.Cast<LineSeries>()];
        Assert.Equal(["train", "validation"], lines.Select(line => line.Name));
        Assert.Equal(history.Epochs.Select(epoch => epoch.TrainLoss), lines[0].Y);
        Assert.Equal([2.0, 4, 5], lines[1].X);
        Assert.StartsWith("learning curves, best after epoch ", figure.Title, StringComparison.Ordinal);
        Assert.Contains("validation", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void Misuse_is_said_before_anything_happens()
    {
        Linear model = new(1, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters())) { Show = false };
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => trainer.Fit(Line(0))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(Line(), epochs: -1));
        Assert.Contains("[2, 1]", Assert.Throws<ArgumentException>(() => new Dataset("x", Tensor.Zeros([3, 1]), Tensor.Zeros([2, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("no classes", Assert.Throws<InvalidOperationException>(() => Line().LabelOf(0)).Message, StringComparison.Ordinal);
    }

    private sealed class Tanh1 : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}
