using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

public class ApproximationTests
{
    [Fact]
    [Trait("System", "REP-PRECISION")]
    public void The_distance_is_exact_for_polynomials()
    {
        // integral from -1 to 2 of (x^3 - x)^2, of |x^3 - x|, of |x^3 - x|^3 by hand.
        static double Cubic(double x) => (x * x * x) - x;
        static double Square(double x) => (Math.Pow(x, 7) / 7) - (2 * Math.Pow(x, 5) / 5) + (Math.Pow(x, 3) / 3);
        static double Plain(double x) => (Math.Pow(x, 4) / 4) - (x * x / 2);
        static double Cube(double x) => (Math.Pow(x, 10) / 10) - (3 * Math.Pow(x, 8) / 8) + (3 * Math.Pow(x, 6) / 6) - (Math.Pow(x, 4) / 4);
        foreach (int panels in (int[])[1, 7, 16])
        {
            Assert.Equal(Math.Sqrt(Square(2) - Square(-1)), FunctionDistance.Lp(Cubic, _ => 0, -1, 2, 2, panels), 1e-12);

            // The cubic is above 0 on (-1, 0) and (1, 2), below between.
            Assert.Equal(Pieces(Plain), FunctionDistance.Lp(Cubic, _ => 0, -1, 2, 1, panels), 1e-12);
            Assert.Equal(Math.Cbrt(Pieces(Cube)), FunctionDistance.Lp(Cubic, _ => 0, -1, 2, 3, panels), 1e-12);
        }

        Assert.Equal(0.5, FunctionDistance.Lp(x => x + 0.5, x => x, 0, 1, 4), 1e-12);
        Assert.InRange(FunctionDistance.Lp(x => x, _ => 0, 0, 1, double.PositiveInfinity), 0.99, 1);
        Assert.Contains("p is 1 or above", Assert.Throws<ArgumentException>(() => FunctionDistance.Lp(x => x, x => x, 0, 1, 0.5)).Message);

        static double Pieces(Func<double, double> f) => (f(0) - f(-1)) - (f(1) - f(0)) + (f(2) - f(1));
    }

    [Fact]
    [Trait("System", "REP-STAT")]
    public void The_empirical_error_nears_the_theoretical_like_one_over_the_root_of_the_examples()
    {
        CurveFit fixedNet = CurveFit.Fit(x => Math.Sin(2 * Math.PI * x), 2, rounds: 10);
        var gaps = FunctionDistance.ErrorGaps(fixedNet.Function, fixedNet.At, 0, 1, [10, 30, 100, 300, 1000, 3000], repeats: 100, new Rng(61));
        double[] x = [.. gaps.Select(gap => Math.Log(gap.Examples))], y = [.. gaps.Select(gap => Math.Log(gap.Gap))];
        double slope = x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Sum() / x.Sum(a => (a - x.Average()) * (a - x.Average()));
        Assert.InRange(slope, -0.6, -0.4);
    }

    [Fact]
    [Trait("System", "REP-BARRON")]
    [Trait("Golden", "G-BARRON")]
    public void Barrons_bound_is_smallest_where_the_formula_says()
    {
        Assert.Equal(3.805, new BarronBound(1, 10, 1000).BestWidth, 1e-3);
        foreach ((double c, int p, int n) in ((double, int, int)[])[(1, 10, 1000), (7, 3, 50_000), (0.2, 100, 200)])
        {
            BarronBound bound = new(c, p, n);

            // Golden section, which knows nothing of the formula.
            double low = 1e-3, high = 1e4;
            for (int i = 0; i < 200; i++)
            {
                double a = high - ((high - low) * 0.6180339887498949), b = low + ((high - low) * 0.6180339887498949);
                (low, high) = bound.Total(a) < bound.Total(b) ? (low, b) : (a, high);
            }

            Assert.Equal(bound.BestWidth, low, bound.BestWidth * 1e-5);
            Assert.Equal((c / 5) + (5 * p * Math.Log(n) / n), bound.Total(5), 1e-12);
            Assert.StartsWith("<svg", bound.Draw().ToSvg());
        }

        Assert.Throws<ArgumentException>(() => new BarronBound(1, 10, 1));
    }

    [Fact]
    public void Wider_networks_fit_a_sine_and_a_corner_better()
    {
        foreach (Func<double, double> function in (Func<double, double>[])[x => Math.Sin(2 * Math.PI * x), x => Math.Abs(x - 0.5)])
        {
            double[] errors = [.. CurveFit.Grow(function, [2, 8, 32], examples: 201, rounds: 25).Select(fit => fit.L2Error)];
            Assert.True(errors[0] > errors[1] && errors[1] > errors[2] && errors[2] < 1e-3, string.Join(" ", errors));
        }

        // A step is as good as the examples are dense, whatever the width: the two beside it are 0.005 apart.
        double step = CurveFit.Fit(x => x >= 0.5 ? 1 : 0, 2, examples: 201).L2Error;
        Assert.InRange(step, 0, Math.Sqrt(0.005));
        Assert.Contains("[8, 2]", Assert.Throws<ArgumentException>(() => CurveFit.Grow(Math.Sin, [8, 2])).Message);
    }
}
