using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>The perceptron convergence theorem in numbers: from w = 0 no more than n_max = beta ||w_o||^2 / alpha^2 corrections are made.</summary>
/// <remarks>
/// With the points of class 0 reflected, alpha = min w_o x over all points is above 0 for any w_o that separates, and beta =
/// max ||x||^2. After n corrections n^2 alpha^2 / ||w_o||^2 &lt;= ||w||^2 &lt;= n beta, and the two curves meet at n_max.
/// Novikoff 1962; lecture S2 L2, whose slide with beta is lost.
/// </remarks>
/// <param name="Alpha">The smallest w_o x over the reflected points.</param>
/// <param name="Beta">The largest ||x||^2.</param>
/// <param name="Optimal">w_o, the bias first where there is one.</param>
public sealed record PerceptronBound(double Alpha, double Beta, IReadOnlyList<double> Optimal)
{
    /// <summary>beta ||w_o||^2 / alpha^2.</summary>
    public double MaxCorrections => Beta * SquaredNorm / (Alpha * Alpha);

    private double SquaredNorm => Optimal.Sum(w => w * w);

    /// <summary>The bound by given weights that separate.</summary>
    /// <param name="points">The examples.</param>
    /// <param name="optimal">w_o.</param>
    /// <param name="bias">Whether the perceptron learns a bias: then every point has a leading 1.</param>
    /// <exception cref="ArgumentException">The weights do not separate the points, or have a bias that the perceptron does not.</exception>
    public static PerceptronBound Of(LabelledPoints points, ThresholdUnit optimal, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(optimal);
        Points.Fits(nameof(PerceptronBound), optimal.Inputs, points.Dimension);
        if (!bias && optimal.Bias != 0)
        {
            throw new ArgumentException($"PerceptronBound: the weights have the bias {Points.Text(optimal.Bias)}, but the perceptron learns none; say bias: true.", nameof(optimal));
        }

        double[] w = [.. bias ? optimal.Augmented : optimal.Weights];
        double[][] reflected = points.Reflected(bias);
        double alpha = reflected.Min(x => Points.Dot(w, x));
        return alpha > 0
            ? new(alpha, reflected.Max(x => Points.Dot(x, x)), w)
            : throw new ArgumentException($"PerceptronBound: the weights {Points.Text(w)} do not separate the points; the smallest w x of the reflected points is {Points.Text(alpha)}.", nameof(optimal));
    }

    /// <summary>The smallest bound: by the direction with the largest alpha / ||w_o||.</summary>
    /// <remarks>It solves min ||w||^2 with w x >= 1, the widest margin through the origin, by ascent in one multiplier after the other.</remarks>
    /// <param name="points">The examples.</param>
    /// <param name="bias">Whether the perceptron learns a bias.</param>
    /// <exception cref="ArgumentException">No line separates the points.</exception>
    public static PerceptronBound Best(LabelledPoints points, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(points);
        Separability apart = Separability.Of(points, bias);
        if (apart.Unit is null)
        {
            throw new ArgumentException($"PerceptronBound: no line separates these points, so there is no bound: {apart}.", nameof(points));
        }

        double[][] reflected = points.Reflected(bias);
        double[] w = WidestThroughOrigin(reflected);

        // Where the ascent stopped early, the linear programme's own weights may be the better ones.
        ThresholdUnit found = bias ? ThresholdUnit.FromAugmented(w) : new(w);
        return reflected.All(x => Points.Dot(w, x) > 0) && Of(points, found, bias) is var best && best.MaxCorrections <= Of(points, apart.Unit, bias).MaxCorrections
            ? best
            : Of(points, apart.Unit, bias);
    }

    /// <summary>||w||^2 is at least this after n corrections.</summary>
    public double Lower(double n) => n * n * Alpha * Alpha / SquaredNorm;

    /// <summary>||w||^2 is at most this after n corrections.</summary>
    public double Upper(double n) => n * Beta;

    /// <summary>Both curves up to where they meet, and the path of a perceptron between them.</summary>
    /// <param name="trace">A run from zero weights with instance updates; null for none.</param>
    public Figure Draw(PerceptronTrace? trace = null)
    {
        double end = 1.15 * MaxCorrections;
        Numbers n = Numbers.From(Enumerable.Range(1, 240).Select(i => end * i / 240));
        Figure figure = new PlotOptions { XLabel = "corrections", YLabel = "||w||^2", LogY = true }.Figure(
            "The path must end before the curves meet", null, new LineSeries(n, Numbers.From(n.Select(Upper))) { Name = "at most" }, new LineSeries(n, Numbers.From(n.Select(Lower))) { Name = "at least" });
        if (trace is { SquaredNorms.Count: > 1 })
        {
            double rate = trace.LearningRate;
            figure = figure.With(new LineSeries(
                Numbers.From(Enumerable.Range(1, trace.SquaredNorms.Count - 1).Select(i => (double)i)), Numbers.From(trace.SquaredNorms.Skip(1).Select(norm => norm / (rate * rate))))
            { Name = "perceptron" });
        }

        return figure.Mark(x: MaxCorrections, text: $"n_max = {MaxCorrections:N0}");
    }

    /// <summary>The bound and its parts.</summary>
    public override string ToString() => $"at most {MaxCorrections:N1} corrections (alpha {Points.Text(Alpha)}, beta {Points.Text(Beta)}, w_o {Points.Text(Optimal)})";

    private static double[] WidestThroughOrigin(double[][] points)
    {
        double[] w = new double[points[0].Length];
        double[] multipliers = new double[points.Length];
        double[] squares = [.. points.Select(x => Points.Dot(x, x))];
        for (int sweep = 0; sweep < 20_000; sweep++)
        {
            double worst = 0;
            for (int i = 0; i < points.Length; i++)
            {
                double missing = 1 - Points.Dot(w, points[i]);
                double next = Math.Max(0, multipliers[i] + (missing / squares[i]));
                double change = next - multipliers[i];
                if (change != 0)
                {
                    Points.Add(w, points[i], change);
                    multipliers[i] = next;
                    worst = Math.Max(worst, Math.Abs(change) * squares[i]);
                }
            }

            if (worst < 1e-13)
            {
                break;
            }
        }

        return w;
    }
}
