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
    [Trait("Golden", "G-CEHESS")]
    public void The_curvature_of_case_A_is_weighted_by_g_times_1_minus_g_and_not_by_g()
    {
        Tensor x = Tensor.From([[1.0]]), target = Tensor.Zeros([1, 1], DType.Float64), bias = Tensor.From([0.9]);
        Tensor curvature = Gradient.Hessian(w => Loss.BinaryCrossEntropyOfScores(x.Linear(w, bias), target, reduction: Reduction.Sum), Tensor.From([[0.6]]));
        double g = x.Linear(Tensor.From([[0.6]]), bias).Sigmoid().Item();
        Assert.Equal(0.817574, g, 1e-6);
        Assert.Equal(0.149146, curvature.Item(), 1e-6);
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
