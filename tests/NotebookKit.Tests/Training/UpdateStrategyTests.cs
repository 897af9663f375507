using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

/// <summary>When weights are updated: after each example, after a batch, after all.</summary>
public class UpdateStrategyTests
{
    private const int Count = 22;

    [Theory]
    [InlineData(1, 22)]
    [InlineData(5, 5)]
    [InlineData(22, 1)]
    [Trait("System", "UPD-INST")]
    public void An_epoch_has_as_many_updates_as_batches(int batchSize, int updates)
    {
        Linear model = Model(DType.Float32);
        Sgd sgd = new(model.Parameters());
        History history = new Trainer(model, sgd) { Show = false }.Fit(Points(), epochs: 2, batchSize: batchSize, rng: new Rng(1));
        Assert.Equal(2 * updates, history.Updates.Count);
        Assert.Equal(2 * updates, sgd.Steps);
    }

    [Fact]
    [Trait("System", "UPD-BATCH")]
    public void The_gradient_of_the_batch_is_the_mean_of_the_examples()
    {
        Linear model = Model(DType.Float32);
        Sgd sgd = new(model.Parameters());
        Assert.Single(new Trainer(model, sgd) { Show = false }.Fit(Points(), batchSize: Count, rng: new Rng(1)).Updates);
        Assert.Equal(1, sgd.Steps);
        model = Model();
        Near(Slope(model, [.. Enumerable.Range(0, Count)]), Mean([.. Enumerable.Range(0, Count).Select(i => Slope(model, [i]))], _ => 1), 1e-10);
    }

    [Fact]
    [Trait("System", "UPD-MINI")]
    public void Mini_batches_part_the_shuffled_set_and_average_their_examples()
    {
        Linear model = Model();
        DataLoader loader = new(Points(), 5, shuffle: true, rng: new Rng(2));
        int[][] batches = [.. loader.NextEpoch().Select(batch => batch.ToArray())];
        Assert.Equal([5, 5, 5, 5, 2], batches.Select(batch => batch.Length));
        Assert.NotEqual(Enumerable.Range(0, Count), batches.SelectMany(batch => batch));
        Assert.Equal(Enumerable.Range(0, Count), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Near(Slope(model, batch), Mean([.. batch.Select(i => Slope(model, [i]))], _ => 1), 1e-10));
    }

    [Fact]
    [Trait("System", "UPD-SHUFFLE")]
    public void Every_epoch_has_an_order_of_its_own_that_a_seed_brings_back()
    {
        int[][] first = Epochs(7), again = Epochs(7), other = Epochs(8);
        Assert.Equal(first, again);
        Assert.NotEqual(first[0], other[0]);
        Assert.Equal(3, first.Select(order => string.Join(",", order)).Distinct().Count());
        Assert.All(first, order => Assert.Equal(Enumerable.Range(0, Count), order.Order()));

        static int[][] Epochs(int seed)
        {
            DataLoader loader = new(Points(), 5, shuffle: true, rng: new Rng(seed));
            return [.. Enumerable.Range(0, 3).Select(_ => loader.NextEpoch().SelectMany(batch => batch.ToArray()).ToArray())];
        }
    }

    [Fact]
    [Trait("System", "OPT-SGD")]
    public void Stochastic_descent_on_all_examples_is_gradient_descent_and_right_on_average()
    {
        // One batch of all: the bits of gradient descent.
        Linear model = Model();
        double[] before = model.Parameters().SelectMany(p => p.ToArray<double>()).ToArray();
        double[] slope = Slope(model, [.. Enumerable.Range(0, Count)]);
        Objective loss = Objective.Of(model, () => Risk(model, [.. Enumerable.Range(0, Count)]));
        double[] descent = new GradientDescent { Rate = 0.1, MaxSteps = 1 }.Minimize(loss).Point.ToArray<double>();
        Linear same = Model();
        Sgd sgd = new(same.Parameters()) { LearningRate = 0.1 };
        foreach (ReadOnlyMemory<int> batch in new DataLoader(Points(), Count).NextEpoch())
        {
            Risk(same, batch.ToArray()).Backward();
            sgd.Step();
        }

        double[] stochastic = [.. same.Parameters().SelectMany(p => p.ToArray<double>())];
        Near(descent, stochastic, 1e-15);
        Near([.. before.Zip(slope, (w, g) => w - (0.1 * g))], stochastic, 1e-15);

        // Over the batches of an epoch, weighed by their sizes, the estimates average to the full gradient.
        int[][] batches = [.. new DataLoader(Points(), 5, shuffle: true, rng: new Rng(4)).NextEpoch().Select(batch => batch.ToArray())];
        Near(Slope(model, [.. Enumerable.Range(0, Count)]), Mean([.. batches.Select(batch => Slope(model, batch))], i => batches[i].Length), 1e-10);
    }

    private static Linear Model(DType dtype = DType.Float64) => new(3, 2, rng: new Rng(9), dtype: dtype);

    private static Dataset Points()
    {
        Rng rng = new(11);
        return new Dataset("points", Tensor.Normal([Count, 3], rng: rng), Tensor.From([.. Enumerable.Range(0, Count).Select(i => (long)(i % 2))]), ["even", "odd"]);
    }

    private static Tensor Risk(Linear model, int[] examples)
    {
        Batch batch = Points().Load(examples);
        return Loss.CrossEntropy(model.Forward(batch.Inputs.To(DType.Float64)), batch.Labels);
    }

    private static double[] Slope(Linear model, int[] examples)
    {
        model.ZeroGrad();
        Risk(model, examples).Backward();
        double[] slope = [.. model.Parameters().SelectMany(p => p.Grad!.ToArray<double>())];
        model.ZeroGrad();
        return slope;
    }

    private static double[] Mean(double[][] slopes, Func<int, double> weight) => [.. Enumerable.Range(0, slopes[0].Length).Select(k =>
        slopes.Select((slope, i) => slope[k] * weight(i)).Sum() / slopes.Select((_, i) => weight(i)).Sum())];

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
