using NotebookKit.Bayes;
using NotebookKit.Display;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Bayes;

public class LaplaceTests
{
    private static Sequential Net(int inputs, int hidden, int outputs, long seed)
    {
        Rng rng = new(seed);
        return new(new Linear(inputs, hidden, rng: rng, dtype: DType.Float64), new TanhLayer(), new Linear(hidden, outputs, rng: rng, dtype: DType.Float64));
    }

    // A wave with a hole in its data between -0.5 and 1.
    private static (Tensor X, Tensor Z) Wave(int count, double noise, long seed)
    {
        Rng rng = new(seed);
        double[] x = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? -2 + (1.5 * rng.NextDouble()) : 1 + rng.NextDouble())];
        Tensor inputs = Tensor.From(x, new Shape(count, 1));
        return (inputs, (inputs * 1.5).Sin() + Tensor.Normal([count, 1], 0, noise, rng, DType.Float64));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Trait("System", "BAY-POST")]
    public void For_a_linear_model_precision_and_mean_are_those_of_Bayesian_linear_regression(int outputs)
    {
        (double alpha, double[] beta) = (0.7, [2.5, 0.4, 11]);
        Tensor x = Tensor.Normal([30, 4], rng: new Rng(1), dtype: DType.Float64);
        Tensor z = x.MatMul(Tensor.Normal([4, outputs], rng: new Rng(2), dtype: DType.Float64)) + Tensor.Normal([30, outputs], rng: new Rng(3), dtype: DType.Float64);
        Linear model = new(4, outputs, dtype: DType.Float64);
        BayesianRegression regression = new(model, x, z);
        regression.Alpha[0] = alpha;
        for (int i = 0; i < outputs; i++)
        {
            regression.Beta[i] = beta[i];
        }

        LaplacePosterior posterior = regression.Fit();
        ParameterVector vector = new(model);

        // In closed form, an output at a time: S^-1 = beta X' X + alpha I and m = beta S X' z, with a column of ones for the bias.
        Tensor design = Tensor.Concat([x, Tensor.Ones([30, 1], DType.Float64)], 1);
        double[,] precision = posterior.Precision.ToArray2D<double>();
        double[] mean = posterior.Mean.ToArray<double>();
        Tensor at = Tensor.Normal([7, 4], rng: new Rng(4), dtype: DType.Float64);
        Tensor atDesign = Tensor.Concat([at, Tensor.Ones([7, 1], DType.Float64)], 1);
        Predictive predictive = posterior.Predict(at);
        for (int k = 0; k < outputs; k++)
        {
            int[] places = [.. Enumerable.Range(0, 4).Select(j => (k * 4) + j), (outputs * 4) + k];
            Tensor s = (design.Transpose().MatMul(design) * beta[k]) + (Tensor.Eye(5, dtype: DType.Float64) * alpha);
            double[,] wanted = s.ToArray2D<double>();
            double[] best = (s.Solve(design.Transpose().MatMul(z[.., k..(k + 1)])) * beta[k]).ToArray<double>();
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(best[i], mean[places[i]], 1e-10);
                for (int j = 0; j < 5; j++)
                {
                    Assert.Equal(wanted[i, j], precision[places[i], places[j]], 1e-10);
                }
            }

            double[] variance = atDesign.MatMul(s.Inverse()).Mul(atDesign);
            AssertClose(variance, predictive.ModelVariance[.., k].ToArray<double>(), 1e-10);
            AssertClose(variance.Select(v => v + (1 / beta[k])), predictive.Variance[.., k].ToArray<double>(), 1e-10);
            AssertClose(atDesign.MatMul(Tensor.From(best, new Shape(5, 1))).ToArray<double>(), predictive.Mean[.., k].ToArray<double>(), 1e-9);
            AssertClose(posterior.OutputCovariance(at)[.., k, k].ToArray<double>(), predictive.Variance[.., k].ToArray<double>(), 1e-12);
        }

        Assert.Equal(vector.Values().ToArray<double>(), mean);
        Assert.InRange(posterior.EffectiveParameters, 0, vector.Count);
        Assert.Equal(posterior.Precision.ToArray<double>(), outputs == 1 ? LaplacePosterior.Of(model, x, alpha, beta[0]).Precision.ToArray<double>() : posterior.Precision.ToArray<double>());
    }

    [Fact]
    [Trait("System", "BAY-PRED")]
    public void Error_bars_open_away_from_the_data_and_equal_the_closed_form_of_a_linear_model()
    {
        // The closed form is held to above and once more here, by hand for a line through the origin: v = x^2 / (beta sum x^2 + alpha).
        Linear line = new(1, 1, bias: false, dtype: DType.Float64);
        Tensor few = Tensor.From([1.0, 2, 3], new Shape(3, 1));
        BayesianRegression byHand = new(line, few, few * 2);
        (byHand.Alpha[0], byHand.Beta[0]) = (0.5, 4);
        byHand.Fit();
        Predictive at2 = byHand.Predict(Tensor.From([2.0], new Shape(1, 1)));
        Assert.Equal(2 * 2 * (4 * 14.0) / ((4 * 14) + 0.5), at2.Mean.Item(), 1e-10);
        Assert.Equal(4 / ((4 * 14) + 0.5), at2.ModelVariance.Item(), 1e-12);
        Assert.Equal((4 / ((4 * 14) + 0.5)) + 0.25, at2.Variance.Item(), 1e-12);

        (Tensor x, Tensor z) = Wave(40, 0.1, 1);
        BayesianRegression regression = new(Net(1, 6, 1, 2), x, z);
        regression.Adapt(8, 10);
        Predictive p = regression.Predict(Tensor.From([-1.5, -1, 0.25, 1.3, 1.7, 4], new Shape(6, 1)));
        double[] v = p.ModelVariance.ToArray<double>();
        double inside = new[] { v[0], v[1], v[3], v[4] }.Max();
        Assert.True(v[2] > 2 * inside, $"in the hole {v[2]}, at the data up to {inside}");
        Assert.True(v[5] > 10 * inside, $"outside {v[5]}, at the data up to {inside}");
        Assert.Contains("<svg", PredictiveFormatterSource.Draw(regression.Predict(Tensor.Linspace(-3, 4, 50, DType.Float64).Unsqueeze(1))).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_95_percent_band_holds_about_95_percent_of_new_points()
    {
        (Tensor x, Tensor z) = Wave(60, 0.2, 3);
        (Tensor newX, Tensor newZ) = Wave(400, 0.2, 4);
        BayesianRegression regression = new(Net(1, 6, 1, 5), x, z);
        regression.Adapt(8, 10);
        Assert.InRange(regression.Predict(newX).Coverage(newZ), 0.90, 0.99);
    }

    [Fact]
    public void Draws_spread_as_the_error_bars_say_and_the_model_may_learn_on()
    {
        (Tensor x, Tensor z) = Wave(40, 0.1, 1);
        Sequential net = Net(1, 5, 1, 2);
        BayesianRegression regression = new(net, x, z);
        regression.Beta[0] = 100;
        LaplacePosterior posterior = regression.Fit();
        Tensor at = Tensor.From([-1.0, 0.3, 2.5], new Shape(3, 1));
        Predictive p = posterior.Predict(at);
        Tensor draws = posterior.Draw(at, 4000, new Rng(1));
        Assert.Equal(new Shape(4000, 3, 1), draws.Shape);
        Assert.All(draws.Variance(0).Reshape(-1).ToArray<double>().Zip(p.ModelVariance.ToArray<double>()), pair => Assert.InRange(pair.First / pair.Second, 0.9, 1.1));

        double[] moved = [.. Enumerable.Range(0, net.ParameterCount).Select(i => 0.1 * i)];
        new ParameterVector(net).Set(Tensor.From(moved));
        Assert.Equal(p.Mean.ToArray<double>(), posterior.Predict(at).Mean.ToArray<double>());
        Assert.Equal(moved, new ParameterVector(net).Values().ToArray<double>());
    }

    [Fact]
    public void The_slides_expected_negative_log_posterior_is_the_written_sum()
    {
        (Tensor x, Tensor z) = Wave(12, 0.1, 1);
        BayesianRegression regression = new(Net(1, 2, 1, 2), x, z);
        (regression.Alpha[0], regression.Beta[0]) = (0.3, 9);
        LaplacePosterior posterior = regression.Fit();
        Predictive p = posterior.Predict(x);
        double[] v = p.Variance.ToArray<double>();
        double[] r = (z - p.Mean).ToArray<double>();
        double expected = (v.Select((s, n) => Math.Log(s) + (r[n] * r[n] / s)).Sum() / 2) - (7 * ((1 * Math.Log(0.3)) - (0.5 * 0.3))) - ((2 * Math.Log(9)) - (0.1 * 9));
        Assert.Equal(expected, posterior.NegativeLogPosterior(x, z, new GammaPrior(2, 0.5), new GammaPrior(3, 0.1)), 1e-9);
    }

    [Fact]
    public void A_misuse_is_named()
    {
        Linear model = new(2, 1, dtype: DType.Float64);
        Tensor x = Tensor.Ones([3, 2], DType.Float64);
        Assert.Contains("[4]", Assert.ThrowsAny<ArgumentException>(() => new BayesianRegression(model, x, Tensor.Ones([4]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("BayesianRegression", Assert.ThrowsAny<InvalidOperationException>(() => new BayesianRegression(model, x, Tensor.Ones([3])).Predict(x)).Message, StringComparison.Ordinal);
        Assert.StartsWith("WeightGroups", Assert.ThrowsAny<ArgumentException>(() => WeightGroups.PerInput(model, ["a"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("BayesianClassifier", Assert.ThrowsAny<ArgumentException>(() => new BayesianClassifier(model, x, Tensor.From([0L, 1, 2]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Moderation", Assert.ThrowsAny<ArgumentException>(() => Moderation.Probability(0, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("[3, 1]", Assert.ThrowsAny<ArgumentException>(() => Coverage(model, x)).Message, StringComparison.Ordinal);
    }

    private static double Coverage(Linear model, Tensor x) => LaplacePosterior.Of(model, x, 1, 1).Predict(x).Coverage(Tensor.Ones([2]));

    private static void AssertClose(IEnumerable<double> expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Count(), actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private sealed class TanhLayer : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}

/// <summary>Row by row products, for closed forms.</summary>
internal static class RowProducts
{
    /// <summary>The product of each row with the row of another matrix.</summary>
    public static double[] Mul(this Tensor a, Tensor b) => (a * b).Sum(1).ToArray<double>();
}
