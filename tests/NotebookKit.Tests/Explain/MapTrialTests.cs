using NotebookKit.Explain;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Explain;

/// <summary>Trials that maps must stand: removal of pixels, and weights that become noise.</summary>
public class MapTrialTests
{
    [Fact]
    public void For_a_linear_model_the_true_order_has_the_best_area_and_the_curve_is_a_sum()
    {
        Rng rng = new(2);
        Tensor w = Tensor.Uniform([2, 16], 0, 1, rng, DType.Float64), x = Tensor.Uniform([1, 4, 4], 0, 1, rng, DType.Float64);
        Sequential net = ExplainNets.Straight(w);
        Removal removal = new() { Steps = 8, OfChance = false };
        ImportanceMap map = new GradientTimesInput().Explain(net, x, 1);
        RemovalCurve gone = removal.Delete(net, map), back = removal.Insert(net, map);
        double[] parts = [.. map.Values.ToArray<double>().OrderDescending()];
        for (int step = 0; step <= 8; step++)
        {
            Assert.Equal(step / 8.0, gone.Shares[step], 1e-12);
            Assert.Equal(parts.Skip(2 * step).Sum(), gone.Scores[step], 1e-10);
            Assert.Equal(parts.Take(2 * step).Sum(), back.Scores[step], 1e-10);
        }

        RemovalCurve chance = removal.ByChance(net, x, 1, orders: 20, rng: rng), backByChance = removal.ByChance(net, x, 1, inserts: true, orders: 20, rng: rng);
        Assert.True(gone.Area < chance.Area && chance.Area < back.Area, $"{gone} {chance} {back}");
        Assert.Equal(chance.Scores[0], backByChance.Scores[^1], 1e-10);
        Assert.Equal(0.5 * parts.Sum(), chance.Area, 0.06 * parts.Sum());
        Assert.Contains("area", gone.ToString());
        Assert.Contains("share of the pixels", RemovalCurve.Draw("curves", [gone, chance]).ToSvg());
    }

    [Fact]
    public void The_chance_is_that_of_softmax_and_a_map_of_another_size_is_refused()
    {
        Sequential net = ExplainNets.Deep();
        Tensor x = Tensor.Normal([2, 6, 6], rng: new Rng(5), dtype: DType.Float64);
        ImportanceMap map = new Saliency().Explain(net, x, 1);
        RemovalCurve curve = new Removal { Steps = 40, Fill = 0.3 }.Delete(net, map);
        Assert.Equal(net.Predict(x.Unsqueeze(0)).Softmax(1)[0, 1].Item(), curve.Scores[0], 1e-12);
        Assert.Equal(net.Predict(Tensor.Full([1, 2, 6, 6], 0.3, DType.Float64)).Softmax(1)[0, 1].Item(), curve.Scores[^1], 1e-12);
        Assert.Contains("size", Assert.Throws<ArgumentException>(() => new Removal().Delete(net, map with { Values = Tensor.Zeros([3, 3]) })).Message);
        Assert.Contains("one at least", Assert.Throws<ArgumentException>(() => RemovalCurve.MeanOf("none", [])).Message);
    }

    [Fact]
    public void Noise_for_weights_changes_saliency_and_not_the_edges()
    {
        Sequential net = ExplainNets.Deep();
        Tensor x = Tensor.Normal([2, 6, 6], rng: new Rng(5), dtype: DType.Float64);
        List<string> layers = [];
        WeightRandomisation check = WeightRandomisation.Of(net, new Saliency(), x, 1, new Rng(1), step => layers.Add(step.Layer));
        WeightRandomisation fake = WeightRandomisation.Of(net, new EdgeMap(), x, 1, new Rng(1));
        Assert.Equal(["linear", "norm", "conv"], layers);
        Assert.All(fake.Steps, step => Assert.Equal(1, step.Likeness, 1e-12));
        Assert.True(check.Last < 0.8, check.ToString());
        Assert.Equal([.. check.Steps.Select(step => step.Likeness)], WeightRandomisation.Of(net, new Saliency(), x, 1, new Rng(1)).Steps.Select(step => step.Likeness));
        Assert.Contains("layers turned into noise", WeightRandomisation.Draw([check, fake]).ToSvg());
    }

    [Fact]
    public void The_weights_are_back_afterwards_also_when_the_method_fails()
    {
        Sequential net = ExplainNets.Deep();
        Tensor x = Tensor.Normal([2, 6, 6], rng: new Rng(5), dtype: DType.Float64);
        double[][] before = [.. net.Parameters().Select(p => p.ToArray<double>())];
        WeightRandomisation.Of(net, new Saliency(), x, 1, new Rng(1));
        Assert.Equal(before, net.Parameters().Select(p => p.ToArray<double>()));
        Assert.Throws<InvalidOperationException>(() => WeightRandomisation.Of(net, new Saliency(), x, 1, new Rng(1), _ => throw new InvalidOperationException()));
        Assert.Equal(before, net.Parameters().Select(p => p.ToArray<double>()));
        Assert.All(net.Parameters(), p => Assert.True(p.RequiresGrad && p.Grad is null));
        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => WeightRandomisation.Of(new Sequential(new Flatten()), new EdgeMap(), x, 1)).Message);
    }
}
