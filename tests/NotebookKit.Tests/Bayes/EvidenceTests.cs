using NotebookKit.Bayes;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Bayes;

public class EvidenceTests
{
    // Ten inputs, of which the first three matter.
    private static (Tensor X, Tensor Z) Ten(int count, bool bent, long seed)
    {
        Rng rng = new(seed);
        Tensor x = Tensor.Normal([count, 10], rng: rng, dtype: DType.Float64);
        Tensor u = x[.., 0..3] * Tensor.From([2.0, -1.5, 2.5]);
        Tensor signal = (bent ? u.Tanh() : u * 0.5).Sum(1, keepDim: true);
        return (x, signal + Tensor.Normal([count, 1], 0, 0.1, rng, DType.Float64));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("System", "BAY-ARD")]
    public void Irrelevant_inputs_are_held_more_than_ten_times_as_tightly(long seed)
    {
        (Tensor x, Tensor z) = Ten(100, bent: false, seed);
        Linear linear = new(10, 1, rng: new Rng(seed), dtype: DType.Float64);
        Relevance found = new BayesianRegression(linear, x, z, WeightGroups.PerInput(linear)).Adapt(30);
        Assert.Equal(11, found.Names.Count);
        Assert.True(found.Alpha.Take(10).Skip(3).Min() > 10 * found.Alpha.Take(3).Max(), $"{found}");
    }

