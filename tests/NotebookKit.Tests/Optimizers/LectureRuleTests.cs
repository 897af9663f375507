using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Optimizers;

/// <summary>The rules of the lectures with the lectures' numbers: one weight that is given its gradients.</summary>
public class LectureRuleTests
{
    private static readonly double[] Given = [1, 0.5, -0.25];

    [Fact]
    [Trait("System", "OPT-MOM")]
    [Trait("Golden", "G-MOM")]
    [Trait("Golden", "G-TERM")]
    public void Momentum_gathers_speed_up_to_a_terminal_velocity()
    {
        foreach (bool inVelocity in new[] { false, true })
        {
            Func<Parameter, Optimizer> rule = w => new Sgd([w]) { LearningRate = 0.1, Momentum = 0.9, RateInVelocity = inVelocity };
            Near([-0.1, -0.24, -0.341], Feed(rule, 0, Given), 1e-12);
            Near([0.9, 0.72, 0.486], Roll(rule, 1, 3), 1e-12);
        }

        Parameter weight = new(Tensor.From([0.0]));
        Sgd sgd = new([weight]) { LearningRate = 0.1, Momentum = 0.9, RateInVelocity = true };
        double[] velocities = [.. Given.Select(g =>
        {
            Push(sgd, weight, g);
            return sgd.State()["velocity.0"].Item();
        })];
        Near([-0.1, -0.14, -0.101], velocities, 1e-12);
        Near([0.9, 0.72, 0.486], new GradientDescent { Rate = 0.1, Momentum = 0.9, MaxSteps = 3 }.Minimize(new Objective(x => 0.5 * x.Square().Sum()), Tensor.From([1.0])).Coordinate(0)[1..], 1e-12);

        foreach ((double momentum, double times) in new[] { (0.9, 10), (0.7, 10.0 / 3) })
        {
            double[] way = Feed(w => new Sgd([w]) { LearningRate = 0.01, Momentum = momentum }, 0, [.. Enumerable.Repeat(2.5, 500)]);
            Assert.Equal(times * 0.01 * 2.5, Math.Abs(way[^1] - way[^2]), 1e-9);
        }
    }

    [Fact]
    [Trait("System", "OPT-NAG")]
    [Trait("Golden", "G-NAG")]
    public void Nesterov_looks_ahead_and_overshoots_less()
    {
        Objective bowl = new(x => 0.5 * x.Square().Sum());
        double[] theta = new GradientDescent { Rate = 0.1, Momentum = 0.9, Nesterov = true, MaxSteps = 60 }.Minimize(bowl, Tensor.From([1.0])).Coordinate(0);
        Near([0.9, 0.729, 0.51759], theta[1..4], 1e-12);
        Near([-0.1, -0.171, -0.21141], [.. theta.Skip(1).Take(3).Zip(theta, (now, before) => now - before)], 1e-12);

        // The optimiser's weights are the look-ahead points theta + mu v.
        double[] ahead = Roll(w => new Sgd([w]) { LearningRate = 0.1, Momentum = 0.9, Nesterov = true }, 1, 3);
        Near([.. Enumerable.Range(1, 3).Select(t => theta[t] + (0.9 * (theta[t] - theta[t - 1])))], ahead, 1e-12);
        Near(ahead, Roll(w => new Sgd([w]) { LearningRate = 0.1, Momentum = 0.9, Nesterov = true, RateInVelocity = true }, 1, 3), 1e-12);

        double[] momentum = new GradientDescent { Rate = 0.1, Momentum = 0.9, MaxSteps = 60 }.Minimize(bowl, Tensor.From([1.0])).Coordinate(0);
        Assert.True(theta.Min() > momentum.Min() && momentum.Min() < -0.5, $"{theta.Min()} and {momentum.Min()}");
    }

    [Fact]
    [Trait("System", "OPT-ADAGRAD")]
    [Trait("Golden", "G-ADAGRAD")]
    public void AdaGrad_steps_by_the_rate_first_and_ever_shorter()
    {
        (double[] theta, double[] r) = Remembered(w => new AdaGrad([w]) { LearningRate = 0.1 }, "squares");
        Near([1, 1.25, 1.3125], r, 1e-12);
        Near([-0.09999999, -0.144721346, -0.122899558], theta, 1e-8);
        foreach (double g in new[] { 1e6, 1, -0.3, 0.1 })
        {
            double[] way = [0, .. Feed(w => new AdaGrad([w]) { LearningRate = 0.1 }, 0, [.. Enumerable.Repeat(g, 50)])];
            double[] steps = [.. way.Skip(1).Zip(way, (now, before) => Math.Abs(now - before))];
            Assert.Equal(0.1, steps[0], 1e-6);
            Assert.All(Enumerable.Range(1, 49), t => Assert.True(steps[t] <= steps[t - 1]));
            Assert.Equal(0.1 / Math.Sqrt(50), steps[49], 1e-6);
        }
    }

