namespace NotebookKit.Bayes;

/// <summary>How well outputs f fit the targets, as a negative log likelihood E(f) that is a sum over numbers, with its slopes and curvatures.</summary>
internal abstract class Likelihood
{
    /// <summary>E(f).</summary>
    public abstract double Loss(double[] f);

    /// <summary>dE/df.</summary>
    public abstract double[] Slopes(double[] f);

    /// <summary>d^2 E / df^2.</summary>
    public abstract double[] Curvatures(double[] f);
}

/// <summary>E = (1/2) sum of beta_i (z_i - f_i)^2: measured numbers with normal noise of variance 1 / beta_i an output.</summary>
internal sealed class NormalLikelihood(double[] targets, double[] beta) : Likelihood
{
    /// <inheritdoc/>
    public override double Loss(double[] f) => f.Select((value, i) => Beta(i) * (targets[i] - value) * (targets[i] - value)).Sum() / 2;

    /// <inheritdoc/>
    public override double[] Slopes(double[] f) => [.. f.Select((value, i) => Beta(i) * (value - targets[i]))];

    /// <inheritdoc/>
    public override double[] Curvatures(double[] f) => [.. f.Select((_, i) => Beta(i))];

    private double Beta(int i) => beta[i % beta.Length];
}

/// <summary>E = -sum of [t ln s(f) + (1 - t) ln (1 - s(f))] with the logistic function s: yes or no.</summary>
/// <remarks>The slide of lecture S1 leaves the minus out, and weighs the Hessian by g where g (1 - g) is right.</remarks>
internal sealed class BernoulliLikelihood(double[] targets) : Likelihood
{
    /// <inheritdoc/>
    public override double Loss(double[] f) => f.Select((a, i) => Math.Max(a, 0) - (targets[i] * a) + Math.Log(1 + Math.Exp(-Math.Abs(a)))).Sum();

    /// <inheritdoc/>
    public override double[] Slopes(double[] f) => [.. f.Select((a, i) => Moderation.Sigmoid(a) - targets[i])];

    /// <inheritdoc/>
    public override double[] Curvatures(double[] f) => [.. f.Select(a => Moderation.Sigmoid(a) * (1 - Moderation.Sigmoid(a)))];
}
