using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Explain;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Explain;

/// <summary>The dashboard sees what is there, and changes nothing.</summary>
public class TrainingDashboardTests
{
    [Fact]
    [Trait("System", "VIS-TB")]
    public void Each_epoch_has_its_activations_weights_and_gradients()
    {
        (Sequential net, Dataset set) = Task();
        TrainingDashboard board = new(set.Inputs[..8], "1", "2");
        Train(net, set, board);

        Assert.Equal(["1", "2"], board.Names(Watched.Activations));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], board.Names(Watched.Weights));
        Assert.Equal([0, 1, 2, 3], board.Of(Watched.Activations, "1").Select(one => one.Epoch));
        Assert.Equal([0, 1, 2, 3], board.Of(Watched.Weights, "2.bias").Select(one => one.Epoch));
        Assert.Equal([1, 2, 3], board.Of(Watched.Gradients, "0.weight").Select(one => one.Epoch));

        ValueSnapshot last = board.Of(Watched.Weights, "0.weight")[^1], seen = board.Of(Watched.Activations, "1")[^1];
        float[] weights = net.Parameters().First().ToArray<float>(), relu = Recording.Of(net, set.Inputs[..8])["1"].Values.ToArray<float>();
        Assert.Equal(weights.Order(), last.Sample);
        Assert.Equal(weights.Average(), last.Mean, 5);
        Assert.Equal(relu.Count(value => value > 0) / (double)relu.Length, seen.PositiveShare, 12);
        Assert.Equal(relu.Length, seen.Count);
        Assert.Contains("epochs 0 to 3", board.ToString(), StringComparison.Ordinal);
        Assert.IsType<Panels>(board.Draw().Content);
    }

    [Fact]
    public void The_training_is_the_same_with_and_without_it()
    {
        (Sequential watched, Dataset set) = Task();
        (Sequential alone, _) = Task();
        Train(watched, set, new TrainingDashboard(set.Inputs[..8]));
        Train(alone, set);
        Assert.Equal(alone.Parameters().SelectMany(p => p.ToArray<float>()), watched.Parameters().SelectMany(p => p.ToArray<float>()));
    }

    [Fact]
    public void A_loop_of_ones_own_calls_look_and_gets_the_gradients_that_are_there()
    {
        (Sequential net, Dataset set) = Task();
        TrainingDashboard board = new(set.Inputs[..8]);
        board.Look(net, 0);
        Assert.Empty(board.Names(Watched.Gradients));
        net.Forward(set.Inputs).CrossEntropy(set.Labels).Backward();
        board.Look(net, 1);
        Assert.Equal(net.Parameters().First().Grad!.ToArray<float>().Order(), board.Of(Watched.Gradients, "0.weight")[0].Sample);
        Assert.Equal(["0", "2"], board.Names(Watched.Activations));
        Assert.True(net.IsTraining);
    }

    [Fact]
    public void A_large_tensor_keeps_quantiles_and_its_ends()
    {
        Sequential net = new(new Linear(100, 50, rng: new Rng(1)));
        TrainingDashboard board = new(Tensor.Normal([4, 100], rng: new Rng(2)));
        board.Look(net, 0);
        ValueSnapshot weights = board.Of(Watched.Weights, "0.weight")[0];
        float[] all = [.. net.Parameters().First().ToArray<float>().Order()];
        Assert.Equal((5000, ValueSnapshot.MostSamples), (weights.Count, weights.Sample.Count));
        Assert.Equal((all[0], all[^1]), (weights.Sample[0], weights.Sample[^1]));
        Assert.Equal(all[2500], weights.Sample[500], 3);
    }

    [Fact]
    public void Ridges_stand_on_their_epochs_and_the_first_is_in_front()
    {
        (Sequential net, Dataset set) = Task();
        TrainingDashboard board = new(set.Inputs[..8], "1");
        Train(net, set, board);
        Plot plot = Assert.IsType<Plot>(board.Ridges(Watched.Weights, "0.weight").Content);
        BandSeries[] hills = [.. plot.Series.OfType<BandSeries>()];
        Assert.Equal([3, 2, 1, 0], hills.Select(hill => hill.Low[0]));
        Assert.All(hills, hill => Assert.Equal(1.8, hill.High.Max() - hill.Low[0], 9));
    }

    [Fact]
    public void Bad_input_is_told()
    {
        (Sequential net, Dataset set) = Task();
        TrainingDashboard board = new(set.Inputs[..8], "9");
        Assert.Contains("no layer called 9", Assert.Throws<ArgumentException>(() => board.Look(net, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("is a Block", Assert.Throws<ArgumentException>(() => new TrainingDashboard(set.Inputs).Look(new Linear(4, 2), 0)).Message.Replace("are a Block", "is a Block", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("there are none", Assert.Throws<KeyNotFoundException>(() => board.Ridges(Watched.Gradients, "x")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TrainingDashboard(Tensor.Zeros([0, 3])));
        net.Parameters().First().Set(Tensor.Full([6, 4], double.NaN));
        Assert.Contains("learning rate too high", Assert.Throws<InvalidOperationException>(() => new TrainingDashboard(set.Inputs[..8]).Look(net, 2)).Message, StringComparison.Ordinal);
    }

    private static (Sequential Net, Dataset Set) Task()
    {
        Rng rng = new(1);
        Tensor x = Tensor.Normal([40, 4], rng: rng);
        Dataset set = new("signs", x, (x[.., 0] > 0).To(DType.Int64), ["minus", "plus"]);
        return (new(new Linear(4, 6, rng: rng), new ReLU(), new Linear(6, 2, rng: rng)), set);
    }

    private static void Train(Sequential net, Dataset set, params ITrainingCallback[] callbacks) =>
        new Trainer(net, new Sgd(net.Parameters()) { LearningRate = 0.1 }) { Show = false, Callbacks = callbacks }.Fit(set, epochs: 3, batchSize: 8, rng: new Rng(2));
}