    [Fact]
    [Trait("System", "OPT-RMSPROP")]
    [Trait("Golden", "G-RMSPROP")]
    public void RmsProp_forgets_what_was_long_ago()
    {
        (double[] theta, double[] r) = Remembered(w => new RmsProp([w]) { LearningRate = 0.1 }, "squares");
        Near([0.1, 0.115, 0.10975], r, 1e-12);
        Near([-0.316226185, -0.463667500, -0.388204205], theta, 1e-8);

        Parameter weight = new(Tensor.From([0.0]));
        RmsProp rmsProp = new([weight]) { LearningRate = 0.01 };
        double before = 0;
        for (int t = 0; t < 400; t++)
        {
            before = weight.Item();
            Push(rmsProp, weight, 3);
        }

        Assert.Equal(9, rmsProp.State()["squares.0"].Item(), 1e-9);
        Assert.Equal(0.01, before - weight.Item(), 1e-8);
    }

    [Fact]
    [Trait("System", "OPT-ADAM")]
    [Trait("Golden", "G-ADAM")]
    [Trait("Golden", "G-ADAMEPS")]
    public void Adam_steps_by_the_rate_first_and_delta_may_stand_inside_the_root()
    {
        Func<Parameter, Optimizer> printed = w => new Adam([w]) { DeltaPlace = DeltaPlace.InsideRoot };
        (double[] theta, double[] s) = Remembered(printed, "mean");
        Near([0.1, 0.14, 0.101], s, 1e-12);
        Near([0.001, 0.001249, 0.001310251], Remembered(printed, "squares").Memory, 1e-12);
        Near([-0.001, -0.00193218, -0.00249584], theta, 1e-8);
        Assert.Equal((0.001, 0.9, 0.999, 1e-8), (new Adam([new Parameter(Tensor.Zeros([1]))]) is var adam ? adam.LearningRate : 0, adam.Beta1, adam.Beta2, adam.Epsilon));

        foreach (double g in new[] { 5, 0.01, -2 })
        {
            Assert.Equal(-0.001 * Math.Sign(g), Feed(w => new Adam([w]), 0, g)[0], 1e-5 * 0.001);
        }

        Assert.Equal(-7.0711e-4, Feed(printed, 0, 1e-4)[0], 1e-7);
        Assert.Equal(-9.9990e-4, Feed(w => new Adam([w]), 0, 1e-4)[0], 1e-7);
        Assert.Equal(-9.9995e-6, Feed(printed, 0, 1e-6)[0], 1e-9);
        Assert.Equal(-9.9010e-4, Feed(w => new Adam([w]), 0, 1e-6)[0], 1e-7);
    }

    [Fact]
    [Trait("System", "OPT-ADADELTA")]
    public void AdaDelta_needs_no_rate_and_steps_in_the_unit_of_the_weights()
    {
        double r = 0, u = 0, w = 0;
        double[] expected = [.. Given.Select(g =>
        {
            r = (0.95 * r) + (0.05 * g * g);
            double d = Math.Sqrt(u + 1e-6) / Math.Sqrt(r + 1e-6) * g;
            u = (0.95 * u) + (0.05 * d * d);
            return w -= d;
        })];
        Near(expected, Feed(p => new AdaDelta([p]), 0, Given), 1e-12);

        // Without the deltas' share, gradients of another unit give the same steps.
        Func<Parameter, Optimizer> fine = p => new AdaDelta([p]) { Delta = 1e-12 };
        Near(Feed(fine, 0, Given), Feed(fine, 0, [.. Given.Select(g => 1000 * g)]), 1e-9);
    }

    [Fact]
    [Trait("Golden", "G-ALEXRULE")]
    public void AlexNets_rule_decays_within_the_velocity()
    {
        Parameter w = new(Tensor.From([1.0]));
        Sgd rule = Sgd.AlexNet([w]);
        Push(rule, w, 0.5);
        Assert.Equal(-0.005005, rule.State()["velocity.0"].Item(), 1e-12);
        Assert.Equal(0.994995, w.Item(), 1e-12);
    }

    [Fact]
    [Trait("System", "OPT-QUICKPROP")]
    public void Quickprop_reaches_the_minimum_of_a_parabola_in_two_steps()
    {
        // f = 1.5 (x - 2)^2, from 5; a first step that is not too short, so that the second is not cut.
        Parameter w = new(Tensor.From([5.0]));
        Quickprop rule = new([w]) { LearningRate = 0.15 };
        for (int t = 0; t < 2; t++)
        {
            Push(rule, w, 3 * (w.Item() - 2));
        }

        Assert.Equal(2, w.Item(), 1e-12);
        Push(rule, w, 3 * (w.Item() - 2));
        Assert.Equal(2, w.Item(), 1e-12);

        // With a short first step the next ones are at most 1.75 times as long; where the parabola opens downward too.
        Near([-0.01, -0.0275], Feed(p => new Quickprop([p]), 0, 1, 0.99), 1e-12);
        Near([-0.01, -0.0275], Feed(p => new Quickprop([p]), 0, 1, 1.2), 1e-12);
        Assert.Equal(0.0, Feed(p => new Quickprop([p]), 0, 0, 0)[1]);
    }

