using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Tests.Files;

namespace NotebookKit.Tests.Training;

/// <summary>What happens to nets while and after they learn: units that die, minima that differ, statistics that stay.</summary>
public class LearningHealthTests
{
    [Fact]
    [Trait("System", "ACT-DYING")]
    public void ReLUs_die_at_large_rates_and_leaky_ones_do_not()
    {
        double[] rates = [0.01, 0.3, 3];
        double[] relu = [.. rates.Select(rate => Dead(h => h.Relu(), rate))];
        Assert.True(relu[0] < relu[1] && relu[1] < relu[2], string.Join(", ", relu));
        Assert.All(rates, rate => Assert.Equal(0, Dead(h => h.LeakyRelu(0.1), rate)));
        Assert.Contains("[4]", Assert.Throws<ArgumentException>(() => Metric.DeadUnits(Tensor.Zeros([4]))).Message, StringComparison.Ordinal);

        static double Dead(Func<Tensor, Tensor> g, double rate)
        {
            Rng rng = new(5);
            Tensor x = Tensor.Normal([60, 2], rng: rng, dtype: DType.Float64);
            Tensor d = (3 * x[.., 0..1]).Sin() + x[.., 1..2];
            Linear hidden = new(2, 40, rng: rng, dtype: DType.Float64), output = new(40, 1, rng: rng, dtype: DType.Float64);
            Sgd sgd = new([.. hidden.Parameters(), .. output.Parameters()]) { LearningRate = rate, ClipNorm = 1 };
            for (int step = 0; step < 60; step++)
            {
                sgd.ZeroGrad();
                Loss.MeanSquaredError(output.Forward(g(hidden.Forward(x))), d).Backward();
                sgd.Step();
            }

            return Metric.DeadUnits(g(hidden.Forward(x)));
        }
    }

    [Fact]
    [Trait("System", "BP-LOCALMIN")]
    public void Xor_from_many_seeds_ends_in_more_than_one_minimum()
    {
        Tensor x = Tensor.From(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } });
        Tensor d = Tensor.From([0.0, 1, 1, 0], [4, 1]);
        double[] losses = [.. Enumerable.Range(1, 50).Select(seed =>
        {
            Rng rng = new(seed);
            Linear hidden = new(2, 2, rng: rng, dtype: DType.Float64), output = new(2, 1, rng: rng, dtype: DType.Float64);
            Sequential net = new(hidden, new Bend(), output);
            return new Lbfgs { MaxSteps = 200, Tolerance = 1e-5 }.Minimize(Objective.Of(net, () => Loss.MeanSquaredError(net.Forward(x).Sigmoid(), d))).Value;
        })];
        double[] clusters = [.. losses.Select(loss => Math.Round(loss, 2)).Distinct().Order()];
        Assert.True(clusters.Length > 1 && clusters[0] < 0.01 && clusters[^1] > 0.05, string.Join(", ", clusters));
        Assert.True(losses.Count(loss => loss < 0.01) is > 5 and < 50);
        Assert.Contains("<svg", NotebookKit.Charts.Chart.Histogram(losses).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "NRM-STORE")]
    public void Statistics_of_the_training_are_kept_for_inputs_never_seen()
    {
        Rng rng = new(6);
        Tensor train = (3 * Tensor.Normal([40, 3], rng: rng)) + 5;
        Tensor single = Tensor.From([6f, 2, 7], [1, 3]);
        using TempFolder folder = new();
        foreach (InputScaler scaler in new InputScaler[] { Standardizer.Fit(train), RangeScaler.Fit(train), Whitener.Fit(train) })
        {
            string path = Path.Combine(folder.Path, "scaler.npz");
            scaler.Save(path);
            Assert.Equal(scaler.Apply(single).ToArray<float>(), InputScaler.Load(path).Apply(single).ToArray<float>());
        }

        Sequential model = new(new Linear(3, 4, rng: rng), new BatchNorm1d(4));
        for (int step = 0; step < 30; step++)
        {
            model.Forward(train);
        }

        float[] expected = model.Predict(single).ToArray<float>();
        Assert.All(expected, y => Assert.True(float.IsFinite(y)));
        Sequential fresh = new(new Linear(3, 4, rng: rng), new BatchNorm1d(4));
        Assert.NotEqual(expected, fresh.Predict(single).ToArray<float>());
        fresh.Load(model.State());
        Assert.Equal(expected, fresh.Predict(single).ToArray<float>());

        // A sample alone and among others: the same, for the batch's own statistics are not used.
        Assert.Equal(expected, model.Predict(Tensor.Concat([single, train]))[0..1].ToArray<float>());
    }

    [Fact]
    [Trait("System", "INIT-RAND")]
    public void Weights_of_a_recurrent_net_come_from_the_seed()
    {
        float[] Weights(long seed) => [.. new Rnn(5, 4, rng: new Rng(seed)).Parameters().Concat(new Linear(4, 5, rng: new Rng(seed)).Parameters()).SelectMany(p => p.ToArray<float>())];
        Assert.Equal(Weights(3), Weights(3));
        Assert.NotEqual(Weights(3), Weights(4));
        Assert.True(Weights(3).Distinct().Count() > 40);
    }

    [Fact]
    [Trait("System", "ACT-BERN")]
    public void A_sigmoid_is_the_chance_of_a_one()
    {
        Rng rng = new(9);
        const int Draws = 20_000;
        foreach (double v in new[] { -3, -0.5, 0, 1.2, 4 })
        {
            Tensor chance = Tensor.Full([Draws], v, DType.Float64).Sigmoid();
            double phi = chance[0].Item();
            Assert.Equal(1 / (1 + Math.Exp(-v)), phi, 1e-12);
            double[] drawn = Tensor.Bernoulli(chance, rng).To(DType.Float64).ToArray<double>();
            Assert.All(drawn, x => Assert.True(x is 0 or 1));
            Assert.InRange(drawn.Average(), phi - (3 * Math.Sqrt(phi * (1 - phi) / Draws)), phi + (3 * Math.Sqrt(phi * (1 - phi) / Draws)));
        }
    }

    private sealed class Bend : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}
