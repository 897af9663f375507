using NotebookKit.Data;
using NotebookKit.Gradients;
using NotebookKit.Losses;

namespace NotebookKit.Tests.Losses;

/// <summary>The losses at the lecture's numbers, and at the ends of what they take.</summary>
public class LossTests
{
    [Fact]
    [Trait("System", "LOSS-MSE")]
    public void The_three_scalings_of_the_squared_error_scale_the_gradient_alike()
    {
        Tensor y = new Parameter(Tensor.From([1.0, -2, 0.5, 4]));
        Tensor t = Tensor.From([0.0, 1, 0.5, 2]);
        Tensor mean = Loss.MeanSquaredError(y, t);
        Tensor halfSum = Loss.HalfSquaredError(y, t);
        Tensor halfMean = Loss.HalfSquaredError(y, t, Reduction.Mean);
        Assert.Equal(3.5, mean.Item());
        Assert.Equal(7, halfSum.Item());
        Assert.Equal(1.75, halfMean.Item());
        AssertClose([0.5, -1.5, 0, 1], Gradient.Of(mean, y), 1e-15);
        AssertClose([1, -3, 0, 2], Gradient.Of(halfSum, y), 1e-15);
        AssertClose([0.25, -0.75, 0, 0.5], Gradient.Of(halfMean, y), 1e-15);

        // Regression: steps down each of the three find the line through noisy points.
        Rng rng = new(5);
        Tensor x = Tensor.Uniform([60, 1], -1, 1, rng, DType.Float64);
        Tensor d = (3 * x) - 0.5 + Tensor.Normal([60, 1], 0, 0.05, rng, DType.Float64);
        (Func<Tensor, Tensor, Tensor> Loss, double Rate)[] ways =
        [
            ((a, b) => Loss.MeanSquaredError(a, b), 0.3),
            ((a, b) => Loss.HalfSquaredError(a, b), 0.01),
            ((a, b) => Loss.HalfSquaredError(a, b, Reduction.Mean), 0.6),
        ];
        Assert.All(ways, way =>
        {
            Parameter w = new(Tensor.Zeros([1, 1], DType.Float64));
            Parameter b = new(Tensor.Zeros([1], DType.Float64));
            for (int step = 0; step < 200; step++)
            {
                Tensor[] slopes = Gradient.Of(way.Loss(x.Linear(w, b), d), [w, b]);
                w.Set(w.Detach() - (way.Rate * slopes[0]));
                b.Set(b.Detach() - (way.Rate * slopes[1]));
            }

            Assert.Equal(3, w.Item(), 0.05);
            Assert.Equal(-0.5, b.Item(), 0.05);
        });
    }

    [Theory]
    [Trait("System", "LOSS-LR")]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    public void The_error_to_any_power_from_one_to_two_has_its_gradient(double exponent)
    {
        Tensor t = Tensor.From([0.3, -1, 2, 0.1, -0.7]);
        Tensor y = Tensor.From([1.0, 0.5, -2, 0.35, -0.95]);
        GradientReport report = Gradient.Check(x => Loss.PowerError(x[0], x[1], exponent), [y, t]);
        Assert.True(report.IsRight, report.ToString());
        Assert.Equal(y.ToArray<double>().Zip(t.ToArray<double>(), (a, b) => Math.Pow(Math.Abs(a - b), exponent)).Average(), Loss.PowerError(y, t, exponent).Item(), 1e-14);
        Assert.Equal(0, Loss.PowerError(t, t, exponent).Item());
    }

