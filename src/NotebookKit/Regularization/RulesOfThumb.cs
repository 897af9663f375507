using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Regularization;

/// <summary>The numbers that the lectures give for practice, and the small formulas beside them.</summary>
/// <remarks>Rules of thumb: where to begin, not where to end. Lecture S1 (some hints to make training work better), S2 L4 and L5.</remarks>
public static class RulesOfThumb
{
    /// <summary>The least usual batch (S1).</summary>
    public const int SmallBatch = 32;

    /// <summary>The largest usual batch of first-order methods (S1).</summary>
    public const int LargeBatch = 256;

    /// <summary>The batch that methods of second order need (S1).</summary>
    public const int SecondOrderBatch = 10_000;

    /// <summary>The mini-batch of S2 L5.</summary>
    public const int MiniBatch = 200;

    /// <summary>The data size from which whole-batch learning no longer pays (S2 L4).</summary>
    public const int WholeBatchUpTo = 10_000;

    /// <summary>The data size for which it surely does not (S2 L4).</summary>
    public const int NeverWholeBatch = 1_000_000;

    /// <summary>The least usual dropout rate (S4).</summary>
    public const double LeastDropout = 0.2;

    /// <summary>The largest usual dropout rate (S4).</summary>
    public const double MostDropout = 0.5;

    /// <summary>Epochs between checkpoints where an epoch is long (S4).</summary>
    public const int CheckpointEpochs = 1;

    /// <summary>Epochs between checkpoints where an epoch is short (S4).</summary>
    public const int CheckpointEpochsOfShort = 10;

    /// <summary>The layers of the deepest networks that the lectures name (S4).</summary>
    public const int DeepestLayers = 150;

    /// <summary>The variance of the noise added to scaled inputs (S1).</summary>
    public const double NoiseVariance = 0.1;

    /// <summary>The least factor of the noise's variance in weight decay's gamma (S1).</summary>
    public const double LeastDecay = 0.001;

    /// <summary>The largest factor of the noise's variance in weight decay's gamma (S1).</summary>
    public const double MostDecay = 0.1;

    /// <summary>Training examples a weight (S1).</summary>
    public const int SamplesPerWeight = 10;

    /// <summary>gamma of weight decay, from 0.001 to 0.1 times the variance of the noise.</summary>
    /// <param name="noiseVariance">sigma_e^2, of the outputs' noise.</param>
    public static (double Least, double Most) DecayRange(double noiseVariance) => (LeastDecay * noiseVariance, MostDecay * noiseVariance);

    /// <summary>N = 10 W: how many training examples a network of W weights wants.</summary>
    /// <param name="weights">W.</param>
    /// <exception cref="ArgumentOutOfRangeException">W is negative.</exception>
    public static long NeededSamples(long weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weights);
        return checked(SamplesPerWeight * weights);
    }

    /// <summary>Whether there are enough examples for a model, and what to do if not.</summary>
    /// <param name="model">The model; all its parameters count.</param>
    /// <param name="samples">N, the training examples.</param>
    public static SampleAdvice Advise(Module model, long samples)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        return new SampleAdvice(samples, model.ParameterCount);
    }

    /// <summary>PE = 2 E / N + 2 N_W sigma_e^2 / N: the error to expect of new examples, which is least for a network of the right size.</summary>
    /// <remarks>Akaike's final prediction error for half the sum of squares; lecture S1 (network size from prediction error).</remarks>
    /// <param name="error">E = (1/2) sum of (z - zhat)^2 over the training set.</param>
    /// <param name="samples">N.</param>
    /// <param name="weights">N_W.</param>
    /// <param name="noiseVariance">sigma_e^2.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static double PredictionError(double error, long samples, long weights, double noiseVariance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        ArgumentOutOfRangeException.ThrowIfNegative(weights);
        LossSteps.Positive(nameof(PredictionError), nameof(error), error, orZero: true);
        LossSteps.Positive(nameof(PredictionError), nameof(noiseVariance), noiseVariance, orZero: true);
        return ((2 * error) + (2 * weights * noiseVariance)) / samples;
    }
}

/// <summary>How many training examples there are, and how many a network of so many weights wants.</summary>
/// <param name="Samples">N.</param>
/// <param name="Weights">W.</param>
public sealed record SampleAdvice(long Samples, long Weights)
{
    /// <summary>10 W.</summary>
    public long Needed => RulesOfThumb.NeededSamples(Weights);

    /// <summary>Whether N is at least 10 W.</summary>
    public bool IsEnough => Samples >= Needed;

    /// <summary>The advice in a line.</summary>
    public override string ToString() => IsEnough
        ? $"{Samples:N0} examples are enough for {Weights:N0} weights (10 a weight are {Needed:N0})"
        : $"warning: {Samples:N0} examples are few for {Weights:N0} weights (10 a weight are {Needed:N0}); take a smaller network, more data, or a penalty";
}
