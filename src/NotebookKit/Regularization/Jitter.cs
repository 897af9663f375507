using NotebookKit.Data;
using NotebookKit.Losses;

namespace NotebookKit.Regularization;

/// <summary>Training with noise: surrogate examples that are the real ones plus a little normal noise.</summary>
/// <remarks>For small perturbations it works like a penalty on the slope of the outputs (Bishop 1995). Lecture S1: a variance of 0.1 for scaled data.</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class Jitter
{
    private readonly Rng? rng;

    /// <summary>Makes the augmenter.</summary>
    /// <param name="variance">The noise's variance, 0 or more; 0 leaves the inputs as they are.</param>
    /// <param name="rng">Where the noise comes from; the session's generator when null.</param>
    public Jitter(double variance = RulesOfThumb.NoiseVariance, Rng? rng = null)
    {
        Variance = LossSteps.Positive(nameof(Jitter), nameof(variance), variance, orZero: true);
        this.rng = rng;
    }

    /// <summary>The noise's variance.</summary>
    public double Variance { get; }

    /// <summary>x + e with e normal of mean 0, drawn anew at every call.</summary>
    /// <param name="inputs">x, floats of any shape.</param>
    /// <exception cref="ArgumentException">The inputs hold no floats.</exception>
    public Tensor Apply(Tensor inputs)
    {
        Ops.Check.Floats(nameof(Jitter), inputs);
        using IDisposable home = inputs.Device.MakeHome();
        return Variance == 0 ? inputs : inputs + Tensor.Normal(inputs.Shape, 0, Math.Sqrt(Variance), rng, inputs.DType);
    }

    /// <summary>A set with its own examples and after them noisy copies of each, with the same labels.</summary>
    /// <param name="data">The set; bytes become floats from 0 to 1.</param>
    /// <param name="copies">Noisy copies of each example, 1 or more.</param>
    public Dataset Surrogates(Dataset data, int copies = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(copies);
        Batch all = data.Load(Enumerable.Range(0, data.Count).ToArray());
        Tensor[] inputs = [all.Inputs, .. Enumerable.Range(0, copies).Select(_ => Apply(all.Inputs))];
        Tensor labels = Tensor.Concat([.. inputs.Select(_ => all.Labels)]);
        return new Dataset($"{data.Name} with noise", Tensor.Concat(inputs), labels, data.ClassNames, data.Origin);
    }

    /// <summary>Its variance in a line.</summary>
    public override string ToString() => $"jitter of variance {Variance:G3}";
}