    [Fact]
    [Trait("System", "LOSS-LSSLOW")]
    [Trait("Golden", "G-CASEA")]
    [Trait("Golden", "G-CASEB")]
    public void A_saturated_sigmoid_learns_slowly_from_the_squared_error()
    {
        double slopeA = Case(0.6, 0.9, 0.817574476, 0.149146452, 0.334214012, 0.121938333);
        double slopeB = Case(2, 2, 0.982013790, 0.017662706, 0.482175542, 0.017345021);
        Assert.Equal(7.03, slopeA / slopeB, 0.005);

        // The curves: at the same rate A has learned its target 0 when B is still on its plateau.
        double[] a = Curve(0.6, 0.9, (y, d) => Loss.HalfSquaredError(y, d));
        double[] b = Curve(2, 2, (y, d) => Loss.HalfSquaredError(y, d));
        Assert.True(a[50] < 0.5 * a[0]);
        Assert.True(b[50] > 0.95 * b[0]);
        Assert.True(b[300] < 0.5 * b[0]);

        // With cross-entropy the worse start is the faster one.
        double[] c = Curve(2, 2, (y, d) => Loss.BinaryCrossEntropy(y, d));
        Assert.True(c[50] < 0.1 * c[0]);

        static double Case(double weight, double bias, double y, double slope, double loss, double gradient)
        {
            Tensor w = new Parameter(Tensor.From([weight]));
            Tensor z = w + bias;
            Tensor output = z.Sigmoid();
            Tensor error = Loss.HalfSquaredError(output, Tensor.From([0.0]));
            double steepness = Gradient.Of(output, [z], retainGraph: true)[0].Item();
            double found = Gradient.Of(error, w).Item();
            Assert.Equal(y, output.Item(), 1e-9);
            Assert.Equal(slope, steepness, 1e-9);
            Assert.Equal(loss, error.Item(), 1e-9);
            Assert.Equal(gradient, found, 1e-9);
            return found;
        }

        static double[] Curve(double weight, double bias, Func<Tensor, Tensor, Tensor> loss)
        {
            Parameter w = new(Tensor.From([weight]));
            Parameter b = new(Tensor.From([bias]));
            double[] curve = new double[301];
            for (int step = 0; step < curve.Length; step++)
            {
                Tensor error = loss((w + b).Sigmoid(), Tensor.From([0.0]));
                curve[step] = error.Item();
                Tensor[] slopes = Gradient.Of(error, [w, b]);
                w.Set(w.Detach() - (0.15 * slopes[0]));
                b.Set(b.Detach() - (0.15 * slopes[1]));
            }

            return curve;
        }
    }

    [Fact]
    [Trait("System", "LOSS-BCE")]
    [Trait("Golden", "G-CEGRAD")]
    [Trait("Golden", "G-CEPOS")]
    public void Binary_cross_entropy_has_the_slope_of_the_error_itself()
    {
        foreach ((double weight, double bias, double slope, double loss) in new[] { (0.6, 0.9, 0.817574476, 1.701413278), (2, 2, 0.982013790, 4.018149928) })
        {
            Tensor w = new Parameter(Tensor.From([weight]));
            Tensor target = Tensor.From([0.0]);
            Tensor ofScore = Loss.BinaryCrossEntropyOfScores(w + bias, target);
            Tensor ofProbability = Loss.BinaryCrossEntropy((w + bias).Sigmoid(), target);
            Assert.Equal(loss, ofScore.Item(), 1e-9);
            Assert.Equal(loss, ofProbability.Item(), 1e-9);
            Assert.Equal(slope, Gradient.Of(ofScore, w).Item(), 1e-9);
            Assert.Equal(slope, Gradient.Of(ofProbability, w).Item(), 1e-9);
        }

        // (1/K) sum over examples of x_j (sigma - d).
        Rng rng = new(2);
        Tensor x = Tensor.Normal([8, 3], rng: rng, dtype: DType.Float64);
        Tensor d = Tensor.From([0.0, 1, 1, 0, 1, 0, 0, 1], [8, 1]);
        Tensor v = new Parameter(Tensor.Normal([1, 3], rng: rng, dtype: DType.Float64));
        Tensor expected = (x.Linear(v).Sigmoid() - d).Transpose().MatMul(x).Detach() / 8;
        AssertClose(expected.ToArray<double>(), Gradient.Of(Loss.BinaryCrossEntropyOfScores(x.Linear(v), d), v), 1e-15);

        Tensor yes = Tensor.From([1.0]);
        Assert.Equal(1e-12, Loss.BinaryCrossEntropy(Tensor.From([1 - 1e-12]), yes).Item(), 1e-15);
        Assert.Equal(27.631, Loss.BinaryCrossEntropy(Tensor.From([1e-12]), yes).Item(), 1e-3);
        Assert.All(Loss.BinaryCrossEntropy(Tensor.Uniform([500], rng: rng, dtype: DType.Float64), Tensor.Uniform([500], rng: rng, dtype: DType.Float64), Reduction.None).ToArray<double>(), one => Assert.True(one >= 0));
    }

    [Fact]
    public void A_certain_and_wrong_decision_costs_100_and_has_a_finite_gradient()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor p = new Parameter(Tensor.From([0.0, 1, 0, 1]).To(dtype));
            Tensor t = Tensor.From([1.0, 0, 0, 1]).To(dtype);
            Tensor losses = Loss.BinaryCrossEntropy(p, t, Reduction.None);
            Assert.Equal([100, 100, 0, 0], losses.ToArray<double>());
            double[] slope = Gradient.Of(losses.Sum(), p).ToArray<double>();
            AssertClose([-1, 1, 0, 0], Tensor.From(slope) / 1e12, 1e-6);

