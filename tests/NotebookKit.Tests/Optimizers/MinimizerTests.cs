using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Optimizers;
using NotebookKit.Tests.Ops;

namespace NotebookKit.Tests.Optimizers;

/// <summary>Methods that see a whole function, on functions whose minima are known.</summary>
public class MinimizerTests
{
    private static readonly GoldenFile Golden = new("optim.npz");

    [Fact]
    [Trait("System", "OPT-GD")]
    [Trait("Golden", "G-SIGNSTEP")]
    public void Gradient_descent_converges_for_rates_below_two_over_the_curvature()
    {
        foreach ((double rate, bool converges) in new[] { (0.02, true), (0.1, true), (0.15, true), (0.195, true), (0.21, false), (0.3, false) })
        {
            Trace trace = new GradientDescent { Rate = rate, MaxSteps = 2000 }.Minimize(TestFunctions.Bowl);
            Assert.Equal(converges, trace.Converged);
            Assert.Equal(converges, trace.Value < 1e-12);
            if (rate <= 0.1)
            {
                Assert.All(Enumerable.Range(1, trace.Steps), t => Assert.True(trace.Values[t] < trace.Values[t - 1]));
            }
        }

        Objective square = new(x => x.Square().Sum());
        double x = 1, slope = square.ValueAndGradient(Tensor.From([x])).Gradient.Item();
        double after = square.Value(Tensor.From([x - (0.1 * Math.Sign(slope))]));
        Assert.Equal(0.81, after, 1e-15);
        Assert.True(after <= square.Value(Tensor.From([x])));
    }

    [Fact]
    [Trait("System", "OPT-LINE")]
    public void A_line_search_never_goes_up_and_takes_the_step_nearest_the_best()
    {
        double[] grid = [0.01, 0.05, 0.1, 0.15, 0.2, 0.4];
        Trace first = new GradientDescent { Search = new GridSearch(grid), MaxSteps = 1 }.Minimize(TestFunctions.Bowl);
        Assert.Equal(0.1, first.StepSizes[1]);
        double best = 101.0 / 1001;
        Assert.Equal(grid.MinBy(step => Math.Abs(step - best)), first.StepSizes[1]);

        LineSearch[] searches = [new GridSearch([1, 0.1, 0.01, 1e-3, 1e-4]), new Backtracking(), new StrongWolfe(), new ParabolaStep()];
        foreach (TestFunction f in TestFunctions.All)
        {
            foreach (LineSearch search in searches)
            {
                Trace trace = new GradientDescent { Search = search, MaxSteps = 40, Rate = 1 }.Minimize(f);
                Assert.True(trace.Steps > 0);
                Assert.All(Enumerable.Range(1, trace.Steps), t => Assert.True(trace.Values[t] < trace.Values[t - 1], $"{f.Name} {search.GetType().Name} {t}"));
            }
        }
    }

    [Fact]
    [Trait("System", "OPT-NEWTON")]
    [Trait("Golden", "G-NEWTON")]
    public void Newton_solves_a_quadratic_in_one_step_and_trains_a_small_net_with_damping()
    {
        Trace one = new Newton { MaxSteps = 1 }.Minimize(TestFunctions.Bowl);
        Assert.All(one.Point.ToArray<double>(), x => Assert.Equal(0, x, 1e-12));

        foreach (int seed in Enumerable.Range(1, 5))
        {
            (Objective f, Tensor minimum) = Quadratic(6, seed);
            Tensor reached = new Newton { MaxSteps = 1 }.Minimize(f, Tensor.Zeros([6], DType.Float64)).Point;
            Assert.True((reached - minimum).Norm().Item() < 1e-10);
        }

        (Sequential net, Tensor x, Tensor d) = Xor(3, seed: 4);
        Assert.True(net.ParameterCount < 50);
        Trace trained = new Newton { Definite = true, Mu = 1e-3, Search = new Backtracking(), MaxSteps = 100, Tolerance = 1e-5 }.Minimize(Objective.Of(net, () => Loss.MeanSquaredError(net.Forward(x), d)));
        Assert.True(trained.Value < 1e-4, trained.ToString());
        Assert.All(net.Forward(x).ToArray<double>().Zip(d.ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 0.05));
    }

