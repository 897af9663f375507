namespace NotebookKit.Sequences;

/// <summary>A linear guess of the next value from the last ones: y(t) = c + a1 y(t - 1) + ... + an y(t - n).</summary>
/// <remarks>Fitted by least squares over all places of the series (Yule 1927, on sunspots). Lecture S1.</remarks>
public sealed record Autoregression
{
    private Autoregression(double constant, IReadOnlyList<double> coefficients, double deviation) => (Constant, Coefficients, Deviation) = (constant, coefficients, deviation);

    /// <summary>c.</summary>
    public double Constant { get; }

    /// <summary>a1 to an, of the newest value first.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>The root of the mean squared error of one step on the series that it was fitted to.</summary>
    public double Deviation { get; }

    /// <summary>Fits a series.</summary>
    /// <param name="series">Finite values, more than twice the order.</param>
    /// <param name="order">n, 1 or more.</param>
    /// <exception cref="ArgumentException">The series is too short or not finite, or its values decide nothing, as when all are alike.</exception>
    public static Autoregression Fit(IReadOnlyList<double> series, int order)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        if (series.Count <= 2 * order || !series.All(double.IsFinite))
        {
            throw new ArgumentException($"Autoregression: order {order} takes more than {2 * order} finite values, and the series has {series.Count}.", nameof(series));
        }

        int rows = series.Count - order;
        double mean = series.Average(), spread = Math.Max(double.Epsilon, series.Max(value => Math.Abs(value - mean)));
        double[] scaled = [.. series.Select(value => (value - mean) / spread)];
        double[] past = [.. Enumerable.Range(order, rows).SelectMany(t => Enumerable.Range(0, order + 1).Select(k => k == 0 ? 1 : scaled[t - k]))];
        Tensor taps = Tensor.From(past, [rows, order + 1]), next = Tensor.From(scaled[order..], [rows]);
        if (taps.MatrixRank(1e-6).Item() <= order)
        {
            throw new ArgumentException($"Autoregression: the {series.Count} values do not decide the coefficients; the series repeats itself or never changes, take a lower order.", nameof(series));
        }

        double[] solved = taps.LeastSquares(next).ToArray<double>(), found = solved[1..];
        Autoregression fitted = new((solved[0] * spread) + (mean * (1 - found.Sum())), found, 0);
        double squares = 0;
        for (int t = order; t < series.Count; t++)
        {
            double error = series[t] - fitted.Next(series, t);
            squares += error * error;
        }

        return new(fitted.Constant, found, Math.Sqrt(squares / rows));
    }

    /// <summary>Goes on with a series, each guess becoming a past value of the next.</summary>
    /// <param name="history">The last values at least, as many as there are coefficients.</param>
    /// <param name="steps">Values to guess.</param>
    public double[] Forecast(IReadOnlyList<double> history, int steps)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (history.Count < Coefficients.Count)
        {
            throw new ArgumentException($"Autoregression: {Coefficients.Count} coefficients look back at as many values, and there are {history.Count}.", nameof(history));
        }

        List<double> all = [.. history];
        for (int step = 0; step < steps; step++)
        {
            all.Add(Next(all, all.Count));
        }

        return [.. all.Skip(history.Count)];
    }

    /// <summary>The formula, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"y(t) = {Constant:G4}{string.Concat(Coefficients.Select((a, k) => FormattableString.Invariant($" {(a < 0 ? '-' : '+')} {Math.Abs(a):G4} y(t-{k + 1})")))}");

    private double Next(IReadOnlyList<double> series, int at)
    {
        double value = Constant;
        for (int k = 0; k < Coefficients.Count; k++)
        {
            value += Coefficients[k] * series[at - 1 - k];
        }

        return value;
    }
}