            // From scores there is no end to reach.
            Tensor x = new Parameter(Tensor.From([-1000.0, 1000, -1000, 1000]).To(dtype));
            Tensor exact = Loss.BinaryCrossEntropyOfScores(x, t, reduction: Reduction.None);
            Assert.Equal([1000, 1000, 0, 0], exact.ToArray<double>());
            Assert.Equal([-1, 1, 0, 0], Gradient.Of(exact.Sum(), x).ToArray<double>());
            Tensor weighted = Loss.BinaryCrossEntropyOfScores(x, t, Tensor.Scalar(3, dtype), Reduction.None);
            Assert.Equal([3000, 1000, 0, 0], weighted.ToArray<double>());
        }
    }

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
    [Trait("System", "ACT-SYNC")]
    public void Each_output_unit_and_its_loss_together_have_the_slope_y_minus_d()
    {
        Rng rng = new(4);
        Tensor v = new Parameter(Tensor.Normal([6, 4], 0, 3, rng, DType.Float64));
        Tensor labels = Tensor.From([0L, 3, 1, 2, 2, 0]);
        Tensor hot = labels.OneHot(4, DType.Float64);
        AssertClose((v.Softmax() - hot).ToArray<double>(), Gradient.Of(Loss.CrossEntropy(v, labels, reduction: Reduction.Sum), v), 1e-14);
        AssertClose((v.Softmax() - hot).ToArray<double>(), Gradient.Of(Loss.NegativeLogLikelihood(v.LogSoftmax(), labels, reduction: Reduction.Sum), v), 1e-14);
        AssertClose((v.Sigmoid() - hot).ToArray<double>(), Gradient.Of(Loss.BinaryCrossEntropyOfScores(v, hot, reduction: Reduction.Sum), v), 1e-14);
        AssertClose((v.Sigmoid() - hot).ToArray<double>(), Gradient.Of(Loss.BinaryCrossEntropy(v.Sigmoid(), hot, Reduction.Sum), v), 1e-12);
        AssertClose((v - hot).ToArray<double>(), Gradient.Of(Loss.HalfSquaredError(v, hot), v), 1e-14);
    }

    [Fact]
    [Trait("System", "LOSS-CHOICE")]
    public void Classes_are_learned_with_cross_entropy_and_measured_numbers_with_the_squared_error()
    {
        Tensor labels = Tensor.From([1L, 0]);
        Tensor scores = Tensor.From(new double[,] { { 1, 2 }, { -1, 3 } });
        Assert.Equal(Loss.CrossEntropy(scores, labels).Item(), Loss.UsualFor(labels)(scores, labels).Item());
        Assert.Equal(Loss.MeanSquaredError(scores, scores + 1).Item(), Loss.UsualFor(scores)(scores, scores + 1).Item());
        Tensor yes = Tensor.From([true, false], [1, 2]);
        Assert.Equal(Loss.BinaryCrossEntropyOfScores(scores[0..1], yes).Item(), Loss.UsualFor(yes)(scores[0..1], yes).Item());
    }

    [Fact]
    [Trait("System", "LOSS-XENTCONV")]
    public void The_cross_entropy_of_logistic_regression_is_convex()
    {
        Rng rng = new(6);
        for (int trial = 0; trial < 10; trial++)
        {
            Tensor x = Tensor.Normal([20, 4], rng: rng, dtype: DType.Float64);
            Tensor t = Tensor.From([.. Enumerable.Range(0, 20).Select(_ => (double)rng.Next(2))], [20, 1]);
            Tensor w = Tensor.Normal([1, 4], 0, 2, rng, DType.Float64);
            Tensor hessian = Gradient.Hessian(v => Loss.BinaryCrossEntropyOfScores(x.Linear(v), t, reduction: Reduction.Sum), w).Reshape(4, 4);

            // sum of g (1 - g) x x', without the slide's slip.
            Tensor g = x.Linear(w).Sigmoid();
            AssertClose((x * (g * (1 - g))).Transpose().MatMul(x).ToArray<double>(), hessian, 1e-12);
            var eigen = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Build.Dense(4, 4, hessian.ToArray<double>()).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
            Assert.All(eigen.EigenValues, value => Assert.True(value.Real >= -1e-12));
        }
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
