using NotebookKit.Layers;

namespace NotebookKit.Bayes;

/// <summary>A yes-or-no classifier that is less sure where it has seen less: its score is a distribution, and the probability is moderated by it.</summary>
/// <remarks>
/// J(w) = -sum of [t ln s(y) + (1 - t) ln (1 - s(y))] + (1/2) alpha w'w with the score y(x, w) before the logistic function s;
/// H ~ sum of s (1 - s) g g' + alpha I; v = g' H^-1 g; P(z = 1) ~ s(y / sqrt(1 + pi v / 8)). MacKay 1992; lecture S1 (predictive posterior for
/// classification), whose slide has other signs and places.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class BayesianClassifier
{
    private readonly Module model;
    private readonly Tensor inputs;
    private readonly double[] targets;

    /// <summary>Takes a model that gives a score an example, and its training set.</summary>
    /// <param name="model">From [N, inputs] to [N, 1] or [N]: scores, no probabilities.</param>
    /// <param name="inputs">x, [N, inputs] of floats.</param>
    /// <param name="labels">[N], 0 or 1, of any kind.</param>
    /// <param name="alpha">How strongly the weights are held at 0, above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is neither 0 nor 1.</exception>
    public BayesianClassifier(Module model, Tensor inputs, Tensor labels, double alpha = 0.01)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        Tensor scores = model.Predict(inputs);
        targets = labels.ToArray<double>();
        if (scores.Count != inputs.Shape[0] || targets.Length != scores.Count || targets.Any(t => t is not (0 or 1)))
        {
            throw new ArgumentException($"BayesianClassifier: inputs {inputs.Shape} give scores {scores.Shape} and should give one an example; labels {labels.Shape} are 0 or 1.", nameof(labels));
        }

        (this.model, this.inputs, Alpha) = (model, inputs.Detach(), alpha);
    }

    /// <summary>How strongly the weights are held at 0.</summary>
    public double Alpha { get; }

    /// <summary>The posterior of the weights after training; null before. Its beta has no meaning here.</summary>
    public LaplacePosterior? Posterior { get; private set; }

    /// <summary>Trains the model to w_MAP and takes the posterior there.</summary>
    /// <param name="steps">The most steps.</param>
    public LaplacePosterior Fit(int steps = 100)
    {
        double[] perWeight = [.. Enumerable.Repeat(Alpha, model.ParameterCount)];
        MapFit fit = new(model, inputs, new BernoulliLikelihood(targets), perWeight);
        fit.Run(steps);
        Posterior = new LaplacePosterior(model, fit.Vector, fit.Curvature(fit.Vector.Values()).Hessian, Tensor.From(perWeight), Tensor.Ones([1], DType.Float64));
        return Posterior;
    }

    /// <summary>Scores, their variances, and both probabilities at some inputs.</summary>
    /// <param name="at">x, [N, inputs].</param>
    /// <exception cref="InvalidOperationException">The model was not trained yet.</exception>
    public ModeratedProbability Predict(Tensor at)
    {
        if (Posterior is null)
        {
            throw new InvalidOperationException("BayesianClassifier: call Fit() before Predict.");
        }

        (Tensor scores, Tensor gradients) = Posterior.Linearised(at);
        Tensor flat = scores.Reshape(-1);
        Tensor variances = Posterior.Variances(gradients);
        return new ModeratedProbability(flat, variances, flat.Sigmoid(), Moderation.Probability(flat, variances));
    }

    /// <summary>The precision in a line.</summary>
    public override string ToString() => $"Bayesian classifier, alpha {Alpha:G3}{(Posterior is null ? ", not trained yet" : string.Empty)}";
}

/// <summary>What a classifier says about some examples, with and without its own doubt.</summary>
/// <param name="Scores">y(x, w_MAP), [N].</param>
/// <param name="Variances">v, [N]: how uncertain each score is.</param>
/// <param name="PlugIn">s(y), [N]: as if the weights were known.</param>
/// <param name="Moderated">s(y / sqrt(1 + pi v / 8)), [N]: nearer to 1/2.</param>
public sealed record ModeratedProbability(Tensor Scores, Tensor Variances, Tensor PlugIn, Tensor Moderated)
{
    /// <summary>The widest difference in a line.</summary>
    public override string ToString() => $"{Scores.Count:N0} probabilities, moderated by up to {(PlugIn - Moderated).Abs().Amax().Item():F3}";
}