    // An input that is always 0 says nothing: gamma is 0 up to rounding, and alpha must go up and stay there.
    [Fact]
    public void An_input_that_is_thrown_out_stays_out()
    {
        (Tensor x, Tensor z) = Ten(60, bent: false, 4);
        Tensor mask = Tensor.From([1.0, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
        Linear linear = new(10, 1, rng: new Rng(4), dtype: DType.Float64);
        BayesianRegression regression = new(linear, x * mask, z, WeightGroups.PerInput(linear));
        Relevance found = regression.Adapt(60);
        Assert.Equal(1e8, found.Alpha[9], 1e-6);
        Assert.All(found.Trace.Zip(found.Trace.Skip(1)), pair => Assert.All(pair.First.Zip(pair.Second), alpha => Assert.True(alpha.First < 1e7 || alpha.Second > 1e6, $"{alpha}")));
    }

    [Fact]
    [Trait("System", "BAY-ARD")]
    public void A_network_finds_its_inputs_too()
    {
        (Tensor x, Tensor z) = Ten(80, bent: true, 14);
        Rng rng = new(15);
        Sequential net = new(new Linear(10, 4, rng: rng, dtype: DType.Float64), new TanhLayer(), new Linear(4, 1, rng: rng, dtype: DType.Float64));
        BayesianRegression regression = new(net, x, z, WeightGroups.PerInput(net));
        Relevance found = regression.Adapt(12, 8);
        Assert.True(found.Alpha.Take(10).Skip(3).Min() > 10 * found.Alpha.Take(3).Max(), $"{found}");
        Assert.Equal(["input 0", "input 1", "input 2"], found.Ranking.Where(group => group.Name.StartsWith("input", StringComparison.Ordinal)).Take(3).Select(group => group.Name).Order());
    }

    [Fact]
    [Trait("System", "BAY-BETA")]
    public void The_noise_of_each_output_is_found()
    {
        double[] deviations = [0.1, 0.5];
        foreach (int count in new[] { 50, 400 })
        {
            Tensor x = Tensor.Normal([count, 3], rng: new Rng(1), dtype: DType.Float64);
            Tensor clean = x.MatMul(Tensor.Normal([3, 2], rng: new Rng(2), dtype: DType.Float64));
            Tensor z = clean + (Tensor.Normal([count, 2], rng: new Rng(3), dtype: DType.Float64) * Tensor.From(deviations));
            Relevance found = new BayesianRegression(new Linear(3, 2, rng: new Rng(4), dtype: DType.Float64), x, z).Adapt();
            double tolerance = 4 / Math.Sqrt(2 * count);
            Assert.InRange(1 / Math.Sqrt(found.Beta[0]) / 0.1, 1 - tolerance, 1 + tolerance);
            Assert.InRange(1 / Math.Sqrt(found.Beta[1]) / 0.5, 1 - tolerance, 1 + tolerance);
        }
    }

    [Fact]
    [Trait("System", "BAY-RVM")]
    public void A_relevance_vector_machine_keeps_few_examples()
    {
        Tensor x = Tensor.Linspace(-5, 5, 80, DType.Float64).Unsqueeze(1);
        Tensor truth = x.Sin();
        Tensor z = truth + Tensor.Normal([80, 1], 0, 0.1, new Rng(1), DType.Float64);
        RelevanceVectorMachine machine = RelevanceVectorMachine.Fit(x, z, width: 1.2);
        Assert.InRange(machine.RelevanceVectors.Count, 3, 20);
        Predictive p = machine.Predict(x);
        Assert.True((p.Mean - truth).Square().Mean().Item() < 0.005);
        Assert.InRange(1 / Math.Sqrt(machine.Beta), 0.07, 0.13);
        Assert.InRange(p.Coverage(z), 0.9, 1);
        Assert.StartsWith("RelevanceVectorMachine", Assert.ThrowsAny<ArgumentException>(() => RelevanceVectorMachine.Fit(x, Tensor.Ones([3]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "BAY-CLS")]
    public void A_moderated_probability_is_plugged_in_without_doubt_moves_to_a_half_with_it_and_is_near_the_integral()
    {
        foreach (double a in new[] { -6, -2.5, -1, -0.2, 0, 0.5, 1.5, 3, 8 })
        {
            double plugged = 1 / (1 + Math.Exp(-a));
            Assert.Equal(plugged, Moderation.Probability(a, 0), 1e-12);
            double last = Math.Abs(plugged - 0.5);
            foreach (double v in new[] { 0.1, 1, 4, 25, 1e6 })
            {
                double moderated = Moderation.Probability(a, v);
                Assert.True(Math.Abs(moderated - 0.5) <= last && (moderated - 0.5) * a >= 0);
                last = Math.Abs(moderated - 0.5);
            }

            Assert.Equal(0.5, Moderation.Probability(a, 1e8), 1e-2);
        }

        // Against 200,000 scores drawn.
        Tensor draws = Tensor.Normal([200_000], rng: new Rng(1), dtype: DType.Float64);
        foreach ((double a, double v) in new[] { (0.5, 1.0), (1, 4.0), (2, 1), (3, 9), (-2, 16), (4, 2), (-1, 0.3) })
        {
            double drawn = (a + (draws * Math.Sqrt(v))).Sigmoid().Mean().Item();
            Assert.InRange(Moderation.Probability(a, v), drawn - 0.02, drawn + 0.02);
        }

        Assert.Equal(Moderation.Probability(1, 4), Moderation.Probability(Tensor.From([1.0]), Tensor.From([4.0])).Item(), 1e-14);
    }

    [Fact]
    [Trait("System", "BAY-CLS")]
    public void A_classifier_is_less_sure_far_from_what_it_has_seen()
    {
        Rng rng = new(1);
        Tensor x = Tensor.Normal([60, 2], rng: rng, dtype: DType.Float64);
        Tensor labels = Tensor.From([.. x.ToJagged<double>().Select(row => row[0] + (0.5 * row[1]) + (0.5 * (rng.NextDouble() - 0.5)) > 0 ? 1L : 0)]);
        Linear model = new(2, 1, rng: rng, dtype: DType.Float64);
        BayesianClassifier classifier = new(model, x, labels, alpha: 0.5);
        LaplacePosterior posterior = classifier.Fit();

        // At the minimum the gradient of J is 0, and H is the exact Hessian: sum of s (1 - s) x x' + alpha I.
        Tensor design = Tensor.Concat([x, Tensor.Ones([60, 1], DType.Float64)], 1);
        Tensor s = classifier.Predict(x).PlugIn.Unsqueeze(1);
        Tensor slope = design.Transpose().MatMul(s - labels.To(DType.Float64).Unsqueeze(1)).Reshape(-1) + (posterior.Mean * 0.5);
        Assert.True(slope.Abs().Amax().Item() < 1e-6);
        Tensor hessian = (design * s * (1 - s)).Transpose().MatMul(design) + (Tensor.Eye(3, dtype: DType.Float64) * 0.5);
        Assert.True((hessian - posterior.Precision).Abs().Amax().Item() < 1e-9);

        ModeratedProbability near = classifier.Predict(Tensor.From(new double[,] { { 0.5, 0.5 }, { 6, -12 } }));
        double[] v = near.Variances.ToArray<double>();
        Assert.True(v[1] > 5 * v[0]);
        Assert.All(near.PlugIn.ToArray<double>().Zip(near.Moderated.ToArray<double>()), pair => Assert.True(Math.Abs(pair.Second - 0.5) <= Math.Abs(pair.First - 0.5)));

        // Monte-Carlo over weights from the posterior.
        double[] drawn = posterior.Draw(Tensor.From(new double[,] { { 0.5, 0.5 }, { 6, -12 } }), 100_000, new Rng(2)).Sigmoid().Mean(0).ToArray<double>();
        Assert.All(drawn.Zip(near.Moderated.ToArray<double>()), pair => Assert.InRange(pair.Second, pair.First - 0.02, pair.First + 0.02));
    }

    private sealed class TanhLayer : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}
