using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Optimizers;

/// <summary>What a function is like around a point: slopes, curvatures, conditions.</summary>
public class LandscapeTests
{
    [Fact]
    [Trait("System", "OPT-OBJ")]
    public void An_objective_has_a_value_and_a_gradient_and_each_sample_a_surface_of_its_own()
    {
        Linear net = new(2, 1, bias: false, rng: new Rng(1), dtype: DType.Float64);
        (Tensor X, Tensor D)[] samples = [(Tensor.From(new double[,] { { 1, 0.5 } }), Tensor.From(new double[,] { { 1 } })), (Tensor.From(new double[,] { { -0.5, 2 } }), Tensor.From(new double[,] { { 0.5 } }))];
        List<string> pictures = [];
        foreach ((Tensor x, Tensor d) in samples)
        {
            Objective f = Objective.Of(net, () => Loss.MeanSquaredError(net.Forward(x).Sigmoid(), d));
            (double value, Tensor gradient) = f.ValueAndGradient(Tensor.From([0.3, -0.2]));
            double[] p = x.ToArray<double>();
            double y = 1 / (1 + Math.Exp(-((0.3 * p[0]) - (0.2 * p[1])))), target = d.Item();
            Assert.Equal((y - target) * (y - target), value, 1e-12);
            Assert.All(gradient.ToArray<double>().Zip(p), pair => Assert.Equal(2 * (y - target) * y * (1 - y) * pair.Second, pair.First, 1e-12));
            pictures.Add(Chart.Contour((a, b) => f.Value(Tensor.From([a, b])), (-4, 4), (-4, 4)).ToSvg());
        }

        Assert.NotEqual(pictures[0], pictures[1]);
    }

    [Fact]
    [Trait("System", "OPT-DIRDER")]
    public void The_steepest_way_down_is_against_the_gradient()
    {
        foreach (TestFunction f in TestFunctions.All)
        {
            Tensor x = Tensor.From([0.7, -0.4]);
            DirectionScan scan = Landscape.Directions(f, x);
            double[] g = f.ValueAndGradient(x).Gradient.ToArray<double>();
            double against = (Math.Atan2(-g[1], -g[0]) * 180 / Math.PI) + 360;
            Assert.InRange(Math.Abs(Math.IEEERemainder(scan.Steepest - against, 360)), 0, 1);
            Assert.Equal(-Math.Sqrt((g[0] * g[0]) + (g[1] * g[1])), scan.Slopes.Min(), 1e-3 * Math.Abs(scan.Slopes.Min()));
        }
    }

    [Fact]
    [Trait("System", "OPT-STAT")]
    public void Signs_of_curvatures_tell_minimum_maximum_and_saddle()
    {
        Tensor origin = Tensor.Zeros([2], DType.Float64);
        Assert.Equal(StationaryKind.Minimum, Landscape.Classify(new Objective(p => p.Square().Sum()), origin).Kind);
        Assert.Equal(StationaryKind.Maximum, Landscape.Classify(new Objective(p => -p.Square().Sum()), origin).Kind);
        StationaryPoint saddle = Landscape.Classify(TestFunctions.Saddle, origin);
        Assert.Equal("Saddle: |gradient| 0, curvatures -2, 2", saddle.ToString());
        Assert.Equal(StationaryKind.Undecided, Landscape.Classify(new Objective(p => p.Square().Square().Sum()), origin).Kind);
        Assert.Equal(StationaryKind.None, Landscape.Classify(TestFunctions.Saddle, Tensor.From([0.5, 0])).Kind);
    }

    [Fact]
    [Trait("System", "OPT-COND")]
    public void Gradient_descent_needs_as_many_steps_as_the_conditioning_number_is_large()
    {
        Assert.Equal(10, Landscape.Condition(TestFunctions.Bowl, Tensor.From([1.0, 1.0])), 1e-12);
        Assert.Equal(10, Tensor.From([1.0, 10]).DiagonalMatrix().ConditionNumber().Item(), 1e-12);
        int[] steps = [.. new[] { 10.0, 100, 1000 }.Select(c => new GradientDescent { Rate = 1 / c, MaxSteps = 20_000 }.Minimize(TestFunctions.Elongated(c)).StepsTo(1e-6)!.Value)];
        Assert.InRange((double)steps[1] / steps[0], 8, 12);
        Assert.InRange((double)steps[2] / steps[1], 8, 12);
    }

    [Fact]
    [Trait("System", "OPT-LIP")]
    public void No_pair_of_points_is_steeper_than_the_Lipschitz_constant()
    {
        double sigmoid = Landscape.Lipschitz(x => x.Sigmoid(), 1, -4, 4, 2000, new Rng(1));
        Assert.InRange(sigmoid, 0.24, 0.25);
        Assert.InRange(Landscape.Lipschitz(x => 3 * x, 5, -1, 1, 50, new Rng(1)), 3 - 1e-12, 3 + 1e-12);
    }

