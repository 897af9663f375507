using NotebookKit.Explain;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Explain;

/// <summary>Maps that are made of gradients.</summary>
public class GradientMapTests
{
    private static readonly Tensor Picture = Tensor.Normal([2, 6, 6], rng: new Rng(5), dtype: DType.Float64);

    public static TheoryData<IExplainer> All => [new Occlusion { Patch = 2 }, new Saliency(), new GradientTimesInput(), new SmoothGrad(), new GuidedBackpropagation(), new IntegratedGradients(), new GradCam("relu"), new EdgeMap()];

    [Fact]
    [Trait("System", "VIS-SAL")]
    public void For_a_linear_model_it_is_the_size_of_the_weight_the_largest_over_the_colours()
    {
        Rng rng = new(1);
        Tensor w = Tensor.Normal([4, 3 * 5 * 5], rng: rng, dtype: DType.Float64);
        double[] expected = w[2].Reshape(3, 5, 5).Abs().Amax(0).ToArray<double>();
        foreach (double scale in (double[])[0, 1, -7])
        {
            Tensor x = Tensor.Normal([3, 5, 5], rng: rng, dtype: DType.Float64) * scale;
            Assert.Equal(expected, new Saliency().Explain(ExplainNets.Straight(w), x, 2).Values.ToArray<double>());
            Assert.Equal((w[2].Reshape(3, 5, 5) * x).Sum().Item(), new GradientTimesInput().Explain(ExplainNets.Straight(w), x, 2).Total, 1e-10);
        }
    }

    [Fact]
    [Trait("System", "VIS-SAL")]
    public void The_planted_region_wins()
    {
        Tensor template = Tensor.From(new double[,] { { 1, -1, 1 }, { -1, 2, -1 }, { 1, -1, 1 } });
        Rng rng = new(4);
        for (int trial = 0; trial < 20; trial++)
        {
            (int top, int left) = (rng.Next(14), rng.Next(14));
            ImportanceMap map = new Saliency().Explain(ExplainNets.Finder(template), ExplainNets.Planted(template, 16, top, left, rng), 1);
            Assert.Equal((top + 1, left + 1), map.Peak);
            double[] mask = [.. Enumerable.Range(0, 256).Select(p => p / 16 >= top && p / 16 < top + 3 && p % 16 >= left && p % 16 < left + 3 ? 1.0 : 0)];
            Assert.Equal(1, map.ShareWithin(Tensor.From(mask, [16, 16])), 1e-12);
        }
    }

