using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>A network with one hidden layer of sigmoids fitted to a function of one number: Net(x) = b + sum v_i sigma(w_i (x - c_i)).</summary>
/// <remarks>
/// The least squares over evenly spaced examples, found by Levenberg and Marquardt's steps: Gauss and Newton's where they
/// help, short ones down the slope where they do not. The sigmoids begin evenly spread over the interval, once flat and once steep; the
/// better end is kept. That a wide net can represent a function does not say that learning finds it. Cybenko 1989; Hornik,
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
    public static CurveFit Fit(Func<double, double> function, int width, double from = 0, double to = 1, int examples = 401, int rounds = 60) =>
        Grow(function, [width], from, to, examples, rounds)[0];

    /// <summary>Fits networks of growing width: each also begins where the narrower one before it ended, with new neurons added, so that width never harms.</summary>
    /// <param name="function">F.</param>
    /// <param name="widths">Hidden neurons of each, growing.</param>
    /// <param name="from">Where the interval begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="examples">Even examples, more than three a neuron.</param>
    /// <param name="rounds">Steps at most, each start.</param>
    /// <exception cref="ArgumentException">The interval is empty, the widths do not grow, or the examples are too few.</exception>
    public static IReadOnlyList<CurveFit> Grow(Func<double, double> function, IReadOnlyList<int> widths, double from = 0, double to = 1, int examples = 401, int rounds = 60)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(widths);
        if (!(from < to) || widths.Count == 0 || widths[0] < 1 || widths.Zip(widths.Skip(1)).Any(pair => pair.Second <= pair.First) || examples < (3 * widths[^1]) + 2)
        {
            throw new ArgumentException($"CurveFit: takes an interval that goes upward, widths from 1 that grow, and more than three examples a neuron, and got {from} to {to}, [{string.Join(", ", widths)}] and {examples}.", nameof(widths));
        }

        double[] x = [.. Enumerable.Range(0, examples).Select(i => from + ((to - from) * i / (examples - 1)))];
        double[] y = Array.ConvertAll(x, value => function(value));
        List<CurveFit> fits = [];
        foreach (int width in widths)
        {
            double[][] starts = [.. new double[] { 4, 40 }.Select(steepness => Start(y, width, from, to, steepness)), .. fits.Select(fit => Widened(fit.parameters, Start(y, width, from, to, 8))).TakeLast(1)];
            fits.Add(new(starts.Select(start => CurveDescent.Run(start, x, y, rounds)).MinBy(end => end.Loss).Parameters, function, from, to));
        }

        return fits;
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

    internal static double Sigmoid(double u) => 1 / (1 + Math.Exp(-u));

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

    // The neurons of a narrower net, and new ones that say nothing yet.
    private static double[] Widened(double[] narrow, double[] start)
    {
        double[] wide = [.. start];
        for (int i = narrow.Length - 1; i < wide.Length - 1; i += 3)
        {
            wide[i + 2] = 0;
        }

        narrow.AsSpan(..^1).CopyTo(wide);
        wide[^1] = narrow[^1];
        return wide;
    }
}
