using NotebookKit.Layers;

namespace NotebookKit.Bayes;

/// <summary>A network that says how sure it is: training to w_MAP, the posterior of the weights, and precisions alpha and beta from the data.</summary>
/// <remarks>
/// <code>
/// var regression = new BayesianRegression(model, x, z);
/// regression.Adapt();                     // alpha, beta and w, in turn
/// Predictive p = regression.Predict(xs);  // a curve with its error bars
/// </code>
/// Models of a few hundred weights in Float64: each step takes the gradient of every output. Lecture S1 (predictive posterior for regression, ARD).
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class BayesianRegression
{
    // Weights of a group that the data do not want are held so tightly that they no longer count.
    private const double MostAlpha = 1e8;
    private readonly Module model;
    private readonly Tensor inputs;
    private readonly double[] targets;
    private readonly Tensor shownTargets;
    private readonly WeightGroups groups;
    private readonly double[] alpha;
    private readonly double[] beta;

    /// <summary>Takes a model and its training set.</summary>
    /// <param name="model">The model; its weights are where training begins.</param>
    /// <param name="inputs">x, [N, inputs] of floats.</param>
    /// <param name="targets">z, [N, outputs] or [N].</param>
    /// <param name="groups">Which weights share an alpha; all when null. <see cref="WeightGroups.PerInput"/> finds out which inputs matter.</param>
    /// <exception cref="ArgumentException">The numbers of examples, outputs or weights do not fit.</exception>
    public BayesianRegression(Module model, Tensor inputs, Tensor targets, WeightGroups? groups = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor f = model.Predict(inputs);
        if (inputs.Shape[0] == 0 || f.Count != targets.Count || f.Shape[0] != targets.Shape[0])
        {
            throw new ArgumentException($"BayesianRegression: inputs {inputs.Shape} give outputs {f.Shape}, and the targets are {targets.Shape}.", nameof(targets));
        }

        this.groups = groups ?? WeightGroups.All(model);
        if (this.groups.Of.Count != model.ParameterCount)
        {
            throw new ArgumentException($"BayesianRegression: groups for {this.groups.Of.Count} weights, and the model has {model.ParameterCount}.", nameof(groups));
        }

        this.model = model;
        this.inputs = inputs.Detach();
        this.targets = targets.ToArray<double>();
        shownTargets = targets.Detach();
        alpha = [.. Enumerable.Repeat(0.01, this.groups.Names.Count)];
        beta = [.. Enumerable.Repeat(1.0, f.Count / f.Shape[0])];
    }

    /// <summary>alpha of each group, 1 over the variance that its weights are expected to have; 0.01 at first. May be set.</summary>
    public IList<double> Alpha => alpha;

    /// <summary>beta of each output, 1 over the variance of its noise; 1 at first. May be set.</summary>
    public IList<double> Beta => beta;

    /// <summary>What is known of every alpha before the data.</summary>
    public GammaPrior AlphaPrior { get; init; } = GammaPrior.Flat;

    /// <summary>What is known of every beta before the data.</summary>
    public GammaPrior BetaPrior { get; init; } = GammaPrior.Flat;

    /// <summary>The posterior after the last training; null before.</summary>
    public LaplacePosterior? Posterior { get; private set; }

    /// <summary>Trains the model to w_MAP with alpha and beta as they are.</summary>
    /// <param name="steps">The most steps.</param>
    public LaplacePosterior Fit(int steps = 100)
    {
        double[] perWeight = groups.Spread(alpha);
        MapFit fit = new(model, inputs, new NormalLikelihood(targets, beta), perWeight);
        fit.Run(steps);
        Posterior = LaplacePosterior.Of(model, fit.Vector, inputs, Tensor.From(perWeight), Tensor.From(beta));
        return Posterior;
    }

    /// <summary>Trains, and estimates alpha and beta from what was found, in turn until they settle.</summary>
    /// <remarks>
    /// gamma_g = sum over the group of 1 - alpha [H^-1]_jj is how many of its weights the data decide; alpha_g = (gamma_g + 2 (a - 1)) / (sum of w^2 + 2 b).
    /// beta_i = (N - gamma_i + 2 (c - 1)) / (sum of squared errors + 2 d), where gamma_i is the part of gamma that output i decides. MacKay 1992.
    /// </remarks>
    /// <param name="rounds">The most rounds.</param>
    /// <param name="steps">The most training steps a round.</param>
    public Relevance Adapt(int rounds = 30, int steps = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        List<IReadOnlyList<double>> trace = [[.. alpha]];
        for (int round = 0; round < rounds; round++)
        {
            double change = Update(Fit(steps));
            trace.Add([.. alpha]);
            if (change < 1e-3)
            {
                break;
            }
        }

        Fit(steps);
        return new Relevance(groups.Names, [.. alpha], [.. beta], trace);
    }

    /// <summary>Mean and error bars at some inputs.</summary>
    /// <param name="at">x, [N, inputs].</param>
    /// <exception cref="InvalidOperationException">The model was not trained yet.</exception>
    public Predictive Predict(Tensor at) => Posterior is { } posterior
        ? posterior.Predict(at) with { Data = (inputs, shownTargets) }
        : throw new InvalidOperationException("BayesianRegression: call Fit() or Adapt() before Predict.");

    /// <summary>The precisions in a line.</summary>
    public override string ToString() => $"Bayesian regression with {groups}, noise deviation {string.Join(", ", beta.Select(b => $"{1 / Math.Sqrt(b):G3}"))}";

    // The largest relative change of a precision.
    private double Update(LaplacePosterior posterior)
    {
        double[] w = posterior.Mean.ToArray<double>();
        double[] variance = posterior.Covariance.Diagonal().ToArray<double>();
        double[] decided = new double[alpha.Length];
        double[] squares = new double[alpha.Length];
        for (int j = 0; j < w.Length; j++)
        {
            int group = groups.Of[j];
            decided[group] += 1 - (alpha[group] * variance[j]);
            squares[group] += w[j] * w[j];
        }

        double change = 0;
        for (int g = 0; g < alpha.Length; g++)
        {
            // The data decide nothing of the group: 0 over almost 0 would let it in again.
            double evidence = Math.Max(decided[g], 0) + (2 * (AlphaPrior.Shape - 1));
            double next = evidence / (squares[g] + (2 * AlphaPrior.Rate));
            next = evidence <= 0 || double.IsNaN(next) ? MostAlpha : Math.Clamp(next, 1e-10, MostAlpha);
            change = Math.Max(change, Math.Abs(Math.Log(next / alpha[g])));
            alpha[g] = next;
        }

        (Tensor f, Tensor gradients) = posterior.Linearised(inputs);
        double[] outputs = f.ToArray<double>();
        double[] leverage = posterior.Variances(gradients).ToArray<double>();
        int samples = outputs.Length / beta.Length;
        for (int i = 0; i < beta.Length; i++)
        {
            double error = 0;
            double used = 0;
            for (int n = i; n < outputs.Length; n += beta.Length)
            {
                error += (targets[n] - outputs[n]) * (targets[n] - outputs[n]);
                used += beta[i] * leverage[n];
            }

            double next = (Math.Max(samples - used, 1e-3) + (2 * (BetaPrior.Shape - 1))) / (error + (2 * BetaPrior.Rate));
            next = Math.Clamp(next, 1e-10, 1e10);
            change = Math.Max(change, Math.Abs(Math.Log(next / beta[i])));
            beta[i] = next;
        }

        return change;
    }
}