    [Fact]
    [Trait("System", "OPT-DBD")]
    public void Delta_bar_delta_adds_to_a_rate_while_the_sign_stays_and_divides_it_when_it_changes()
    {
        Parameter w = new(Tensor.From([0.0, 0.0]));
        DeltaBarDelta rule = new([w]) { LearningRate = 0.1, Increase = 0.05, Decrease = 0.2 };
        List<double> gains = [];
        foreach ((double a, double b) in new[] { (1.0, 1.0), (1, -1), (1, -1), (-1, -1) })
        {
            rule.ZeroGrad();
            (w * Tensor.From([a, b])).Sum().Backward();
            rule.Step();
            gains.AddRange(rule.State()["gainMinusOne.0"].ToArray<double>().Select(gain => 1 + gain));
        }

        // The mean slope of the second weight turns negative with its second -1.
        Near([1, 1, 1.05, 0.8, 1.1, 0.85, 0.88, 0.9], [.. gains], 1e-12);
        Assert.Equal(-0.1 * (1 + 1.05 + 1.1 - 0.88), w.ToArray<double>()[0], 1e-12);
    }

    [Fact]
    [Trait("System", "OPT-CATEG")]
    public void Every_method_says_how_it_finds_its_step()
    {
        Assert.Equal(["GradientDescent", "Sgd"], MethodAttribute.All(MethodKind.NonAdaptive).Select(type => type.Name));
        Assert.Superset(new HashSet<string> { "AdaGrad", "RmsProp", "Adam", "AdaDelta" }, MethodAttribute.All(MethodKind.Adaptive).Select(type => type.Name).ToHashSet());
        Assert.Contains(typeof(Newton), MethodAttribute.All(MethodKind.SecondOrder));
        Type[] methods = [.. typeof(Optimizer).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(Optimizer)) || type.IsSubclassOf(typeof(Minimizer))) && type != typeof(Descent))];
        Assert.All(methods, method => _ = MethodAttribute.Of(method));
    }

    [Fact]
    [Trait("System", "OPT-SLOWLAYER")]
    public void A_layer_may_have_a_rate_and_a_decay_of_its_own()
    {
        Sequential model = new(new Linear(2, 3, rng: new Rng(1)), new Linear(3, 1, rng: new Rng(2)));
        Linear high = (Linear)model[1];
        Tensor[] before = [.. model.Parameters().Select(p => p.Detach().Clone())];
        Sgd sgd = new(model.Parameters()) { LearningRate = 0.5, WeightDecay = 0.1 };
        sgd.SetFactors(high.Parameters(), rate: 0.1, decay: 0);
        model.Forward(Tensor.Ones([4, 2])).Sum().Backward();
        Tensor[] slopes = [.. model.Parameters().Select(p => p.Grad!.Clone())];
        sgd.Step();
        foreach ((Parameter p, int i) in model.Parameters().Select((p, i) => (p, i)))
        {
            bool isHigh = high.Parameters().Contains(p);
            Tensor expected = before[i] - ((isHigh ? 0.05 : 0.5) * (slopes[i] + ((isHigh ? 0 : 0.1) * before[i])));
            Assert.All((expected - p.Detach()).ToArray<float>(), error => Assert.Equal(0, error, 1e-6f));
        }
    }

    private static (double[] Theta, double[] Memory) Remembered(Func<Parameter, Optimizer> make, string name)
    {
        Parameter w = new(Tensor.From([0.0]));
        Optimizer optimizer = make(w);
        List<double> theta = [], memory = [];
        foreach (double g in Given)
        {
            Push(optimizer, w, g);
            theta.Add(w.Item());
            memory.Add(optimizer.State()[$"{name}.0"].Item());
        }

        return ([.. theta], [.. memory]);
    }

    // The weight after each of the given gradients.
    private static double[] Feed(Func<Parameter, Optimizer> make, double start, params double[] gradients)
    {
        Parameter w = new(Tensor.From([start]));
        Optimizer optimizer = make(w);
        return [.. gradients.Select(g =>
        {
            Push(optimizer, w, g);
            return w.Item();
        })];
    }

    // The weight after each step on 0.5 theta^2.
    private static double[] Roll(Func<Parameter, Optimizer> make, double start, int steps)
    {
        Parameter w = new(Tensor.From([start]));
        Optimizer optimizer = make(w);
        return [.. Enumerable.Range(0, steps).Select(_ =>
        {
            Push(optimizer, w, w.Item());
            return w.Item();
        })];
    }

    private static void Push(Optimizer optimizer, Parameter w, double gradient)
    {
        optimizer.ZeroGrad();
        (w * gradient).Sum().Backward();
        optimizer.Step();
    }

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