    [Fact]
    [Trait("System", "OPT-JAC")]
    public void A_Jacobian_has_a_row_an_output_and_a_column_an_input()
    {
        Tensor x = Tensor.From([0.4, -1.1, 0.8]);
        Func<Tensor, Tensor> f = p => Tensor.Stack([(p[0] * p[1]).Exp(), (p[1] * p[2]).Sin() + p[0]]);
        double[] j = Gradient.Jacobian(f, x).ToArray<double>();
        Assert.Equal(new Shape(2, 3), Gradient.Jacobian(f, x).Shape);
        for (int k = 0; k < 3; k++)
        {
            double[] up = f(Moved(x, k, 1e-6)).ToArray<double>(), down = f(Moved(x, k, -1e-6)).ToArray<double>();
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((up[i] - down[i]) / 2e-6, j[(i * 3) + k], 1e-8);
            }
        }
    }

    [Fact]
    [Trait("System", "OPT-HESS")]
    public void A_Hessian_is_symmetric_and_is_the_differences_of_the_gradient()
    {
        Rng rng = new(2);
        Sequential net = new(new Linear(2, 3, rng: rng, dtype: DType.Float64), new Bend(), new Linear(3, 1, rng: rng, dtype: DType.Float64));
        Tensor inputs = Tensor.Normal([5, 2], rng: rng, dtype: DType.Float64);
        Objective loss = Objective.Of(net, () => net.Forward(inputs).Square().Mean());
        foreach ((Objective f, Tensor x) in new[] { ((Objective)TestFunctions.Rosenbrock, Tensor.From([-0.7, 0.3])), (TestFunctions.Beale, Tensor.From([0.3, 0.9])), (loss, loss.Start!) })
        {
            int n = x.Count;
            double[] h = f.Hessian(x).ToArray<double>();
            double size = h.Max(Math.Abs);
            for (int k = 0; k < n; k++)
            {
                Tensor difference = (f.ValueAndGradient(Moved(x, k, 1e-5)).Gradient - f.ValueAndGradient(Moved(x, k, -1e-5)).Gradient) / 2e-5;
                double[] unit = new double[n];
                unit[k] = 1;
                double[] column = f.HessianTimes(x, Tensor.From(unit)).ToArray<double>();
                for (int i = 0; i < n; i++)
                {
                    Assert.Equal(h[(i * n) + k], h[(k * n) + i], 1e-10);
                    Assert.Equal(h[(i * n) + k], column[i], 1e-10 * size);
                    Assert.Equal(difference.ToArray<double>()[i], h[(i * n) + k], 1e-6 * size);
                }
            }
        }
    }

    [Fact]
    [Trait("System", "OPT-TAYLOR")]
    [Trait("Golden", "G-EPSSTAR")]
    public void The_second_order_model_knows_the_best_step_on_a_quadratic()
    {
        TestFunction f = TestFunctions.Bowl;
        Tensor x = Tensor.From([1.0, 1.0]);
        TaylorModel model = Landscape.Taylor(f, x);
        Assert.Equal([1.0, 10], model.Gradient.ToArray<double>());
        Assert.Equal(101.0 / 1001, model.BestRate, 1e-9);
        Assert.Equal(0.405, model.AfterStep(0.1), 1e-9);
        Assert.Equal(f.Value(x - (0.1 * model.Gradient)), model.AfterStep(0.1), 1e-9);
        Assert.True(model.AfterStep(0.25) > model.Value && f.Value(x - (0.25 * model.Gradient)) > model.Value);
        Rng rng = new(4);
        for (int i = 0; i < 20; i++)
        {
            Tensor place = Tensor.Normal([2], rng: rng, dtype: DType.Float64);
            Assert.Equal(f.Value(place), model.At(place), 1e-9);
        }

        Assert.Equal(model.BestRate, new GradientDescent { Search = new ParabolaStep(), MaxSteps = 1 }.Minimize(f).StepSizes[1], 1e-12);
        Assert.Equal(double.PositiveInfinity, Landscape.Taylor(TestFunctions.Saddle, Tensor.From([0.0, 1])).BestRate);
    }

    [Fact]
    public void Evaluations_are_counted_and_a_trace_is_a_line_and_a_picture()
    {
        Trace trace = new GradientDescent { Rate = 0.1, MaxSteps = 3 }.Minimize(TestFunctions.Bowl);
        Assert.Equal([2, 4, 6, 8], trace.Evaluations);
        Assert.Equal("gradient descent: 3 steps, 8 evaluations, f 0.265721, |gradient| 0.729 at (0.729, 0); the steps are used up", trace.ToString());
        string picture = NotebookKit.Display.TraceFormatterSource.Draw(trace).ToSvg();
        Assert.Contains("<svg", picture, StringComparison.Ordinal);
        Assert.Equal(8, trace.Objective.Values + trace.Objective.Gradients);
        Trace one = new Bfgs().Minimize(new Objective(p => (p - 2).Square().Sum()), Tensor.Zeros([3], DType.Float64));
        Assert.Contains("L-BFGS", new Lbfgs().Minimize(TestFunctions.Beale).ToString(), StringComparison.Ordinal);
        Assert.Contains("f after each step", NotebookKit.Display.TraceFormatterSource.Draw(one).ToSvg(), StringComparison.Ordinal);
        Trace away = new GradientDescent { Rate = 0.4, MaxSteps = 2000 }.Minimize(TestFunctions.Rosenbrock);
        Assert.Equal("it diverged", away.Reason);
        Assert.Contains("<svg", NotebookKit.Display.TraceFormatterSource.Draw(away).ToSvg(), StringComparison.Ordinal);
    }

    private static Tensor Moved(Tensor x, int k, double by)
    {
        double[] numbers = x.ToArray<double>();
        numbers[k] += by;
        return Tensor.From(numbers);
    }

    private sealed class Bend : Module
    {
        public override Tensor Forward(Tensor input) => input.Tanh();
    }
}
