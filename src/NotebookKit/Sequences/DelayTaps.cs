using NotebookKit.Data;

namespace NotebookKit.Sequences;

/// <summary>Memory by delay: the last values of series lie side by side as the inputs of a network that has no memory of its own.</summary>
/// <remarks>Lecture S1 (dealing with sequences: delay taps).</remarks>
public static class DelayTaps
{
    /// <summary>Examples of one step ahead: y(t - 1), ..., y(t - n) and, where there is an input series, x(t - 1), ..., x(t - m), for y(t).</summary>
    /// <param name="series">y.</param>
    /// <param name="taps">n, values of y; 0 or more.</param>
    /// <param name="inputs">x, as long as y; null for none.</param>
    /// <param name="inputTaps">m, values of x.</param>
    /// <returns>[N, n + m] and [N, 1] of Float32, the newest value first.</returns>
    /// <exception cref="ArgumentException">There is no tap, the lengths differ, or the series is shorter than the taps.</exception>
    public static Dataset Of(IReadOnlyList<double> series, int taps, IReadOnlyList<double>? inputs = null, int inputTaps = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        int first = Math.Max(taps, inputTaps), count = series.Count - first;
        if (taps < 0 || inputTaps < 0 || first == 0 || count < 1 || (inputs is null) != (inputTaps == 0) || (inputs is not null && inputs.Count != series.Count))
        {
            throw new ArgumentException($"DelayTaps: {taps} taps of a series of {series.Count} and {inputTaps} of inputs of {inputs?.Count.ToString() ?? "none"}; there is one tap at least, inputs are as long as the series, and both are longer than their taps.", nameof(series));
        }

        float[] rows = new float[count * (taps + inputTaps)], next = new float[count];
        for (int row = 0; row < count; row++)
        {
            int now = row + first, at = row * (taps + inputTaps);
            for (int k = 0; k < taps; k++)
            {
                rows[at + k] = (float)series[now - 1 - k];
            }

            for (int k = 0; k < inputTaps; k++)
            {
                rows[at + taps + k] = (float)inputs![now - 1 - k];
            }

            next[row] = (float)series[now];
        }

        return new Dataset("delay taps", Tensor.Wrap(rows, [count, taps + inputTaps]), Tensor.Wrap(next, [count, 1]));
    }

    /// <summary>A NARMA series of order 10: what comes depends on products of what went in and came out up to ten steps ago.</summary>
    /// <remarks>y(t + 1) = 0.3 y(t) + 0.05 y(t) (y(t) + ... + y(t - 9)) + 1.5 x(t - 9) x(t) + 0.1, with x evenly between 0 and 0.5. Atiya and Parlos 2000.</remarks>
    /// <param name="count">Values.</param>
    /// <param name="rng">Where x comes from; the session's generator when null.</param>
    public static (double[] Inputs, double[] Series) Narma10(int count, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 10);
        Rng dice = rng ?? Rng.Current;
        double[] x = [.. Enumerable.Range(0, count).Select(_ => dice.NextDouble() / 2)], y = new double[count];
        for (int t = 9; t < count - 1; t++)
        {
            double sum = 0;
            for (int k = 0; k < 10; k++)
            {
                sum += y[t - k];
            }

            y[t + 1] = (0.3 * y[t]) + (0.05 * y[t] * sum) + (1.5 * x[t - 9] * x[t]) + 0.1;
        }

        return (x, y);
    }
}
