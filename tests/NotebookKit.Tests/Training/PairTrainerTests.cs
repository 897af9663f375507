using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Tests.Training;

public class PairTrainerTests
{
    [Fact]
    [Trait("Golden", "G-SSLM")]
    public void The_lectures_pair_loss()
    {
        static double At(double squared, double similar) =>
            Loss.PairSimilarity(Tensor.From([0.0, 0], new Shape(1, 2)), Tensor.From([Math.Sqrt(squared), 0], new Shape(1, 2)), Tensor.From([similar])).Item();
        Assert.Equal(0.3, At(0.3, 1), 1e-12);
        Assert.Equal(0.7, At(0.3, 0), 1e-12);
        Assert.Equal(0, At(2, 0), 1e-12);
        Assert.Equal(2, At(2, 1), 1e-12);
    }

    [Theory]
    [InlineData(1, 0.8)]
    [InlineData(0, 0.8)]
    [InlineData(0, 5)]
    public void Its_gradient_is_right_on_both_branches_and_flat_at_the_corner(double similar, double margin)
    {
        double[] a = [0.1, -0.4, 0.9];
        double[] b = [0.5, 0.3, 0.8];
        Tensor s = Tensor.From([similar]);
        Tensor[] leaves = [.. new[] { a, b }.Select(row => Tensor.From(row, new Shape(1, 3)))];
        foreach (Tensor leaf in leaves)
        {
            leaf.RequiresGrad = true;
        }

        Tensor[] slopes = Gradient.Of(Loss.PairSimilarity(leaves[0], leaves[1], s, margin), leaves);
        for (int i = 0; i < 3; i++)
        {
            double At(double step) => Loss.PairSimilarity(Tensor.From([.. a.Select((v, j) => j == i ? v + step : v)], new Shape(1, 3)), leaves[1].Detach(), s, margin).Item();
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, slopes[0].ToArray<double>()[i], 1e-8);
            Assert.Equal(-slopes[0].ToArray<double>()[i], slopes[1].ToArray<double>()[i], 1e-12);
        }

        // The distance is exactly the margin.
        Tensor x = Tensor.From([1.0, 0], new Shape(1, 2));
        x.RequiresGrad = true;
        Assert.Equal([0, 0], Gradient.Of(Loss.PairSimilarity(x, Tensor.Zeros([1, 2], DType.Float64), Tensor.From([0.0])), x).ToArray<double>());
    }

    [Fact]
    [Trait("System", "SSL-MARGIN")]
    public void Four_labels_and_pairs_part_two_moons_better_than_four_labels_alone()
    {
        // The gradient of both branches is checked above; here what the pairs are good for.
        List<double> gains = [];
        for (int seed = 1; seed <= 5; seed++)
        {
            (Tensor x, Tensor labels) = Moons(200, 0.08, 10 + seed);
            int[] labelled = [0, 1, 2, 3];
            Tensor targets = Tensor.From([-1f, 1, -1, 1], new Shape(4, 1));
            IReadOnlyList<ExamplePair> pairs = ExamplePair.Draw(labels, 200, new Rng(20 + seed));
            (Tensor test, Tensor truth) = Moons(400, 0.08, 30 + seed);
            double Accuracy(IReadOnlyList<ExamplePair> known)
            {
                Rng rng = new(seed);
                Sequential net = new(new Linear(2, 16, rng: rng), new Tanh(), new Linear(16, 16, rng: rng), new Tanh(), new Linear(16, 1, rng: rng), new Tanh());
                PairTrainer trainer = new(net, new Adam(net.Parameters()) { LearningRate = 0.02 });
                trainer.Fit(x, labelled, targets, known, turns: 120, batchSize: 32, rng: new Rng(40 + seed));
                float[] y = net.Predict(test).ToArray<float>();
                return truth.ToArray<long>().Zip(y).Average(pair => pair.Second > 0 == (pair.First == 1) ? 1.0 : 0);
            }

            gains.Add(Accuracy(pairs) - Accuracy([]));
        }

        Assert.True(gains.Average() >= 0.05 && gains.Count(gain => gain > 0) >= 4, string.Join(", ", gains.Select(gain => $"{gain:P1}")));
    }

    [Fact]
    public void Each_turn_takes_labelled_similar_and_dissimilar_and_leaves_out_what_is_not_there()
    {
        Linear model = new(2, 1, rng: new Rng(1));
        PairTrainer trainer = new(model, new Sgd(model.Parameters()));
        Tensor x = Tensor.Normal([6, 2], rng: new Rng(2));
        PairHistory all = trainer.Fit(x, [0], Tensor.Ones([1, 1]), [new(1, 2, true), new(3, 4, false)], turns: 7, rng: new Rng(3));
        Assert.Equal((7, 7, 7), (all.Labelled.Count, all.Similar.Count, all.Dissimilar.Count));
        PairHistory some = trainer.Fit(x, [], Tensor.Ones([0, 1]), [new(1, 2, true)], turns: 3, rng: new Rng(3));
        Assert.Equal((0, 3, 0), (some.Labelled.Count, some.Similar.Count, some.Dissimilar.Count));
        Assert.StartsWith("PairTrainer", Assert.ThrowsAny<ArgumentException>(() => trainer.Fit(x, [0], Tensor.Ones([1, 1]), [new(1, 6, true)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("PairTrainer", Assert.ThrowsAny<ArgumentException>(() => trainer.Fit(x, [0, 1], Tensor.Ones([1, 1]), [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("PairSimilarity", Assert.ThrowsAny<ArgumentException>(() => Loss.PairSimilarity(x, x, Tensor.Ones([5]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("PairSimilarity", Assert.ThrowsAny<ArgumentException>(() => Loss.PairSimilarity(x, x, Tensor.Full([6], 2))).Message, StringComparison.Ordinal);
    }

    // Two half circles that reach into each other, the examples of both in turn.
    private static (Tensor X, Tensor Labels) Moons(int count, double noise, long seed)
    {
        Rng rng = new(seed);
        float[] x = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            double angle = Math.PI * rng.NextDouble();
            bool upper = i % 2 == 0;
            x[2 * i] = (float)(upper ? Math.Cos(angle) : 1 - Math.Cos(angle));
            x[(2 * i) + 1] = (float)(upper ? Math.Sin(angle) : 0.5 - Math.Sin(angle));
        }

        return (Tensor.From(x, new Shape(count, 2)) + Tensor.Normal([count, 2], 0, noise, rng), Tensor.From([.. Enumerable.Range(0, count).Select(i => (long)(i % 2))]));
    }

    private sealed class Tanh : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}
