namespace NotebookKit.Ops;

/// <summary>What the check cases of the recurrent operations share.</summary>
internal static class RecurrentCases
{
    /// <summary>[N, T, I, H], lengths or null, and the direction, for each case.</summary>
    public static IEnumerable<(int Steps, int Batch, int Inputs, int Hidden, long[]? Lengths, bool Reverse)> Sizes =>
    [
        (1, 1, 1, 1, null, false), (3, 2, 2, 3, null, false), (2, 1, 1, 5, null, true), (3, 2, 1, 2, [2, 3], false), (3, 3, 1, 2, [1, 0, 3], true), (2, 0, 2, 3, null, false),
    ];

    /// <summary>The lengths as the operation takes them.</summary>
    public static Tensor? Lengths(long[]? lengths) => lengths is null ? null : Tensor.From(lengths);

    /// <summary>Several results as one row of numbers.</summary>
    public static Tensor Flat(params Tensor[] tensors) => Tensor.Concat([.. tensors.Select(tensor => tensor.Flatten())]);

    /// <summary>Runs a cell over sequences: from (input sums and states of one sequence) to its next states, the first of which is shown.</summary>
    /// <returns>The shown states [T, N, H] and then each last state [N, H].</returns>
    public static double[] Run(
        double[] x, double[][] states, (int Steps, int Batch, int Inputs, int Hidden, long[]? Lengths, bool Reverse) size, Func<double[], double[][], double[][]> cell)
    {
        (int steps, int batch, int inputs, int hidden, long[]? lengths, bool reverse) = size;
        double[] shown = new double[steps * batch * hidden];
        double[][] last = [.. states.Select(state => (double[])state.Clone())];
        for (int n = 0; n < batch; n++)
        {
            double[][] own = [.. states.Select(state => state[(n * hidden)..((n + 1) * hidden)])];
            for (int i = 0; i < steps; i++)
            {
                int step = reverse ? steps - 1 - i : i;
                int place = (step * batch) + n;
                own = lengths is null || step < lengths[n] ? cell(x[(place * inputs)..((place + 1) * inputs)], own) : own;
                own[0].CopyTo(shown, place * hidden);
            }

            for (int s = 0; s < last.Length; s++)
            {
                own[s].CopyTo(last[s], n * hidden);
            }
        }

        return [.. shown, .. last.SelectMany(state => state)];
    }

    /// <summary>W x + b, or W x where b is empty.</summary>
    public static double[] Product(double[] w, double[] x, double[] b)
    {
        double[] y = new double[w.Length / Math.Max(1, x.Length)];
        for (int j = 0; j < y.Length; j++)
        {
            y[j] = b.Length == 0 ? 0 : b[j];
            for (int i = 0; i < x.Length; i++)
            {
                y[j] += w[(j * x.Length) + i] * x[i];
            }
        }

        return y;
    }

    /// <summary>The logistic function.</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
