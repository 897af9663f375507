using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Sparse;
using NotebookKit.Training;
using SparseLayer = NotebookKit.Sparse.SparseLinear;

namespace NotebookKit.Tests.Sparse;

/// <summary>Sparse evolutionary training: what goes, what comes, and what it does to the degrees.</summary>
public class SparseEvolutionTests
{
    [Fact]
    public void The_weakest_are_the_smallest_positive_and_the_largest_negative()
    {
        double[] weights = [0.5, -0.1, 0.2, -3, 0.01, -0.4, 2, -0.2, 0, 1];
        Assert.Equal([8, 4, 2, 1, 7], SparseEvolution.Weakest(weights, 0.5));
        Assert.Empty(SparseEvolution.Weakest(weights, 0));
        Assert.Equal(10, SparseEvolution.Weakest(weights, 1).Length);
        Assert.Contains("no longer numbers", Assert.Throws<InvalidOperationException>(() => SparseEvolution.Weakest([double.NaN], 0.3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "SPN-SET")]
    public void Counts_stay_but_after_the_last_epoch_the_nearest_to_zero_go_and_none_of_them_comes_back_at_once()
    {
        const int Epochs = 5;
        Rng rng = new(1);
        SparseLayer first = new(Topology.ErdosRenyi(40, 30, 3, rng), rng: rng), second = new(Topology.ErdosRenyi(30, 20, 3, rng), rng: rng);
        Sequential model = new(first, new ReLU(), second);
        Adam adam = new(model.Parameters()) { LearningRate = 0.01 };
        SparseEvolution evolution = new(model, adam);
        Assert.Equal(0.3, evolution.Zeta);
        int[] counts = [first.Weight.Count, second.Weight.Count];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            Learn(model, adam, rng, 40, 20);
            double[][] weights = [first.Weight.ToArray<double>(), second.Weight.ToArray<double>()];
            IReadOnlyList<Rewiring> moved = evolution.EndEpoch(last: epoch == Epochs, rng);
            for (int layer = 0; layer < 2; layer++)
            {
                Rewiring one = moved[layer];
                Assert.Equal((int)(0.3 * weights[layer].Count(w => w >= 0)) + (int)(0.3 * weights[layer].Count(w => w < 0)), one.Removed.Count);
                Assert.Equal(epoch == Epochs ? 0 : one.Removed.Count, one.Added.Count);
                Assert.Equal(counts[layer] - (epoch == Epochs ? one.Removed.Count : 0), one.After.Count);
                Assert.Empty(one.Removed.Select(gone => (gone.Input, gone.Output)).Intersect(one.Added));
                Assert.All(one.Added, pair => Assert.True(!one.Before.Contains(pair.Input, pair.Output) && one.After.Contains(pair.Input, pair.Output)));
                Assert.All(one.Removed, gone => Assert.False(one.After.Contains(gone.Input, gone.Output)));
                HashSet<(int, int)> removed = [.. one.Removed.Select(gone => (gone.Input, gone.Output))];
                double[] left = [.. one.Before.Pairs.Zip(weights[layer]).Where(pair => !removed.Contains(pair.First)).Select(pair => pair.Second)];
                Assert.True(one.Removed.Where(gone => gone.Weight >= 0).Max(gone => gone.Weight) <= left.Where(w => w >= 0).Min());
                Assert.True(one.Removed.Where(gone => gone.Weight < 0).Min(gone => gone.Weight) >= left.Where(w => w < 0).Max());
            }
        }

        Assert.Equal(first.Weight.Count, first.Connections.Count);
        Assert.Equal([3, 20], model.Forward(Tensor.Zeros([3, 40])).Shape.ToArray());
    }

    [Fact]
    public void Weights_and_the_optimisers_memory_stay_with_their_connections_and_new_ones_begin_empty()
    {
        Rng rng = new(2);
        SparseLayer layer = new(Topology.ErdosRenyi(12, 9, 3, rng), rng: rng);
        Adam adam = new(layer.Parameters()) { LearningRate = 0.01 };
        Learn(layer, adam, rng, 12, 9);
        Dictionary<(int, int), (double Weight, double Mean, double Square)> Look()
        {
            double[] weights = layer.Weight.ToArray<double>();
            double[][] memories = [.. adam.MemoryOf(0).Select(memory => memory.ToArray<double>())];
            Assert.Equal(2, memories.Length);
            return layer.Connections.Pairs.Select((pair, k) => (pair, (weights[k], memories[0][k], memories[1][k]))).ToDictionary(one => one.pair, one => one.Item2);
        }

        var before = Look();
        Rewiring moved = new SparseEvolution(layer, adam) { NewSpread = 0.5 }.EndEpoch(rng: rng)[0];
        var after = Look();
        Assert.NotEmpty(moved.Added);
        Assert.All(moved.Added, pair => Assert.True(after[pair] is { Mean: 0, Square: 0 } && Math.Abs(after[pair].Weight) <= 0.5 * layer.Bound));
        Assert.All(after.Keys.Except(moved.Added), pair => Assert.Equal(before[pair], after[pair]));
        Assert.Contains(after.Values, one => one.Square > 0);
    }

    [Fact]
    public void A_full_layer_has_no_place_to_move_to_and_a_nearly_full_one_has_few()
    {
        SparseLayer full = new(Connections.Full(4, 5), rng: new Rng(3));
        Assert.Empty(new SparseEvolution(full).EndEpoch()[0].Removed);
        SparseLayer nearly = new(new Connections(4, 5, Connections.Full(4, 5).Pairs.Skip(2)), rng: new Rng(4));
        Rewiring moved = new SparseEvolution(nearly) { Zeta = 0.5 }.EndEpoch(rng: new Rng(5))[0];
        Assert.Equal(2, moved.Removed.Count);
        Assert.Equal([(0, 0), (1, 0)], moved.Added.Order());
        Assert.Equal(18, nearly.Weight.Count);
        Assert.NotEmpty(new SparseEvolution(full).EndEpoch(last: true)[0].Removed);
    }

    [Fact]
    public void Misuse_is_told_in_a_sentence()
    {
        Assert.Contains("no SparseLinear layer", Assert.Throws<ArgumentException>(() => new SparseEvolution(new Linear(2, 2))).Message, StringComparison.Ordinal);
        SparseLayer layer = new(Connections.Of(Tensor.Eye(4)), rng: new Rng(1));
        Assert.Contains("zeta is a share", Assert.Throws<ArgumentOutOfRangeException>(() => new SparseEvolution(layer) { Zeta = 2 }.EndEpoch()).Message, StringComparison.Ordinal);
        Assert.Contains("does not move the weights [4]", Assert.Throws<ArgumentException>(() => new SparseEvolution(layer, new Sgd(new Linear(2, 2).Parameters())) { Zeta = 0.5 }.EndEpoch()).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "SPN-CLUST")]
    [Trait("System", "SPN-EVOSF")]
    public void Connections_gather_at_the_middle_of_the_digits_and_degrees_spread()
    {
        Rng rng = new(6);
        Dataset digits = Datasets.Mnist().Train.Take(1500);
        Dataset flat = new("digits", (digits.Inputs.To(DType.Float32) / 255).Flatten(1), digits.Labels, digits.ClassNames);
        SparseLayer layer = new(Topology.ErdosRenyi(784, 100, 5, rng), rng: rng);
        Sequential model = new(layer, new ReLU(), new Linear(100, 10, rng: rng));
        Sgd sgd = new(model.Parameters()) { LearningRate = 0.1, Momentum = 0.9, WeightDecay = 0.005 };
        SparseEvolution evolution = new(model, sgd) { NewSpread = 1 };
        Trainer trainer = new(model, sgd) { Show = false };
        Connections start = layer.Connections;
        List<double> spread = [Spread(start)];
        for (int epoch = 1; epoch <= 20; epoch++)
        {
            trainer.Fit(flat, batchSize: 32, rng: rng);
            spread.Add(Spread(evolution.EndEpoch(rng: rng)[0].After));
        }

        (double Middle, double Border) before = Shares(start), after = Shares(layer.Connections);
        Assert.InRange(before.Middle / before.Border, 0.85, 1.15);
        Assert.True(after.Middle > 1.7 * after.Border, $"middle {after.Middle:F1}, border {after.Border:F1}");

        // The variance grows, in the long run and not in each epoch; whether a power law fits is reported.
        Assert.True(spread[5] > spread[0] && spread[10] > spread[5] && spread[20] > 1.5 * spread[0], string.Join(" ", spread.Select(v => $"{v:F1}")));
        PowerLawFit fit = PowerLaw.Fit(layer.Connections.InputDegrees(), trials: 20, rng: rng);
        Assert.InRange(fit.PValue, 0, 1);
        Assert.Contains("p = ", fit.ToString(), StringComparison.Ordinal);
        Assert.Equal([28, 28], layer.Connections.InputDegreeMap(28, 28).Shape.ToArray());

        static (double Middle, double Border) Shares(Connections connections)
        {
            int[] degrees = connections.InputDegrees();
            bool IsMiddle(int i) => i / 28 is >= 7 and < 21 && i % 28 is >= 7 and < 21;
            bool IsBorder(int i) => i / 28 is < 3 or >= 25 || i % 28 is < 3 or >= 25;
            return (degrees.Where((_, i) => IsMiddle(i)).Average(), degrees.Where((_, i) => IsBorder(i)).Average());
        }

        static double Spread(Connections connections)
        {
            int[] degrees = connections.InputDegrees();
            return degrees.Average(degree => (degree - degrees.Average()) * (degree - degrees.Average()));
        }
    }

    [Fact]
    [Trait("Golden", "G-SETTAB")]
    [Trait("Golden", "G-SET278")]
    public void The_papers_table_and_ratios_are_stored()
    {
        Assert.Equal([new("MNIST", 98.55, 97.68, 98.74), new("CIFAR10", 68.70, 62.19, 74.84)], SetPaper.Results);
        SetPaper cifar = SetPaper.Results[1], mnist = SetPaper.Results[0];
        Assert.Equal(6.14, cifar.Evolving - cifar.Full, 1e-9);
        Assert.Equal(0.19, mnist.Evolving - mnist.Full, 1e-9);
        Assert.Equal(-6.51, cifar.Fixed - cifar.Full, 1e-9);
        Assert.Equal(75, Math.Round(cifar.Evolving));
        Assert.Equal(62, Math.Round(cifar.Fixed));
        Assert.Equal(19.86e6, SetPaper.Parameters / SetPaper.ShareOfFull, 1e4);
        Assert.Equal(0.90, 100.0 * SetPaper.Parameters / SetPaper.ParametersOfSecondBest, 1e-2);
    }

    private static void Learn(Module model, Optimizer optimizer, Rng rng, int inputs, int outputs)
    {
        for (int step = 0; step < 5; step++)
        {
            optimizer.ZeroGrad();
            (model.Forward(Tensor.Normal([32, inputs], rng: rng)) - Tensor.Normal([32, outputs], rng: rng)).Square().Mean().Backward();
            optimizer.Step();
        }
    }
}
