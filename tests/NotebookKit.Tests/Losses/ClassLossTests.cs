using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Losses;

/// <summary>The losses of classes and of whole distributions at the lecture's numbers, and the shares of right and wrong.</summary>
public class ClassLossTests
{
    [Fact]
    [Trait("System", "LOSS-CE")]
    [Trait("Golden", "G-CES4")]
    public void Cross_entropy_of_distributions_is_least_at_the_truth_and_not_symmetric()
    {
        Tensor p = Tensor.From([0.5, 0.25, 0.25]);
        Tensor q = Tensor.From([0.2, 0.2, 0.6]);
        Assert.Equal(0.342490, Loss.CrossEntropyOfProbabilities(Tensor.From([0.71, 0.26, 0.04]), Tensor.From([1.0, 0, 0])).Item(), 1e-6);
        Assert.Equal(Loss.Entropy(p).Item(), Loss.CrossEntropyOfProbabilities(p, p).Item(), 1e-15);
        Assert.Equal(1.5, Loss.Entropy(p, LogBase.Two).Item(), 1e-15);
        double forward = Loss.CrossEntropyOfProbabilities(outputs: q, targets: p).Item();
        double backward = Loss.CrossEntropyOfProbabilities(outputs: p, targets: q).Item();
        Assert.True(Math.Abs(forward - backward) > 0.05);
        Assert.True(forward > Loss.Entropy(p).Item());
        Assert.Equal(forward - Loss.Entropy(p).Item(), Loss.KullbackLeibler(q.Log(), p).Item(), 1e-15);
        Assert.Equal(forward / Math.Log(2), Loss.CrossEntropyOfProbabilities(q, p, LogBase.Two).Item(), 1e-15);

        // Impossible events tell nothing, and their gradient is finite.
        Tensor certain = new Parameter(Tensor.From([1.0, 0, 0]));
        Tensor entropy = Loss.Entropy(certain);
        Assert.Equal(0, entropy.Item());
        AssertClose([-1, 0, 0], Gradient.Of(entropy, certain), 0);
        Assert.Equal(double.PositiveInfinity, Loss.CrossEntropyOfProbabilities(certain, p).Item());
    }

    [Fact]
    [Trait("System", "LOSS-BASE")]
    public void Entropies_in_bits_are_those_in_nats_over_ln_2()
    {
        Tensor p = Tensor.Normal([7, 5], rng: new Rng(1), dtype: DType.Float64).Softmax();
        Tensor q = Tensor.Normal([7, 5], rng: new Rng(2), dtype: DType.Float64);
        Tensor labels = Tensor.From([0L, 4, 2, 1, 3, 3, 0]);
        (Func<LogBase, Tensor> Of, string Name)[] all =
        [
            (b => Loss.CrossEntropy(q, labels, logBase: b), "labels"),
            (b => Loss.CrossEntropy(q, p, logBase: b), "probabilities"),
            (b => Loss.CrossEntropyOfProbabilities(q.Softmax(), p, b), "two distributions"),
            (b => Loss.Entropy(p, b), "entropy"),
            (b => Loss.KullbackLeibler(q.LogSoftmax(), p, b), "divergence"),
        ];
        Assert.All(all, one => Assert.Equal(one.Of(LogBase.E).Item() / Math.Log(2), one.Of(LogBase.Two).Item(), 1e-12));
        Assert.NotEqual(
            Loss.CrossEntropyOfProbabilities(q.Softmax(), p).Item(), Loss.CrossEntropyOfProbabilities(p, q.Softmax()).Item(), 1e-2);
    }

    [Fact]
    [Trait("Golden", "G-CONDLL")]
    public void The_mean_of_the_three_animals_losses_is_positive()
    {
        Tensor scores = Tensor.From(new double[,] { { 5, 4, 2 }, { 4, 2, 8 }, { 4, 4, 1 } });
        Tensor right = Tensor.From([0L, 2, 1]);
        Assert.Equal(0.362443, Loss.CrossEntropy(scores, right).Item(), 1e-6);
        Assert.Equal(0.362443, Loss.NegativeLogLikelihood(scores.LogSoftmax(), right).Item(), 1e-6);
        Assert.Equal(3 * 0.362443, Loss.CrossEntropy(scores, right, reduction: Reduction.Sum).Item(), 3e-6);
    }

    [Fact]
    [Trait("System", "LOSS-GAUSSLOG")]
    public void The_posterior_of_gaussian_classes_of_one_spread_is_a_sigmoid_or_a_softmax_of_linear_scores()
    {
        double[][] means = [[1, -0.5], [-1, 2], [0.5, 0.3]];
        double[] priors = [0.2, 0.5, 0.3];
        const double Variance = 0.7;
        foreach ((double x, double y) in new[] { (0.0, 0.0), (1.3, -2), (-0.4, 0.9), (2, 2) })
        {
            double[] joint = [.. means.Select((m, c) => priors[c] * Math.Exp(-(((x - m[0]) * (x - m[0])) + ((y - m[1]) * (y - m[1]))) / (2 * Variance)))];
            double[] scores = [.. means.Select((m, c) => (((m[0] * x) + (m[1] * y) - (((m[0] * m[0]) + (m[1] * m[1])) / 2)) / Variance) + Math.Log(priors[c]))];
            AssertClose([.. joint.Select(one => one / joint.Sum())], Tensor.From(scores).Softmax(), 1e-12);
            Assert.Equal(joint[0] / (joint[0] + joint[1]), Tensor.From([scores[0] - scores[1]]).Sigmoid().Item(), 1e-12);
        }
    }

