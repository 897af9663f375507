using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Optimizers;

/// <summary>Methods on whole landscapes: wells, canyons, saddles, and rates from too low to much too high.</summary>
public class LandscapeRunTests
{
    [Fact]
    [Trait("System", "OPT-GLOBAL")]
    [Trait("System", "OPT-MULTISTART")]
    public void Several_starts_find_both_minima_of_a_double_well_and_never_lose_the_best()
    {
        Objective well = new(x => ((x * x) - 1).Square().Sum() + (0.3 * x.Sum()));
        MultiStartResult found = new MultiStart(new Bfgs()).Minimize(well, MultiStart.Box([-2], [2], 20, new Rng(1)));
        double[] minima = [.. found.Minima().Select(run => run.Point.Item())];
        Assert.Equal(2, minima.Length);
        Assert.True(minima[0] < -1 && minima[1] > 0.9);
        Assert.Equal(found.Runs.Min(run => run.Value), found.Best.Value);
        Assert.Equal(minima[0], found.Best.Point.Item(), 1e-6);
        Assert.All(Enumerable.Range(1, 19), i => Assert.True(found.BestSoFar[i] <= found.BestSoFar[i - 1]));
        Assert.Equal(found.Best.Value, found.BestSoFar[^1]);
        Assert.StartsWith("20 starts, 2 minima", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "OPT-CANYON")]
    public void Momentum_goes_lengthwise_through_a_canyon_where_gradient_descent_bounces()
    {
        const double Rate = 0.015;
        Trace plain = new GradientDescent { Rate = Rate, MaxSteps = 5000 }.Minimize(TestFunctions.Canyon);
        Trace momentum = new GradientDescent { Rate = Rate, Momentum = 0.9, MaxSteps = 5000 }.Minimize(TestFunctions.Canyon);
        Assert.Equal(100, Landscape.Condition(TestFunctions.Canyon, Tensor.Zeros([2], DType.Float64)), 1e-9);
        Assert.True(3 * momentum.StepsTo(1e-6) < plain.StepsTo(1e-6), $"{momentum.StepsTo(1e-6)} and {plain.StepsTo(1e-6)}");

        // From wall to wall: y changes its sign in each of the first steps.
        Assert.All(Enumerable.Range(1, 10), t => Assert.True(plain.Coordinate(1)[t] * plain.Coordinate(1)[t - 1] < 0));
        string picture = NotebookKit.Display.TraceFormatterSource.Draw(plain).ToSvg();
        Assert.Contains("gradient descent", picture, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "LRS-EFFECT")]
    public void A_rate_may_be_too_low_good_high_or_much_too_high()
    {
        Trace[] runs = [.. new[] { 0.002, 0.1, 0.19, 0.25 }.Select(rate => new GradientDescent { Rate = rate, MaxSteps = 50 }.Minimize(TestFunctions.Bowl))];
        Assert.True(runs[1].Value < runs[2].Value && runs[2].Value < runs[0].Value);
        Assert.True(runs[3].Value > 10 * runs[3].Values[0]);
        Assert.All(runs, run => Assert.Equal(51, run.Values.Count));
    }

    [Fact]
    [Trait("System", "BP-GRADVAL")]
    public void Every_optimiser_takes_the_gradient_of_a_model_from_one_place()
    {
        Func<Parameter, Optimizer>[] makes =
        [
            p => new Sgd([p]), p => new AdaGrad([p]), p => new RmsProp([p]), p => new AdaDelta([p]), p => new Adam([p]), p => new AdamW([p]), p => new AdaMax([p]), p => new NAdam([p]), p => new Quickprop([p]), p => new DeltaBarDelta([p]),
        ];
        Minimizer[] methods =
        [
            .. makes.Select(make => new Descent(make) { MaxSteps = 5 }), new GradientDescent { MaxSteps = 5 }, new Newton { MaxSteps = 5, Definite = true }, new ConjugateGradient { MaxSteps = 5 }, new Bfgs { MaxSteps = 5 }, new Lbfgs { MaxSteps = 5 },
        ];
        foreach (Minimizer method in methods)
        {
            (Sequential net, Tensor x, Tensor d) = MinimizerTests.Xor(3, seed: 4);
            Objective loss = Objective.Of(net, () => Loss.MeanSquaredError(net.Forward(x), d));
            Tensor gradient = loss.ValueAndGradient(loss.Start!).Gradient;
            Loss.MeanSquaredError(net.Forward(x), d).Backward();
            Assert.Equal(net.Parameters().SelectMany(p => p.Grad!.ToArray<double>()), gradient.ToArray<double>());
            Trace trace = method.Minimize(loss);
            Assert.True(trace.Value < trace.Values[0], trace.ToString());
            Assert.Equal(trace.Point.ToArray<double>(), net.Parameters().SelectMany(p => p.ToArray<double>()));
        }
    }

    [Fact]
    [Trait("System", "OPT-COMPARE")]
    public void Adaptive_methods_leave_a_saddle_before_plain_descent()
    {
        (string Name, Func<Parameter, Optimizer> Make)[] field =
        [
            ("SGD", p => new Sgd([p]) { LearningRate = 0.01 }),
            ("momentum", p => new Sgd([p]) { LearningRate = 0.01, Momentum = 0.9 }),
            ("Nesterov", p => new Sgd([p]) { LearningRate = 0.01, Momentum = 0.9, Nesterov = true }),
            ("AdaGrad", p => new AdaGrad([p]) { LearningRate = 0.1 }),
            ("AdaDelta", p => new AdaDelta([p])),
            ("RMSProp", p => new RmsProp([p]) { LearningRate = 0.01 }),
            ("Adam", p => new Adam([p]) { LearningRate = 0.01 }),
        ];
        Rng rng = new(8);
        for (int seed = 0; seed < 5; seed++)
        {
            Tensor start = Tensor.From([0.5 + rng.NextDouble(), (1 + rng.NextDouble()) * (rng.NextDouble() < 0.5 ? -1e-5 : 1e-5)]);
            Dictionary<string, int> escape = field.ToDictionary(
                entry => entry.Name, entry => new Descent(entry.Make) { MaxSteps = 900 }.Minimize(TestFunctions.Saddle, start).StepsTo(-0.5) ?? int.MaxValue);
            string order = string.Join(", ", escape.OrderBy(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"));
            Assert.All(new[] { "AdaGrad", "AdaDelta", "RMSProp", "Adam" }, name => Assert.True(escape[name] < escape["SGD"], order));
            Assert.EndsWith($"SGD {escape["SGD"]}", order, StringComparison.Ordinal);
        }
    }
}
