using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <content>Entropies and distances of whole distributions.</content>
public static partial class Loss
{
    /// <summary>H(p) = -sum p ln p: how much a draw from p tells; 0 for a certain one, ln n (or log2 n bits) for n equal ones.</summary>
    /// <remarks>Shannon 1948. dH/dp = -(ln p + 1), taken as 0 where p is 0.</remarks>
    /// <param name="probabilities">p; along one axis they sum to 1.</param>
    /// <param name="logBase">Nats or bits.</param>
    /// <param name="axis">The axis of one distribution.</param>
    /// <param name="reduction">What becomes of the entropies of several distributions.</param>
    public static Tensor Entropy(Tensor probabilities, LogBase logBase = LogBase.E, int axis = -1, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Check.Floats(nameof(Entropy), probabilities);
        return (-probabilities.XLogY(probabilities).Sum(axis)).Reduce(reduction).In(logBase);
    }

    /// <summary>H(p, q) = -sum p ln q: what messages about p cost when they are coded for q.</summary>
    /// <remarks>
    /// Not symmetric; H(p, p) is the entropy, the least that it can be. Infinite where q rules out what happens. For
    /// a softmax use <see cref="CrossEntropy(Tensor, Tensor)"/> on its scores. Lecture S4 (which prints a sign too many).
    /// </remarks>
    /// <param name="outputs">q, what the model says; along one axis they sum to 1.</param>
    /// <param name="targets">p, what is right; the same shape.</param>
    /// <param name="logBase">Nats or bits.</param>
    /// <param name="axis">The axis of one distribution.</param>
    /// <param name="reduction">What becomes of the numbers of several distributions.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor CrossEntropyOfProbabilities(
        Tensor outputs, Tensor targets, LogBase logBase = LogBase.E, int axis = -1, Reduction reduction = Reduction.Mean)
    {
        Tensor p = LossSteps.TargetsFor(nameof(CrossEntropyOfProbabilities), outputs, targets);
        return (-p.XLogY(outputs).Sum(axis)).Reduce(reduction).In(logBase);
    }

    /// <summary>KL(p | q) = sum p (ln p - ln q): how many nats more messages about p cost when they are coded for q.</summary>
    /// <remarks>
    /// Never negative, 0 only for q = p, and not symmetric: H(p, q) - H(p). The mean is over distributions, what PyTorch
    /// calls batchmean. Kullback and Leibler 1951.
    /// </remarks>
    /// <param name="logOutputs">ln q, of a log-softmax say.</param>
    /// <param name="targets">p, the same shape.</param>
    /// <param name="logBase">Nats or bits.</param>
    /// <param name="axis">The axis of one distribution.</param>
    /// <param name="reduction">What becomes of the numbers of several distributions.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor KullbackLeibler(
        Tensor logOutputs, Tensor targets, LogBase logBase = LogBase.E, int axis = -1, Reduction reduction = Reduction.Mean)
    {
        Tensor p = LossSteps.TargetsFor(nameof(KullbackLeibler), logOutputs, targets);
        return (p.XLogY(p) - (p * logOutputs)).Sum(axis).Reduce(reduction).In(logBase);
    }
}