    [Fact]
    [Trait("System", "LOSS-ALEX")]
    public void The_loss_of_AlexNet_is_cross_entropy_and_a_penalty()
    {
        Rng rng = new(8);
        Tensor x = Tensor.Normal([5, 3], rng: rng, dtype: DType.Float64);
        Tensor w = new Parameter(Tensor.Normal([4, 3], rng: rng, dtype: DType.Float64));
        Tensor labels = Tensor.From([0L, 3, 1, 2, 2]);
        Tensor loss = Loss.CrossEntropy(x.Linear(w), labels, reduction: Reduction.Sum) + Loss.SquaredPenalty([w], 0.0005);
        double[] probabilities = x.Linear(w).Softmax().ToArray<double>();
        double expected = labels.ToArray<long>().Select((label, n) => -Math.Log(probabilities[(n * 4) + (int)label])).Sum() + (0.0005 * w.ToArray<double>().Sum(v => v * v));
        Assert.Equal(expected, loss.Item(), 1e-12);
        AssertClose((0.001 * w.Detach()).ToArray<double>(), Gradient.Of(Loss.SquaredPenalty([w], 0.0005), w), 1e-16);
        AssertClose((0.01 * w.Detach().Sign()).ToArray<double>(), Gradient.Of(Loss.AbsolutePenalty([w], 0.01), w), 1e-16);
    }

    [Fact]
    [Trait("System", "LOSS-TOPK")]
    public void Top_k_errors_of_six_classes_fall_with_k_and_end_at_zero()
    {
        // The right class stands in place 1, 3, 6 and 2.
        Tensor scores = Tensor.From(new double[,]
        {
            { 0.40, 0.20, 0.15, 0.10, 0.10, 0.05 },
            { 0.30, 0.10, 0.25, 0.20, 0.10, 0.05 },
            { 0.05, 0.15, 0.20, 0.20, 0.25, 0.15 },
            { 0.10, 0.10, 0.10, 0.10, 0.20, 0.40 },
        });
        Tensor labels = Tensor.From([0L, 3, 0, 4]);
        double[] errors = [.. Enumerable.Range(1, 6).Select(k => Metric.TopError(scores, labels, k))];
        Assert.Equal([0.75, 0.5, 0.25, 0.25, 0.25, 0], errors);
        Assert.Equal(0.75, Metric.ErrorRate(scores, labels));
        Assert.Equal(0.25, Metric.Accuracy(scores, labels));
        Rng rng = new(1);
        Tensor many = Tensor.Normal([50, 9], rng: rng);
        Tensor truth = Tensor.From([.. Enumerable.Range(0, 50).Select(_ => (long)rng.Next(9))]);
        double before = 1;
        for (int k = 1; k <= 9; k++)
        {
            double error = Metric.TopError(many, truth, k);
            Assert.True(error <= before);
            before = error;
        }

        Assert.Equal(0, before);
        Assert.Equal(0, Metric.Accuracy(Tensor.From([double.NaN, 1], [1, 2]), Tensor.From([0L])));
        Assert.Equal(1, Metric.Accuracy(Tensor.From([2.0, 2], [1, 2]), Tensor.From([0L])));
        Assert.Equal(0, Metric.Accuracy(Tensor.From([2.0, 2], [1, 2]), Tensor.From([1L])));
    }

    [Fact]
    public void Equal_error_rates_may_hide_very_different_losses()
    {
        Tensor labels = Tensor.From([0L, 1, 2]);
        Tensor sure = Tensor.From(new double[,] { { 0.8, 0.1, 0.1 }, { 0.1, 0.8, 0.1 }, { 0.4, 0.25, 0.35 } });
        Tensor barely = Tensor.From(new double[,] { { 0.4, 0.3, 0.3 }, { 0.3, 0.4, 0.3 }, { 0.9, 0.05, 0.05 } });
        Assert.Equal(1.0 / 3, Metric.ErrorRate(sure, labels), 1e-15);
        Assert.Equal(1.0 / 3, Metric.ErrorRate(barely, labels), 1e-15);
        Tensor hot = labels.OneHot(3, DType.Float64);
        Assert.True(Loss.MeanSquaredError(barely, hot).Item() > 2 * Loss.MeanSquaredError(sure, hot).Item());
        Assert.True(Loss.NegativeLogLikelihood(barely.Log(), labels).Item() > 2 * Loss.NegativeLogLikelihood(sure.Log(), labels).Item());
    }

    [Fact]
    public void A_pixel_that_is_ignored_adds_nothing_whatever_its_scores()
    {
        Tensor scores = new Parameter(Tensor.From([1.0, double.NegativeInfinity, 0.5, 2], [1, 2, 1, 2]));
        Tensor labels = Tensor.From([0L, 255], [1, 1, 2]);
        Tensor loss = Loss.CrossEntropy(scores, labels, ignored: 255);
        Assert.Equal(Math.Log(1 + Math.Exp(-0.5)), loss.Item(), 1e-15);
        double[] slope = Gradient.Of(loss, scores).ToArray<double>();
        Assert.Equal(0, slope[1]);
        Assert.Equal(0, slope[3]);
    }

    [Fact]
    [Trait("System", "INIT-TARGET")]
    public void Class_targets_are_written_as_signs()
    {
        Assert.Equal([-1.0, 1, -1, 1, -1, -1], TargetCode.Signs(Tensor.From([1L, 0]), 3, DType.Float64).ToArray<double>());
        Tensor scores = Tensor.From(new double[,] { { 0.5, 2, -3 } });
        Assert.Equal((1.5 + 0 + 0) / 3, Loss.Hinge(scores, TargetCode.Signs(Tensor.From([1L]), 3, DType.Float64)).Item(), 1e-15);
    }

    private static void AssertClose(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance, $"element {i} is {values[i]:R}, expected {expected[i]:R}");
        }
    }
}
