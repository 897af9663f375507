namespace NotebookKit.Bayes;

/// <summary>What a model expects at some inputs, and how far it may be wrong.</summary>
/// <param name="Inputs">x, [N, inputs].</param>
/// <param name="Mean">f(x, w_MAP), [N, outputs].</param>
/// <param name="ModelVariance">g' H^-1 g, [N, outputs]: what comes of not knowing the weights.</param>
/// <param name="Noise">1 / beta, [outputs]: what no model can know.</param>
[Display.TypeFormatterSource(typeof(Display.PredictiveFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Predictive(Tensor Inputs, Tensor Mean, Tensor ModelVariance, Tensor Noise)
{
    /// <summary>The whole variance, [N, outputs].</summary>
    public Tensor Variance => ModelVariance + Noise;

    /// <summary>The error bars: the root of the variance, [N, outputs].</summary>
    public Tensor Deviation => Variance.Sqrt();

    /// <summary>The examples that it was learned from, to be drawn as points; null when not known.</summary>
    public (Tensor Inputs, Tensor Targets)? Data { get; init; }

    /// <summary>The share of targets inside mean +- width deviations: about 0.95 for a width of 1.96 when the error bars are right.</summary>
    /// <param name="targets">z, [N, outputs] or [N].</param>
    /// <param name="width">In standard deviations.</param>
    /// <exception cref="ArgumentException">There is not a target an output.</exception>
    public double Coverage(Tensor targets, double width = 1.96)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.Count != Mean.Count)
        {
            throw new ArgumentException($"Coverage: expectations {Mean.Shape}, and targets {targets.Shape}.", nameof(targets));
        }

        double[] z = targets.ToArray<double>();
        double[] mean = Mean.ToArray<double>();
        double[] deviation = Deviation.ToArray<double>();
        return (double)Enumerable.Range(0, z.Length).Count(i => Math.Abs(z[i] - mean[i]) <= width * deviation[i]) / z.Length;
    }

    /// <summary>How wide the error bars are, in a line.</summary>
    public override string ToString()
    {
        double[] deviation = Deviation.ToArray<double>();
        return $"{Mean.Shape} expectations, deviations from {deviation.DefaultIfEmpty(double.NaN).Min():G3} to {deviation.DefaultIfEmpty(double.NaN).Max():G3}";
    }
}
