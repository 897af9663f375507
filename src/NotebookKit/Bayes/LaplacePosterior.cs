using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Bayes;

/// <summary>The weights of a trained network as a normal distribution around w_MAP: p(w) = N(w_MAP, H^-1).</summary>
/// <remarks>
/// For regression with noise variances 1 / beta_i and weights of prior variances 1 / alpha_j, J(w) = (1/2) sum of beta_i (z_i - f_i)^2 + (1/2) w' diag(alpha) w, and
/// H ~ sum over examples of G diag(beta) G' + diag(alpha) with G the gradients of the outputs. Exact for a model that is linear in its weights.
/// MacKay 1992; lecture S1 (predictive posterior for regression).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class LaplacePosterior
{
    private readonly Module model;
    private readonly ParameterVector vector;
    private readonly Tensor root;

    internal LaplacePosterior(Module model, ParameterVector vector, Tensor precision, Tensor alpha, Tensor beta)
    {
        this.model = model;
        this.vector = vector;
        (Mean, Precision, Alpha, Beta) = (vector.Values(), precision, alpha, beta);
        Covariance = precision.Inverse();
        Covariance = (Covariance + Covariance.Transpose()) / 2;
        root = Covariance.Cholesky();
    }

    /// <summary>w_MAP, [W].</summary>
    public Tensor Mean { get; }

    /// <summary>H, [W, W].</summary>
    public Tensor Precision { get; }

    /// <summary>H^-1, [W, W].</summary>
    public Tensor Covariance { get; }

    /// <summary>alpha_j, [W]: how strongly each weight is held at 0.</summary>
    public Tensor Alpha { get; }

    /// <summary>beta_i, [outputs]: the precision of each output's noise.</summary>
    public Tensor Beta { get; }

    /// <summary>How many weights the data decide: sum over j of 1 - alpha_j [H^-1]_jj, from 0 to W.</summary>
    public double EffectiveParameters => (1 - (Alpha * Covariance.Diagonal())).Sum().Item();

    /// <summary>The posterior of a regression model that stands at its w_MAP already; <see cref="BayesianRegression"/> trains it first.</summary>
    /// <param name="model">The model, trained; it is not changed.</param>
    /// <param name="inputs">x, [N, inputs]: the training set.</param>
    /// <param name="alpha">alpha, one for all weights, above 0.</param>
    /// <param name="beta">beta, one for all outputs, above 0.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static LaplacePosterior Of(Module model, Tensor inputs, double alpha, double beta)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beta);
        ParameterVector vector = new(model);
        int outputs;
        using (Gradient.Off())
        {
            outputs = MapFit.Forward(model, inputs).Shape[1];
        }

        return Of(model, vector, inputs, Tensor.Full([vector.Count], alpha, DType.Float64), Tensor.Full([outputs], beta, DType.Float64));
    }

    /// <summary>Mean and variance of the outputs at some inputs: f(x, w_MAP) and 1 / beta + g' H^-1 g.</summary>
    /// <param name="inputs">x, [N, inputs].</param>
    public Predictive Predict(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (Tensor f, Tensor g) = Linearised(inputs);
        return new Predictive(inputs.Detach(), f, Variances(g).Reshape(f.Shape.Span), Beta.Reciprocal());
    }

    /// <summary>The whole covariance of the outputs at each input, diag(1 / beta) + G' H^-1 G, [N, outputs, outputs].</summary>
    /// <param name="inputs">x, [N, inputs].</param>
    public Tensor OutputCovariance(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (Tensor f, Tensor g) = Linearised(inputs);
        Tensor each = g.Reshape(f.Shape[0], f.Shape[1], -1);
        return each.MatMul(Covariance).MatMul(each.Transpose()) + Beta.Reciprocal().DiagonalMatrix();
    }

    /// <summary>Weights drawn from the posterior, [draws, W].</summary>
    /// <param name="draws">How many.</param>
    /// <param name="rng">Where the numbers come from; the session's generator when null.</param>
    public Tensor Weights(int draws, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        return Mean + Tensor.Normal([draws, Mean.Count], rng: rng, dtype: DType.Float64).MatMul(root.Transpose());
    }

    /// <summary>Outputs of weights drawn from the posterior, [draws, N, outputs], with the model made linear around w_MAP as the error bars have it.</summary>
    /// <param name="inputs">x, [N, inputs].</param>
    /// <param name="draws">How many.</param>
    /// <param name="rng">Where the numbers come from; the session's generator when null.</param>
    public Tensor Draw(Tensor inputs, int draws, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (Tensor f, Tensor g) = Linearised(inputs);
        Tensor moves = (Weights(draws, rng) - Mean).MatMul(g.Transpose());
        return moves.Reshape(draws, f.Shape[0], f.Shape[1]) + f;
    }

    /// <summary>The slide's expected negative log posterior of alpha and beta with gamma priors Ga(a, b) and Ga(c, d); the smaller, the more fitting.</summary>
    /// <remarks>(1/2) sum over n of {ln |S_n| + r_n' S_n^-1 r_n} - sum over j of [(a - 1) ln alpha_j - b alpha_j] - sum over i of [(c - 1) ln beta_i - d beta_i]. Lecture S1 (automatic relevance determination).</remarks>
    /// <param name="inputs">x, [N, inputs].</param>
    /// <param name="targets">z, [N, outputs] or [N].</param>
    /// <param name="weights">a and b.</param>
    /// <param name="noise">c and d.</param>
    public double NegativeLogPosterior(Tensor inputs, Tensor targets, GammaPrior weights, GammaPrior noise)
    {
        ArgumentNullException.ThrowIfNull(targets);
        Predictive expected = Predict(inputs);
        Tensor spread = OutputCovariance(inputs);
        Tensor r = (targets.To(DType.Float64).Reshape(expected.Mean.Shape.Span) - expected.Mean).Unsqueeze(2);
        double fit = (spread.LogDeterminant().LogAbs.Sum() + (r * spread.Solve(r)).Sum()).Item() / 2;
        return fit - Alpha.ToArray<double>().Sum(weights.LogDensity) - Beta.ToArray<double>().Sum(noise.LogDensity);
    }

    /// <summary>How many weights, and how many of them the data decide.</summary>
    public override string ToString() => $"normal posterior of {Mean.Count:N0} weights, {EffectiveParameters:F1} of them decided by the data";

    internal static LaplacePosterior Of(Module model, ParameterVector vector, Tensor inputs, Tensor alpha, Tensor beta)
    {
        using IDisposable on = Gradient.On();
        Tensor f = MapFit.Forward(model, inputs);
        Tensor g = vector.JacobianOf(f);
        return new LaplacePosterior(model, vector, MapFit.Hessian(g, beta.Tile(f.Shape[0]), alpha), alpha, beta);
    }

    /// <summary>g' H^-1 g for each row g.</summary>
    internal Tensor Variances(Tensor gradients) => gradients.MatMul(root).Square().Sum(1);

    // The model may have been trained on since; the posterior belongs to its own w_MAP.
    internal (Tensor Outputs, Tensor Gradients) Linearised(Tensor inputs)
    {
        Tensor now = vector.Values();
        vector.Set(Mean);
        try
        {
            using IDisposable on = Gradient.On();
            Tensor f = MapFit.Forward(model, inputs);
            return (f.Detach().To(DType.Float64), vector.JacobianOf(f));
        }
        finally
        {
            vector.Set(now);
        }
    }
}