    [Fact]
    public void Plain_Newton_runs_to_a_saddle_and_the_definite_one_away_from_it()
    {
        Objective f = new(p => p[0].Square() - p[1].Square() + (p[1].Square().Square() / 4));
        Tensor start = Tensor.From([1.0, 0.3]);
        Assert.Equal(StationaryKind.Saddle, Landscape.Classify(f, new Newton().Minimize(f, start).Point).Kind);
        Trace away = new Newton { Definite = true, Search = new Backtracking() }.Minimize(f, start);
        Assert.Equal(StationaryKind.Minimum, Landscape.Classify(f, away.Point).Kind);
        Assert.Equal(-1, away.Value, 1e-9);
        Assert.Contains("Definite", Assert.Throws<InvalidOperationException>(() => new Newton().Minimize(new Objective(p => p[0].Square() + p[1]), start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("System", "OPT-CG")]
    public void Conjugate_gradients_solve_n_numbers_in_n_steps_and_train_xor()
    {
        foreach (int n in new[] { 1, 2, 5, 12 })
        {
            (Objective f, Tensor minimum) = Quadratic(n, n);
            foreach (ConjugateFormula formula in Enum.GetValues<ConjugateFormula>())
            {
                Trace trace = new ConjugateGradient { Formula = formula, Search = new ParabolaStep(), MaxSteps = n, Tolerance = 1e-12 }.Minimize(f, Tensor.Zeros([n], DType.Float64));
                Assert.True((trace.Point - minimum).Norm().Item() < 1e-8, $"{n} {formula}: {trace}");
            }
        }

        Rng rng = new(3);
        Tensor root = Tensor.Normal([8, 8], rng: rng, dtype: DType.Float64);
        Tensor a = root.MatMul(root.Transpose()) + Tensor.Eye(8, dtype: DType.Float64);
        Tensor b = Tensor.Normal([8], rng: rng, dtype: DType.Float64);
        Trace solved = ConjugateGradient.Solve(a, b, 1e-9);
        Assert.InRange(solved.Steps, 1, 9);
        Assert.True((solved.Point - a.Solve(b)).Norm().Item() < 1e-8);

        (Sequential net, Tensor x, Tensor d) = Xor(4, seed: 2);
        Trace xor = new ConjugateGradient { MaxSteps = 300 }.Minimize(Objective.Of(net, () => Loss.MeanSquaredError(net.Forward(x), d)));
        Assert.True(xor.Value < 1e-3, xor.ToString());
        Assert.True(Loss.MeanSquaredError(net.Forward(x), d).Item() < 1e-3);
    }

    [Fact]
    [Trait("System", "OPT-QN")]
    public void Quasi_Newton_methods_reach_Rosenbrocks_minimum_and_keep_the_secant_condition()
    {
        foreach (Minimizer method in new Minimizer[] { new Bfgs { MaxSteps = 99 }, new Lbfgs { MaxSteps = 99 }, new Lbfgs { MaxSteps = 99, History = 3 } })
        {
            Trace trace = method.Minimize(TestFunctions.Rosenbrock);
            Assert.True(trace.Converged && trace.Steps < 100, trace.ToString());
            Assert.All(trace.Point.ToArray<double>().Zip(Golden.Stored("minima/rosenbrock").ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        }

        Rng rng = new(6);
        for (int trial = 0; trial < 10; trial++)
        {
            Tensor root = Tensor.Normal([5, 5], rng: rng, dtype: DType.Float64);
            Tensor b = root.MatMul(root.Transpose()) + Tensor.Eye(5, dtype: DType.Float64);
            Tensor s = Tensor.Normal([5], rng: rng, dtype: DType.Float64);
            Tensor y = (2 * s) + (0.3 * Tensor.Normal([5], rng: rng, dtype: DType.Float64));
            Tensor next = Bfgs.Update(b, s, y);
            Assert.True((next.MatMul(s.Unsqueeze(1)).Squeeze(1) - y).Norm().Item() < 1e-10);
            Assert.True((Bfgs.UpdateInverse(b.Inverse(), s, y) - next.Inverse()).Norm().Item() < 1e-10);
        }
    }

    [Fact]
    public void The_minima_are_scipys()
    {
        foreach (Minimizer method in new Minimizer[] { new Bfgs(), new Lbfgs(), new ConjugateGradient(), new Newton { Definite = true, Search = new Backtracking() } })
        {
            Near("beale", method.Minimize(TestFunctions.Beale, Tensor.From([2.5, 0.2])));
            int i = 0;
            foreach (double[] begin in new double[][] { [3.5, 1.5], [-2.5, 3.0], [-3.5, -3.0], [3.0, -2.0] })
            {
                Near($"himmelblau{i++}", method.Minimize(TestFunctions.Himmelblau, Tensor.From(begin)));
            }
        }

        Objective ten = new(p => ((100 * (p[1..] - p[..9].Square()).Square()) + (1 - p[..9]).Square()).Sum());
        Near("rosenbrock ten", new Lbfgs { Tolerance = 1e-7 }.Minimize(ten, Tensor.Linspace(-1, 1.5, 10, DType.Float64)));

        foreach (TestFunction f in TestFunctions.All)
        {
            Assert.All(f.Minima, minimum =>
            {
                Assert.Equal(f.Least, f.Height(minimum[0], minimum[1]), 1e-20);
                Assert.Equal(StationaryKind.Minimum, Landscape.Classify(f, Tensor.From(minimum)).Kind);
            });
        }

        static void Near(string name, Trace trace) => Assert.True((trace.Point - Golden.Stored($"minima/{name}")).Norm().Item() < 1e-5, $"{name}: {trace}");
    }

    [Fact]
    [Trait("System", "OPT-GN")]
    public void Gauss_Newton_fits_a_curve_and_is_Newton_where_residuals_are_zero()
    {
        Tensor t = Tensor.Linspace(0, 2, 15, DType.Float64);
        Tensor y = 2.5 * (-1.3 * t).Exp();
        foreach (Minimizer method in new Minimizer[] { new GaussNewton { MaxSteps = 14 }, new LevenbergMarquardt { MaxSteps = 14 } })
        {
            Trace trace = method.Minimize(new LeastSquares(p => (p[0] * (p[1] * t).Exp()) - y), Tensor.From([2.0, -1.0]));
            Assert.True(trace.Converged && trace.Steps < 15, trace.ToString());
            Assert.All(trace.Point.ToArray<double>().Zip([2.5, -1.3]), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
        }

        LeastSquares exact = new(p => (p[0] * (p[1] * t).Exp()) - y);
        Tensor at = Tensor.From([2.5, -1.3]);
        Tensor j = exact.Linearize(at).Jacobian;
        Assert.Equal(new Shape(15, 2), j.Shape);
        Assert.True((j.Transpose().MatMul(j) - exact.Hessian(at)).Norm().Item() < 1e-10);

        // Straight residuals: both step to the same place from anywhere.
        Tensor m = Tensor.Normal([6, 3], rng: new Rng(2), dtype: DType.Float64);
        LeastSquares straight = new(p => m.MatMul(p.Unsqueeze(1)).Squeeze(1) - 1);
        Tensor start = Tensor.From([1.0, -2, 3]);
        Tensor one = new GaussNewton { MaxSteps = 1 }.Minimize(straight, start).Point;
        Assert.True((one - new Newton { MaxSteps = 1 }.Minimize(straight, start).Point).Norm().Item() < 1e-10);

        (Sequential net, Tensor x, Tensor d) = Xor(3, seed: 4);
        Trace trained = new LevenbergMarquardt { MaxSteps = 60, Tolerance = 1e-6 }.Minimize(LeastSquares.Of(net, () => net.Forward(x) - d));
        Assert.True(trained.Value < 1e-6, trained.ToString());
    }

    [Fact]
    public void Misuse_of_a_minimiser_gets_one_clear_message()
    {
        Objective plane = new(x => x.Sum());
        Says("say where it starts", () => new Bfgs().Minimize(plane));
        Says("a vector [n] of Float64", () => plane.Value(Tensor.Zeros([2, 2], DType.Float64)));
        Says("must give a single number, and gave [2]", () => new Objective(x => x).Value(Tensor.From([1.0, 2])));
        Says("value at the start is NaN", () => new Bfgs().Minimize(new Objective(x => x.Log().Sum()), Tensor.From([-1.0])));
        Says("works on sums of squares", () => new GaussNewton().Minimize(plane, Tensor.From([1.0])));
        Says("Rate is a number above 0", () => _ = new GradientDescent { Rate = -1 });
        Says("line search and momentum", () => new GradientDescent { Momentum = 0.9, Search = new Backtracking() }.Minimize(plane, Tensor.From([1.0])));
        Says("steps above 0", () => _ = new GridSearch([0.1, -1]));
        Says("s'y must be above 0", () => Bfgs.Update(Tensor.Eye(1, dtype: DType.Float64), Tensor.From([1.0]), Tensor.From([-1.0])));
        Says("has 13 numbers to learn, and the point has 2", () =>
        {
            (Sequential net, Tensor x, Tensor d) = Xor(3, seed: 1);
            new Bfgs().Minimize(Objective.Of(net, () => net.Forward(x).Sum()), Tensor.From([1.0, 2]));
        });
        Says("a square matrix and a vector", () => ConjugateGradient.Solve(Tensor.Zeros([2, 3]), Tensor.Zeros([2])));

        static void Says(string part, Action act) => Assert.Contains(part, Assert.ThrowsAny<Exception>(act).Message, StringComparison.Ordinal);
    }

    private static (Objective F, Tensor Minimum) Quadratic(int n, int seed)
    {
        Rng rng = new(seed);
        Tensor root = Tensor.Normal([n, n], rng: rng, dtype: DType.Float64);
        Tensor a = root.MatMul(root.Transpose()) + Tensor.Eye(n, dtype: DType.Float64);
        Tensor b = Tensor.Normal([n], rng: rng, dtype: DType.Float64);
        return (new Objective(x => (x * ((0.5 * a.MatMul(x.Unsqueeze(1)).Squeeze(1)) - b)).Sum()), a.Solve(b));
    }

    internal static (Sequential Net, Tensor X, Tensor D) Xor(int hidden, int seed)
    {
        Rng rng = new(seed);
        Sequential net = new(new Linear(2, hidden, rng: rng, dtype: DType.Float64), new Squash(), new Linear(hidden, 1, rng: rng, dtype: DType.Float64));
        return (net, Tensor.From(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), Tensor.From([0.0, 1, 1, 0], [4, 1]));
    }

    private sealed class Squash : Module
    {
        public override Tensor Forward(Tensor input) => (2 * input).Tanh();
    }
}
