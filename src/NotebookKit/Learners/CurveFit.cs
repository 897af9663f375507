using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>A network with one hidden layer of sigmoids fitted to a function of one number: Net(x) = b + sum v_i sigma(w_i (x - c_i)).</summary>
/// <remarks>
/// The least squares over evenly spaced examples, found by Levenberg and Marquardt's steps: Gauss and Newton's where they
/// help, short ones down the slope where they do not. The sigmoids begin evenly spread over the interval; of several widths at the start
/// the best result is kept. That a wide net can represent a function does not say that learning finds it. Cybenko 1989; Hornik,
/// Stinchcombe and White 1989; lectures S1, S2 L3.
/// </remarks>
public sealed class CurveFit
{
    private readonly double[] parameters;

    private CurveFit(double[] parameters, Func<double, double> function, double from, double to) =>
        (this.parameters, Function, From, To) = (parameters, function, from, to);

    /// <summary>What was to be represented.</summary>
    public Func<double, double> Function { get; }

    /// <summary>Where the interval begins.</summary>
    public double From { get; }

    /// <summary>Where it ends.</summary>
    public double To { get; }

    /// <summary>How many hidden neurons.</summary>
    public int Width => parameters.Length / 3;

    /// <summary>(integral of |F - Net|^2)^(1/2), by quadrature, not over the examples.</summary>
    public double L2Error => FunctionDistance.Lp(Function, At, From, To, 2, 256);

    /// <summary>Fits a network.</summary>
    /// <param name="function">F.</param>
    /// <param name="width">Hidden neurons.</param>
    /// <param name="from">Where the interval begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="examples">Even examples, more than three a neuron.</param>
    /// <param name="rounds">Steps at most, each start.</param>
    /// <exception cref="ArgumentException">The interval is empty, or the examples are too few.</exception>
    public static CurveFit Fit(Func<double, double> function, int width, double from = 0, double to = 1, int examples = 401, int rounds = 60)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!(from < to) || width < 1 || examples < (3 * width) + 2)
        {
            throw new ArgumentException($"CurveFit: takes an interval that goes upward, a neuron at least, and more than three examples a neuron, and got {from} to {to}, {width} and {examples}.", nameof(width));
        }

        double[] x = [.. Enumerable.Range(0, examples).Select(i => from + ((to - from) * i / (examples - 1)))];
        double[] y = Array.ConvertAll(x, value => function(value));
        double[]? best = null;
        double smallest = double.PositiveInfinity;
        foreach (double steepness in (double[])[4, 12, 40])
        {
            (double[] found, double loss) = Descend(Start(y, width, from, to, steepness), x, y, rounds);
            (best, smallest) = loss < smallest ? (found, loss) : (best, smallest);
        }

        return new(best!, function, from, to);
    }

    /// <summary>The network's answer.</summary>
    public double At(double x)
    {
        double sum = parameters[^1];
        for (int i = 0; i < Width; i++)
        {
            sum += Unit(i, x);
        }

        return sum;
    }

    /// <summary>What one hidden neuron adds: v_i sigma(w_i x + b_i).</summary>
    public double Unit(int neuron, double x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)neuron, (uint)Width, nameof(neuron));
        return parameters[(3 * neuron) + 2] * Sigmoid((parameters[3 * neuron] * x) + parameters[(3 * neuron) + 1]);
    }

    /// <summary>The function, the fit, and each neuron's own curve.</summary>
    public Figure Draw()
    {
        Numbers x = Numbers.From(Enumerable.Range(0, 401).Select(i => From + ((To - From) * i / 400)));
        Figure fit = Figure.Beside(
            new PlotOptions { XLabel = "x" }.Figure(ToString(), null,
                new LineSeries(x, Numbers.From(x.Select(Function))) { Name = "F" }, new LineSeries(x, Numbers.From(x.Select(At))) { Name = "Net", Dash = 1 }),
            new PlotOptions { XLabel = "x" }.Figure("each neuron alone", null, [.. Enumerable.Range(0, Math.Min(Width, 32)).Select(i => new LineSeries(x, Numbers.From(x.Select(value => Unit(i, value)))))]));
        return fit;
    }

    /// <summary>The width and the error.</summary>
    public override string ToString() => $"width {Width}: L2 error {L2Error:G3}";

    private static double Sigmoid(double u) => 1 / (1 + Math.Exp(-u));

    // For each neuron slope, shift and output weight, then the output's bias. A step as high as the function rises there.
    private static double[] Start(double[] y, int width, double from, double to, double steepness)
    {
        double[] start = new double[(3 * width) + 1];
        double slope = steepness * Math.Max(2, width) / (to - from) / 4;
        start[^1] = y[0];
        for (int i = 0; i < width; i++)
        {
            int before = i * (y.Length - 1) / width, after = (i + 1) * (y.Length - 1) / width;
            start[3 * i] = slope;
            start[(3 * i) + 1] = -slope * (from + ((i + 0.5) * (to - from) / width));
            start[(3 * i) + 2] = y[after] - y[before] + (0.01 * (i % 2 == 0 ? 1 : -1));
        }

        return start;
    }

    private static (double[] Parameters, double Loss) Descend(double[] start, double[] x, double[] y, int rounds)
    {
        double damping = 1e-2;
        Vector<double> at = Vector<double>.Build.Dense(start);
        (Matrix<double> slopes, Vector<double> off) = Errors(at, x, y);
        double loss = off.DotProduct(off);
        for (int round = 0; round < rounds && loss > 1e-14 * x.Length && damping < 1e12; round++)
        {
            Matrix<double> normal = slopes.TransposeThisAndMultiply(slopes);
            Vector<double> downhill = slopes.TransposeThisAndMultiply(off);
            bool better = false;
            while (!better && damping < 1e12)
            {
                // A little more than the diagonal's share, so that flat directions do not leave the matrix singular.
                Matrix<double> damped = normal.Clone();
                damped.SetDiagonal(normal.Diagonal().Map(value => (value * (1 + damping)) + (damping * 1e-6) + 1e-12));
                Vector<double> next = at - damped.LU().Solve(downhill);
                (Matrix<double> nextSlopes, Vector<double> nextOff) = Errors(next, x, y);
                double nextLoss = nextOff.DotProduct(nextOff);
                better = nextLoss < loss;
                (at, slopes, off, loss, damping) = better ? (next, nextSlopes, nextOff, nextLoss, damping / 5) : (at, slopes, off, loss, damping * 4);
            }
        }

        return (at.ToArray(), loss);
    }

    private static (Matrix<double> Slopes, Vector<double> Off) Errors(Vector<double> p, double[] x, double[] y)
    {
        int width = p.Count / 3;
        Matrix<double> slopes = Matrix<double>.Build.Dense(x.Length, p.Count);
        Vector<double> off = Vector<double>.Build.Dense(x.Length);
        for (int n = 0; n < x.Length; n++)
        {
            double sum = p[3 * width];
            for (int i = 0; i < width; i++)
            {
                double s = Sigmoid((p[3 * i] * x[n]) + p[(3 * i) + 1]), back = p[(3 * i) + 2] * s * (1 - s);
                sum += p[(3 * i) + 2] * s;
                slopes[n, 3 * i] = back * x[n];
                slopes[n, (3 * i) + 1] = back;
                slopes[n, (3 * i) + 2] = s;
            }

            slopes[n, 3 * width] = 1;
            off[n] = sum - y[n];
        }

        return (slopes, off);
    }
}