    [Fact]
    public void Through_every_layer_it_is_the_finite_difference_of_the_score_before_the_softmax()
    {
        Sequential net = ExplainNets.Deep();
        double[] x = Picture.ToArray<double>(), slopes = new double[72];
        double Score(double[] pixels) => net.Predict(Tensor.From(pixels, [1, 2, 6, 6]))[0, 1].Item();
        for (int i = 0; i < 72; i++)
        {
            double[] up = [.. x], down = [.. x];
            (up[i], down[i]) = (up[i] + 1e-6, down[i] - 1e-6);
            slopes[i] = (Score(up) - Score(down)) / 2e-6;
        }

        double[] map = new Saliency().Explain(net, Picture, 1).Values.ToArray<double>(), times = new GradientTimesInput().Explain(net, Picture, 1).Values.ToArray<double>();
        for (int p = 0; p < 36; p++)
        {
            Assert.Equal(Math.Max(Math.Abs(slopes[p]), Math.Abs(slopes[36 + p])), map[p], 1e-6);
            Assert.Equal((slopes[p] * x[p]) + (slopes[36 + p] * x[36 + p]), times[p], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_method_leaves_a_trace_in_the_model(IExplainer explainer)
    {
        Sequential net = ExplainNets.Deep();
        net.Forward(Picture.Unsqueeze(0)).Sum().Backward();
        Parameter frozen = net.Parameters().First();
        frozen.RequiresGrad = false;
        net.IsTraining = true;
        net["norm"].IsTraining = false;
        double[][] State() => [.. net.Parameters().SelectMany(p => new[] { p.ToArray<double>(), p.Grad?.ToArray<double>() ?? [] }), .. net.NamedBuffers().Select(b => b.Buffer.To(DType.Float64).ToArray<double>())];
        double[][] before = State();
        ImportanceMap map = explainer.Explain(net, Picture, 1), again = explainer.Explain(net, Picture, 1);
        Assert.Equal(before, State());
        Assert.Equal([.. map.Values.ToArray<double>()], again.Values.ToArray<double>());
        Assert.Equal(new Shape(6, 6), map.Values.Shape);
        Assert.ThrowsAny<ArgumentException>(() => explainer is EdgeMap ? throw new ArgumentException("Edges know of no class.") : explainer.Explain(net, Picture, 9));
        Assert.Equal([true, true, false, true, true, true, true], [net.IsTraining, .. net.Select(layer => layer.IsTraining)]);
        Assert.Equal([false, true, true, true, true, true], net.Parameters().Select(p => p.RequiresGrad));
        Assert.Contains($"{map.Method} for class 1: [6, 6]", map.ToString());
    }

    [Fact]
    public void Guided_backpropagation_has_a_second_gate_at_every_relu_also_at_those_that_are_no_layers()
    {
        int different = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            FunctionalNet net = new(10 * seed);
            Tensor x = Tensor.Normal([1, 3, 4], rng: new Rng(seed), dtype: DType.Float64);
            double[] map = new GuidedBackpropagation().Explain(net, x, 1).Values.ToArray<double>(), expected = net.Guided(x.ToArray<double>(), 1);
            Assert.All(map.Zip(expected), pair => Assert.Equal(Math.Abs(pair.Second), pair.First, 1e-12));
            different += map.Zip(new Saliency().Explain(net, x, 1).Values.ToArray<double>()).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6) ? 1 : 0;
        }

        Assert.True(different > 5, $"{different} of 10 differ from the plain gradient");

        Tensor w = Tensor.Normal([2, 12], rng: new Rng(1), dtype: DType.Float64);
        Assert.Contains("no ReLU", Assert.Throws<InvalidOperationException>(() => new GuidedBackpropagation().Explain(ExplainNets.Straight(w), Tensor.Zeros([1, 3, 4], DType.Float64), 0)).Message);
    }

    [Fact]
    public void Integrated_gradients_add_up_to_the_change_of_the_score_and_give_nothing_to_what_did_not_change()
    {
        Sequential net = ExplainNets.Deep();
        Tensor baseline = Picture.Clone();
        double[] moved = Picture.ToArray<double>();
        moved[7] += 2;
        moved[50] -= 3;
        Tensor x = Tensor.From(moved, [2, 6, 6]);
        ImportanceMap map = new IntegratedGradients { Steps = 2000, BatchSize = 250, Baseline = baseline }.Explain(net, x, 0);
        double Score(Tensor picture) => net.Predict(picture.Unsqueeze(0))[0, 0].Item();
        Assert.Equal(Score(x) - Score(baseline), map.ScoreChange!.Value, 1e-12);
        Assert.Equal(map.ScoreChange.Value, map.Total, 0.01 * Math.Abs(map.ScoreChange.Value));
        double[] values = map.Values.ToArray<double>();
        Assert.All(Enumerable.Range(0, 36).Except([7, 14]), p => Assert.Equal(0, values[p]));

        // x^2 from 1 to 3 along one axis, exact by the midpoint rule: 9 - 1.
        Assert.Equal(8, new IntegratedGradients { Steps = 3, Baseline = Tensor.Ones([1, 1, 1], DType.Float64) }.Explain(new Squares(), Tensor.Full([1, 1, 1], 3, DType.Float64), 0).Total, 1e-12);
    }

    [Fact]
    public void SmoothGrad_without_noise_is_saliency_and_with_it_another()
    {
        Sequential net = ExplainNets.Deep();
        double[] plain = new Saliency().Explain(net, Picture, 1).Values.ToArray<double>();
        double[] still = new SmoothGrad { Noise = 0, Copies = 11 }.Explain(net, Picture, 1).Values.ToArray<double>();
        Assert.All(plain.Zip(still), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.NotEqual(plain, new SmoothGrad().Explain(net, Picture, 1).Values.ToArray<double>());
        Assert.NotEqual([.. new SmoothGrad { Seed = 1 }.Explain(net, Picture, 1).Values.ToArray<double>()], new SmoothGrad().Explain(net, Picture, 1).Values.ToArray<double>());
    }

    [Fact]
    public void GradCam_weighs_the_maps_of_a_layer_by_the_mean_slope_and_draws_them_up()
    {
        Sequential net = ExplainNets.Deep();
        Tensor maps = net.Features(Picture.Unsqueeze(0), "pool")["pool"].Detach();
        double[] a = maps.ToArray<double>(), w = ((Linear)net["linear"]).Weight.Detach()[2].ToArray<double>(), coarse = new double[9];
        for (int k = 0; k < 4; k++)
        {
            // Behind the pooling all is linear: the slope at a place is the weight there.
            double weight = w.Skip(9 * k).Take(9).Average();
            for (int p = 0; p < 9; p++)
            {
                coarse[p] += weight * a[(9 * k) + p];
            }
        }

        Tensor up = Tensor.From([.. coarse.Select(v => Math.Max(0, v))], [1, 1, 3, 3]).Interpolate(6, Interpolation.Linear);
        double[] map = new GradCam("pool").Explain(net, Picture, 2).Values.ToArray<double>();
        Assert.All(map.Zip(up.ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Contains("conv, norm", Assert.Throws<ArgumentException>(() => new GradCam("fc").Explain(net, Picture, 2)).Message);
        Assert.Contains("no maps", Assert.Throws<ArgumentException>(() => new GradCam("flatten").Explain(net, Picture, 2)).Message);
        Assert.Contains("Block", Assert.Throws<ArgumentException>(() => new GradCam("x").Explain(new FunctionalNet(1), Tensor.Zeros([1, 3, 4], DType.Float64), 0)).Message);
    }

    [Fact]
    public void A_layer_deep_inside_a_published_network_is_found_by_its_name_also_where_nothing_is_recorded()
    {
        SqueezeNet net = new("1.1", 5);
        Tensor x = Tensor.Normal([3, 64, 64], rng: new Rng(1));
        using IDisposable off = Gradient.Off();
        Assert.Equal(new Shape(64, 64), new GradCam("features.12").Explain(net, x, 3).Values.Shape);
        Assert.True(net.IsTraining);
        Assert.False(Gradient.IsOn);
    }

    [Fact]
    public void A_map_knows_its_peak_its_share_and_how_alike_another_is()
    {
        Tensor values = Tensor.From(new double[,] { { 1, -4, 0 }, { 3, 2, 0 } });
        ImportanceMap map = new("test", values, Tensor.Zeros([1, 2, 3]), 0), minus = map with { Values = -values };
        Assert.Equal((1, 0), map.Peak);
        Assert.Equal(0.4, map.ShareWithin(Tensor.From(new double[,] { { 0, 1, 1 }, { 0, 0, 0 } })), 1e-12);
        Assert.Equal(1, map.Likeness(minus), 1e-12);
        Assert.True(map.IsSigned);
        Assert.Equal(2, map.Total, 1e-12);
        Assert.Contains("mask", Assert.Throws<ArgumentException>(() => map.ShareWithin(Tensor.Zeros([2, 2]))).Message);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => map.Likeness(map with { Values = Tensor.Zeros([3, 2]) })).Message);
    }

    [Fact]
    public void A_smoothed_map_holds_the_means_of_the_squares_around()
    {
        ImportanceMap map = new("test", Tensor.From(new double[,] { { 1, -4, 0 }, { 3, 2, 0 } }), Tensor.Zeros([1, 2, 3]), 0);
        Assert.Equal([0.5, 2 / 6.0, -0.5, 0.5, 2 / 6.0, -0.5], map.Smoothed(1).Values.ToArray<double>().Select(v => Math.Round(v, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(map.Values.ToArray<double>(), map.Smoothed(0).Values.ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Smoothed(-1));
    }

    [Fact]
    public void The_overlay_leaves_the_photo_where_the_map_is_zero_and_colours_it_where_it_is_high()
    {
        ImportanceMap map = new("test", Tensor.From(new double[,] { { 0, 1 }, { -1, 0 } }), Tensor.Full([3, 2, 2], 0.5), 0);
        string svg = MapOverlay.Row(map.Picture, [map, map], "two").ToSvg();
        Assert.Contains("test", svg);
        Assert.Contains("2 by 2 pixels", map.Over().AltText);
        Assert.Contains("[1 or 3, 2, 2]", Assert.Throws<ArgumentException>(() => map.Over(Tensor.Zeros([3, 4, 4]))).Message);
        Assert.Contains("no maps", Assert.Throws<ArgumentException>(() => MapOverlay.Row(map.Picture, [])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => MapOverlay.Over(map.Picture, map, 2));
    }

    private sealed class Squares : Module
    {
        public override Tensor Forward(Tensor input) => input.Flatten(1).Square();
    }
}
