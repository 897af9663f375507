using NotebookKit.Losses;

namespace NotebookKit.Learners;

/// <summary>Linear regression that pays for its weights: (1 / 2N) |z - X w - b|^2 + l1 sum |w_j| + (l2 / 2) sum w_j^2, by coordinate descent.</summary>
/// <remarks>
/// l2 = 0 is the LASSO, whose small weights are exactly 0; l1 = 0 is ridge regression. One weight after the other is set to its best value,
/// w_j = S(x_j' r / N, l1) / (x_j' x_j / N + l2), where r is what the others leave over and S(u, l) = sign(u) max(|u| - l, 0). The constant b is not
/// penalised. For several targets each column is solved on its own. Use it for the readout of an extreme learning machine by giving it the hidden
/// layer's outputs as X. Tibshirani 1996; Zou and Hastie 2005; Friedman, Hastie and Tibshirani 2010; lecture S1 (variations).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class ElasticNet
{
    /// <summary>Prepares to learn.</summary>
    /// <param name="l1">How much the absolute values count, 0 or more.</param>
    /// <param name="l2">How much the squares count, 0 or more.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public ElasticNet(double l1 = 0.1, double l2 = 0)
    {
        L1 = LossSteps.Positive(nameof(ElasticNet), nameof(l1), l1, orZero: true);
        L2 = LossSteps.Positive(nameof(ElasticNet), nameof(l2), l2, orZero: true);
    }

    /// <summary>How much the absolute values count.</summary>
    public double L1 { get; }

    /// <summary>How much the squares count.</summary>
    public double L2 { get; }

    /// <summary>Whether there is a constant b.</summary>
    public bool Intercept { get; init; } = true;

    /// <summary>How little a weight may still move, times the scale of the targets, when it is done.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most rounds through all weights.</summary>
    public int Rounds { get; init; } = 10_000;

    /// <summary>w, [inputs, targets]; empty before <see cref="Fit"/>.</summary>
    public Tensor Weights { get; private set; } = Tensor.Zeros([0, 0], DType.Float64);

    /// <summary>b, [targets].</summary>
    public Tensor Constant { get; private set; } = Tensor.Zeros([0], DType.Float64);

    /// <summary>How many rounds the last target took.</summary>
    public int RoundsTaken { get; private set; }

    /// <summary>How many weights are exactly 0.</summary>
    public int Zeros => Weights.ToArray<double>().Count(w => w == 0);

    /// <summary>Learns from examples.</summary>
    /// <param name="inputs">X, [N, inputs] of floats.</param>
    /// <param name="targets">z, [N] or [N, targets].</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite.</exception>
    public ElasticNet Fit(Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank != 2 || inputs.Shape[0] == 0 || targets.Rank is 0 or > 2 || targets.Shape[0] != inputs.Shape[0])
        {
            throw new ArgumentException($"ElasticNet: takes inputs [N, inputs] and targets [N] or [N, targets], and got {inputs.Shape} and {targets.Shape}.");
        }

        (int samples, int columns, int outputs) = (inputs.Shape[0], inputs.Shape[1], targets.Count / inputs.Shape[0]);
        double[][] x = Columns(inputs, samples, columns);
        double[][] z = Columns(targets, samples, outputs);
        if (x.Concat(z).Any(column => column.Any(value => !double.IsFinite(value))))
        {
            throw new ArgumentException($"ElasticNet: inputs {inputs.Shape} and targets {targets.Shape} must be finite numbers.");
        }

        double[] xMeans = [.. x.Select(Centre)];
        double[] zMeans = [.. z.Select(Centre)];
        double[] squares = [.. x.Select(column => Dot(column, column) / samples)];
        double[] weights = new double[columns * outputs];
        double[] constants = new double[outputs];
        for (int k = 0; k < outputs; k++)
        {
            double[] w = Solve(x, squares, z[k]);
            constants[k] = zMeans[k] - w.Zip(xMeans, (one, mean) => one * mean).Sum();
            for (int j = 0; j < columns; j++)
            {
                weights[(j * outputs) + k] = w[j];
            }
        }

        Weights = Tensor.From(weights, new Shape(columns, outputs));
        Constant = Tensor.From(constants);
        return this;
    }

    /// <summary>X w + b, [N, targets].</summary>
    /// <param name="inputs">X, [N, inputs].</param>
    /// <exception cref="ArgumentException">The inputs are not as many as were learned from.</exception>
    public Tensor Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Rank == 2 && inputs.Shape[1] == Weights.Shape[0] && Weights.Count > 0
            ? inputs.Detach().To(DType.Float64).MatMul(Weights) + Constant
            : throw new ArgumentException($"ElasticNet: learned from {Weights.Shape[0]} inputs, and got {inputs.Shape}.", nameof(inputs));
    }

    /// <summary>Its constants, and how many weights are left.</summary>
    public override string ToString() => $"{(L2 == 0 ? "LASSO" : L1 == 0 ? "ridge regression" : "elastic net")} (l1 {L1:G3}, l2 {L2:G3}){(Weights.Count == 0 ? string.Empty : $", {Weights.Count - Zeros} of {Weights.Count} weights not 0")}";

    private double[] Solve(double[][] x, double[] squares, double[] z)
    {
        int samples = z.Length;
        double[] w = new double[x.Length];
        double[] rest = [.. z];
        double scale = Math.Sqrt(Dot(z, z) / samples);
        for (RoundsTaken = 1; RoundsTaken <= Rounds; RoundsTaken++)
        {
            double moved = 0;
            for (int j = 0; j < w.Length; j++)
            {
                if (squares[j] == 0)
                {
                    continue;
                }

                double wanted = (Dot(x[j], rest) / samples) + (squares[j] * w[j]);
                double next = Math.CopySign(Math.Max(Math.Abs(wanted) - L1, 0), wanted) / (squares[j] + L2);
                next = next == 0 ? 0 : next;
                double step = next - w[j];
                if (step != 0)
                {
                    for (int i = 0; i < samples; i++)
                    {
                        rest[i] -= step * x[j][i];
                    }

                    w[j] = next;
                    moved = Math.Max(moved, Math.Abs(step) * Math.Sqrt(squares[j]));
                }
            }

            if (moved <= Tolerance * scale)
            {
                break;
            }
        }

        return w;
    }

    private double Centre(double[] column)
    {
        double mean = Intercept ? column.Average() : 0;
        for (int i = 0; i < column.Length; i++)
        {
            column[i] -= mean;
        }

        return mean;
    }

    private static double[][] Columns(Tensor table, int rows, int columns)
    {
        double[] values = table.ToArray<double>();
        return [.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Select(i => values[(i * columns) + j]).ToArray())];
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);
}
