namespace NotebookKit.Bayes;

/// <summary>Relevance vector machine: a sum of bumps around training examples, each with a precision of its own, of which few remain.</summary>
/// <remarks>
/// f(x) = w_0 + sum over n of w_n exp(-|x - x_n|^2 / (2 width^2)), linear in its weights, so the posterior is exact for given alpha and beta; alpha_j
/// and beta are estimated as in <see cref="BayesianRegression.Adapt"/>, and weights whose alpha passes 1e6 times beta are taken out. Tipping 2001; lecture S1
/// names it only.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class RelevanceVectorMachine
{
    private const double Gone = 1e6;
    private readonly Tensor centres;
    private readonly double width;
    private readonly int[] kept;
    private readonly Tensor weights;
    private readonly Tensor covariance;

    private RelevanceVectorMachine(Tensor centres, double width, int[] kept, Tensor weights, Tensor covariance, double beta)
    {
        (this.centres, this.width, this.kept, this.weights, this.covariance, Beta) = (centres, width, kept, weights, covariance, beta);
    }

    /// <summary>The training examples whose bumps remain.</summary>
    public IReadOnlyList<int> RelevanceVectors => [.. kept.Where(column => column > 0).Select(column => column - 1)];

    /// <summary>The precision of the noise.</summary>
    public double Beta { get; }

    /// <summary>Learns from examples.</summary>
    /// <param name="inputs">x, [N, inputs] of floats.</param>
    /// <param name="targets">z, [N].</param>
    /// <param name="width">How wide a bump is, above 0.</param>
    /// <param name="rounds">The most rounds of estimating the precisions.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static RelevanceVectorMachine Fit(Tensor inputs, Tensor targets, double width = 1, int rounds = 300)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (inputs.Rank != 2 || inputs.Shape[0] == 0 || targets.Count != inputs.Shape[0])
        {
            throw new ArgumentException($"RelevanceVectorMachine: takes inputs [N, inputs] and a target each, and got {inputs.Shape} and {targets.Shape}.");
        }

        Tensor x = inputs.Detach().To(DType.Float64);
        Tensor z = targets.Detach().To(DType.Float64).Reshape(-1, 1);
        Tensor all = Bumps(x, x, width);
        int[] kept = [.. Enumerable.Range(0, all.Shape[1])];
        double[] alpha = [.. kept.Select(_ => 1.0 / kept.Length)];
        double beta = 10 / Math.Max(z.Variance(correction: 0).Item(), 1e-12);
        (Tensor mean, Tensor spread) = Posterior(Columns(all, kept), z, alpha, beta);
        for (int round = 0; round < rounds; round++)
        {
            Tensor design = Columns(all, kept);
            double[] w = mean.ToArray<double>();
            double[] variance = spread.Diagonal().ToArray<double>();
            double[] decided = [.. alpha.Select((a, j) => Math.Clamp(1 - (a * variance[j]), 0, 1))];
            double[] next = [.. w.Select((value, j) => decided[j] / Math.Max(value * value, 1e-300))];
            double error = (z - design.MatMul(mean)).Square().Sum().Item();
            beta = Math.Clamp(Math.Max(z.Count - decided.Sum(), 1e-3) / Math.Max(error, 1e-300), 1e-10, 1e10);
            double change = next.Select((a, j) => Math.Abs(Math.Log(Math.Max(a, 1e-300) / alpha[j]))).Max();
            int[] stay = [.. Enumerable.Range(0, kept.Length).Where(j => next[j] < Gone * beta)];
            if (stay.Length == 0)
            {
                // Nothing but noise: the constant alone remains.
                stay = [0];
            }

            alpha = [.. stay.Select(j => Math.Clamp(next[j], 1e-12, Gone * beta))];
            bool fewer = stay.Length < kept.Length;
            kept = [.. stay.Select(j => kept[j])];
            (mean, spread) = Posterior(Columns(all, kept), z, alpha, beta);
            if (!fewer && change < 1e-3)
            {
                break;
            }
        }

        return new RelevanceVectorMachine(x, width, kept, mean, spread, beta);
    }

    /// <summary>Mean and error bars at some inputs.</summary>
    /// <param name="inputs">x, [N, inputs].</param>
    public Predictive Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor design = Columns(Bumps(inputs.Detach().To(DType.Float64), centres, width), kept);
        Tensor variance = (design.MatMul(covariance) * design).Sum(1, keepDim: true);
        return new Predictive(inputs.Detach(), design.MatMul(weights), variance, Tensor.From([1 / Beta]));
    }

    /// <summary>How many bumps remain.</summary>
    public override string ToString() => $"relevance vector machine, {RelevanceVectors.Count} of {centres.Shape[0]} examples remain, noise deviation {1 / Math.Sqrt(Beta):G3}";

    private static Tensor Columns(Tensor all, int[] kept) => all.IndexSelect(1, Tensor.From([.. kept.Select(column => (long)column)]));

    private static Tensor Bumps(Tensor x, Tensor centres, double width)
    {
        Tensor distances = (x.Unsqueeze(1) - centres.Unsqueeze(0)).Square().Sum(2);
        return Tensor.Concat([Tensor.Ones([x.Shape[0], 1], DType.Float64), (distances * (-0.5 / (width * width))).Exp()], 1);
    }

    private static (Tensor Mean, Tensor Covariance) Posterior(Tensor design, Tensor targets, double[] alpha, double beta)
    {
        Tensor precision = (design.Transpose().MatMul(design) * beta) + Tensor.From(alpha).DiagonalMatrix();
        Tensor covariance = precision.Inverse();
        return (covariance.MatMul(design.Transpose().MatMul(targets)) * beta, covariance);
    }
}
