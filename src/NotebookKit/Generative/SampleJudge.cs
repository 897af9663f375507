using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Generative;

/// <summary>A trained classifier as a judge of samples: are they clear, and are they diverse?</summary>
/// <remarks>
/// The losses of a forger and a detective only say who is ahead. The judge has seen real examples with their names and belongs to neither. Its score is the
/// inception score of Salimans et al. 2016 with this classifier in place of Inception: exp(mean KL(p(y | x), p(y))). It does not see whether samples are
/// copies of real examples, nor diversity within a class.
/// </remarks>
public sealed class SampleJudge
{
    private const int BatchSize = 500;
    private readonly Module classifier;

    /// <summary>Makes a judge.</summary>
    /// <param name="classifier">Gives scores [N, classes] for samples; it is asked in the manner of use and stays as it is.</param>
    public SampleJudge(Module classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        this.classifier = classifier;
    }

    /// <summary>The probability from which on a sample counts as clear, above 0 and below 1.</summary>
    public double Clear
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SampleJudge: Clear is a probability between 0 and 1.");
    } = 0.9;

    /// <summary>The report on probabilities of any judge.</summary>
    /// <param name="probabilities">[N, classes], rows that sum to 1.</param>
    /// <param name="clear">The probability from which on a sample counts as clear.</param>
    /// <exception cref="ArgumentException">There are no rows, or one does not sum to 1.</exception>
    public static SampleReport Report(Tensor probabilities, double clear = 0.9)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Rank != 2 || probabilities.Count == 0)
        {
            throw new ArgumentException($"SampleJudge: takes probabilities [N, classes], and got {probabilities.Shape}.", nameof(probabilities));
        }

        int count = probabilities.Shape[0], classes = probabilities.Shape[1];
        double[] p = probabilities.ToArray<double>(), shares = new double[classes], mean = new double[classes];
        int sure = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = p.AsSpan(i * classes, classes);
            int best = 0;
            double sum = 0;
            for (int k = 0; k < classes; k++)
            {
                sum += row[k] >= 0 ? row[k] : double.NaN;
                best = row[k] > row[best] ? k : best;
                mean[k] += row[k] / count;
            }

            if (!(Math.Abs(sum - 1) <= 1e-3))
            {
                throw new ArgumentException($"SampleJudge: row {i} of the probabilities sums to {sum}, not to 1; use Softmax on scores.", nameof(probabilities));
            }

            shares[best] += 1.0 / count;
            sure += row[best] >= clear ? 1 : 0;
        }

        double divergence = 0;
        for (int i = 0; i < p.Length; i++)
        {
            divergence += p[i] > 0 ? p[i] * Math.Log(p[i] / mean[i % classes]) / count : 0;
        }

        return new(shares, (double)sure / count, Math.Exp(Math.Max(0, divergence)));
    }

    /// <summary>Looks at samples.</summary>
    /// <param name="samples">[N, ...] as the classifier takes them.</param>
    public SampleReport Look(Tensor samples) => Report(Probabilities(samples), Clear);

    /// <summary>The classes that it would name, N of them.</summary>
    /// <param name="samples">[N, ...].</param>
    public IReadOnlyList<int> Names(Tensor samples) => [.. Probabilities(samples).ArgMax(1).ToArray<long>().Select(name => (int)name)];

    /// <summary>Its probabilities, [N, classes].</summary>
    /// <param name="samples">[N, ...].</param>
    /// <exception cref="ArgumentException">There are no samples, or the classifier does not give a row each.</exception>
    public Tensor Probabilities(Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Rank < 2 || samples.Count == 0)
        {
            throw new ArgumentException($"SampleJudge: takes samples [N, ...], one at least, and got {samples.Shape}.", nameof(samples));
        }

        using IDisposable off = Gradient.Off();
        List<Tensor> parts = [];
        for (int start = 0; start < samples.Shape[0]; start += BatchSize)
        {
            Tensor some = samples[start..Math.Min(samples.Shape[0], start + BatchSize)], scores = classifier.Predict(some);
            if (scores.Rank != 2 || scores.Shape[0] != some.Shape[0])
            {
                throw new ArgumentException($"SampleJudge: the classifier made {scores.Shape} of {some.Shape}, and should give scores [{some.Shape[0]}, classes].", nameof(samples));
            }

            parts.Add(scores.Softmax(1));
        }

        return Tensor.Concat(parts);
    }

    /// <summary>Who judges.</summary>
    public override string ToString() => FormattableString.Invariant($"a judge with {classifier}, clear from {Clear}");
}
