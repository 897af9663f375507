using NotebookKit.Charts;

namespace NotebookKit.Learners;

/// <summary>ADALINE: a linear unit that moves against its error before any threshold, w += eta (d - u) x, the rule of Widrow and Hoff.</summary>
/// <remarks>
/// Least mean squares: where the perceptron stops at the first line that separates, it goes on to the weights of the least
/// square error. Widrow and Hoff, Adaptive switching circuits, 1960; lecture S2 L1 names it.
/// </remarks>
public sealed record Adaline
{
    /// <summary>eta; too large a rate makes the weights run away.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Passes over the examples.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Whether a bias is learned.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>When corrections reach the weights; a batch takes their mean.</summary>
    public UpdateStrategy Update { get; init; } = UpdateStrategy.Instance;

    /// <summary>How many examples a mini-batch has.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Where the order of each pass comes from; null: always the order given.</summary>
    public Rng? Shuffle { get; init; }

    /// <summary>Learns.</summary>
    /// <param name="inputs">[N, d].</param>
    /// <param name="targets">[N]: the numbers wanted; for classes 1 and -1.</param>
    /// <exception cref="ArgumentException">The lengths differ or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The weights ran away.</exception>
    public AdalineResult Train(Tensor inputs, Tensor targets)
    {
        (double[][] rows, double[] wanted) = Pairs(nameof(Adaline), inputs, targets);
        if (!(LearningRate > 0) || Epochs < 1 || BatchSize < 1)
        {
            throw new ArgumentException($"Adaline: LearningRate, Epochs and BatchSize are above 0, and these are {LearningRate}, {Epochs} and {BatchSize}.");
        }

        double[] w = new double[rows[0].Length + 1];
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        int batch = Update switch { UpdateStrategy.Instance => 1, UpdateStrategy.Batch => rows.Length, _ => BatchSize };
        List<double> losses = [Loss(rows, wanted, w)];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            order = Shuffle?.Permutation(rows.Length) ?? order;
            foreach (int[] part in order.Chunk(batch))
            {
                double[] change = new double[w.Length];
                foreach (int i in part)
                {
                    double step = LearningRate * (wanted[i] - w[0] - Points.Dot(w.AsSpan(1), rows[i])) / part.Length;
                    change[0] += Bias ? step : 0;
                    Points.Add(change.AsSpan(1), rows[i], step);
                }

                Points.Add(w, change, 1);
            }

            losses.Add(Loss(rows, wanted, w));
            if (!double.IsFinite(losses[^1]))
            {
                throw new InvalidOperationException($"Adaline: the weights ran away in pass {epoch + 1}; take a rate below {LearningRate}, or inputs of a smaller scale.");
            }
        }

        return new AdalineResult(new ThresholdUnit(w.AsSpan(1), w[0]), losses);
    }

    /// <summary>The weights of the least square error at once, (b, w): what the rule moves towards.</summary>
    public static IReadOnlyList<double> LeastSquares(Tensor inputs, Tensor targets)
    {
        (double[][] rows, double[] wanted) = Pairs(nameof(LeastSquares), inputs, targets);
        return Tensor.From([.. rows.Select(row => (double[])[1, .. row])]).LeastSquares(Tensor.From(wanted)).ToArray<double>();
    }

    private static (double[][] Rows, double[] Targets) Pairs(string operation, Tensor inputs, Tensor targets)
    {
        double[][] rows = Points.Rows(operation, inputs);
        ArgumentNullException.ThrowIfNull(targets);
        double[] wanted = targets.Rank == 1 ? targets.Detach().ToArray<double>() : [];
        return wanted.Length == rows.Length && wanted.All(double.IsFinite)
            ? (rows, wanted)
            : throw new ArgumentException($"{operation}: {rows.Length} points need as many finite targets [N], and these are {targets.Shape}.", nameof(targets));
    }

    private static double Loss(double[][] rows, double[] wanted, double[] w) =>
        rows.Select((row, i) => wanted[i] - w[0] - Points.Dot(w.AsSpan(1), row)).Average(error => error * error);
}

/// <summary>What ADALINE learned.</summary>
/// <param name="Unit">Its weights; the sum is the answer, the threshold makes a class of it.</param>
/// <param name="SquareErrors">The mean square error at the start and after each pass.</param>
public sealed record AdalineResult(ThresholdUnit Unit, IReadOnlyList<double> SquareErrors)
{
    /// <summary>The error over the passes.</summary>
    public Figure Draw() => Chart.Line(Numbers.From(SquareErrors), "ADALINE", new() { XLabel = "pass", YLabel = "mean square error", LogY = SquareErrors.All(loss => loss > 0) });

    /// <summary>The weights and the error.</summary>
    public override string ToString() => $"w = {Points.Text(Unit.Weights)}, b = {Points.Text(Unit.Bias)}, mean square error {SquareErrors[^1]:G4} after {SquareErrors.Count - 1:N0} passes";
}
