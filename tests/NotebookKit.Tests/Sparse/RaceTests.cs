using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Sparse;
using NotebookKit.Training;
using Xunit.Abstractions;
using SparseLayer = NotebookKit.Sparse.SparseLinear;

namespace NotebookKit.Tests.Sparse;

/// <summary>Dense, fixed sparse and evolving networks over paired seeds.</summary>
/// <remarks>
/// The lecture's order (evolving, full, fixed) is that of hundreds of epochs and does not come back at this scale. What does, at equal
/// connections: a wide sparse net beats a narrow dense one, and moving connections, which begin at 0, pays once inputs are useless.
/// NOTEBOOKKIT_SLOW_TESTS=1 runs five seeds on more digits, and clothes with all three kinds of net.
/// </remarks>
public class RaceTests(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") == "1";

    private static int Seeds => IsFull ? 5 : 3;

    [Fact]
    public void At_equal_connections_a_wide_sparse_net_beats_a_narrow_dense_one()
    {
        TrainTest clothes = Datasets.FashionMnist();
        double[] gains = [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            Rng rng = new(seed);
            Dataset train = Flat(clothes.Train, IsFull ? 10_000 : 1500, 0, rng), test = Flat(clothes.Test, 1000, 0, rng);
            int epochs = IsFull ? 15 : 8, hidden = IsFull ? 500 : 200;
            Sequential wide = Sparse(784, hidden, IsFull ? 7 : 3, rng);
            int connections = wide.Children().Select(child => child.Child).OfType<SparseLayer>().Sum(layer => layer.Weight.Count), narrowUnits = connections / 794;
            Sequential narrow = new(new Linear(784, narrowUnits, rng: rng), new ReLU(), new Linear(narrowUnits, 10, rng: rng));
            double ofWide = Accuracy(wide, train, test, epochs, evolves: false, rng), ofNarrow = Accuracy(narrow, train, test, epochs, evolves: false, rng);
            output.WriteLine($"seed {seed}, {connections:N0} connections: sparse with {hidden} units {ofWide:F3}, dense with {narrowUnits} {ofNarrow:F3}");
            return ofWide - ofNarrow;
        })];
        Assert.True(gains.Average() > 0.02, $"{gains.Average():F3}");
    }

    [Fact]
    public void Evolving_connections_beat_fixed_ones_where_most_inputs_are_useless()
    {
        TrainTest digits = Datasets.Mnist();
        double[] gains = [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            Rng rng = new(seed);
            int noise = IsFull ? 2000 : 1500, epochs = IsFull ? 20 : 8;
            Dataset train = Flat(digits.Train, IsFull ? 5000 : 1500, noise, rng), test = Flat(digits.Test, 1000, noise, rng);
            double ofFixed = Accuracy(Sparse(784 + noise, 200, 4, new Rng(seed + 100)), train, test, epochs, evolves: false, new Rng(seed + 200));
            double evolving = Accuracy(Sparse(784 + noise, 200, 4, new Rng(seed + 100)), train, test, epochs, evolves: true, new Rng(seed + 200));
            output.WriteLine($"seed {seed}: fixed {ofFixed:F3}, evolving {evolving:F3}");
            return evolving - ofFixed;
        })];
        Assert.True(gains.Average() > 0.01, $"{gains.Average():F3}");
    }

    [Fact]
    public void The_papers_three_nets_in_short()
    {
        if (!IsFull)
        {
            output.WriteLine("A minute; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        TrainTest clothes = Datasets.FashionMnist();
        (double Dense, double Fixed, double Evolving)[] runs = [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            Rng rng = new(seed);
            Dataset train = Flat(clothes.Train, 10_000, 0, rng), test = Flat(clothes.Test, 2000, 0, rng);
            Sequential dense = new(new Linear(784, 500, rng: rng), new ReLU(), new Linear(500, 10, rng: rng));
            return (
                Accuracy(dense, train, test, 15, evolves: false, new Rng(seed + 200)),
                Accuracy(Sparse(784, 500, 7, new Rng(seed + 100)), train, test, 15, evolves: false, new Rng(seed + 200)),
                Accuracy(Sparse(784, 500, 7, new Rng(seed + 100)), train, test, 15, evolves: true, new Rng(seed + 200)));
        })];
        output.WriteLine($"dense {runs.Average(run => run.Dense):F3}, fixed {runs.Average(run => run.Fixed):F3}, evolving {runs.Average(run => run.Evolving):F3}");

        // A few per cent of the weights lose little; evolving is as good as fixed within the noise of the seeds.
        Assert.True(runs.Average(run => run.Fixed) > runs.Average(run => run.Dense) - 0.05);
        Assert.True(runs.Average(run => run.Evolving) > runs.Average(run => run.Fixed) - 0.01);
    }

    private static Sequential Sparse(int inputs, int hidden, double epsilon, Rng rng) => new(
        new SparseLayer(Topology.ErdosRenyi(inputs, hidden, epsilon, rng), rng: rng), new ReLU(), new SparseLayer(Topology.ErdosRenyi(hidden, 10, epsilon, rng), rng: rng));

    private static Dataset Flat(Dataset pictures, int count, int noise, Rng rng)
    {
        Dataset some = pictures.Take(count);
        Tensor x = (some.Inputs.To(DType.Float32) / 255).Flatten(1);
        return new Dataset(some.Name, noise == 0 ? x : Tensor.Concat([x, Tensor.Normal([some.Count, noise], rng: rng)], 1), some.Labels, some.ClassNames);
    }

    private static double Accuracy(Sequential model, Dataset train, Dataset test, int epochs, bool evolves, Rng rng)
    {
        Sgd sgd = new(model.Parameters()) { LearningRate = 0.05, Momentum = 0.9 };
        Trainer trainer = new(model, sgd) { Show = false };
        SparseEvolution? evolution = evolves ? new(model, sgd) { NewSpread = 0 } : null;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            trainer.Fit(train, batchSize: 64, rng: rng);
            if (epoch < epochs)
            {
                evolution?.EndEpoch(rng: rng);
            }
        }

        return trainer.Evaluate(test).Accuracy;
    }
}
