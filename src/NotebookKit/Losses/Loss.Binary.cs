using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <content>Losses of a yes or a no, an output each.</content>
public static partial class Loss
{
    /// <inheritdoc cref="Ops.BinaryCrossEntropy"/>
    /// <param name="probabilities">p, from 0 to 1, any shape.</param>
    /// <param name="targets">t, from 0 to 1, the same shape; floats, whole numbers or booleans.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a p lies outside 0 to 1.</exception>
    public static Tensor BinaryCrossEntropy(Tensor probabilities, Tensor targets, Reduction reduction = Reduction.Mean)
    {
        Tensor t = LossSteps.TargetsFor(nameof(BinaryCrossEntropy), probabilities, targets);
        foreach (double p in probabilities.ToArray<double>())
        {
            if (p is < 0 or > 1)
            {
                throw new ArgumentException($"BinaryCrossEntropy: takes probabilities, 0 to 1, and {probabilities.Shape} holds {p}; for scores use BinaryCrossEntropyOfScores.");
            }
        }

        return Elementwise.Binary<BinaryCrossEntropy>(probabilities, t).Reduce(reduction);
    }

    /// <inheritdoc cref="Ops.BinaryCrossEntropyOfScores"/>
    /// <param name="scores">x, before the sigmoid, any shape.</param>
    /// <param name="targets">t, from 0 to 1, the same shape; floats, whole numbers or booleans.</param>
    /// <param name="positiveWeight">How many times a yes counts, where it is rare: one number, or a shape that repeats to that of the scores. 1 when null.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropyOfScores(Tensor scores, Tensor targets, Tensor? positiveWeight = null, Reduction reduction = Reduction.Mean)
    {
        Tensor t = LossSteps.TargetsFor(nameof(BinaryCrossEntropyOfScores), scores, targets);
        if (positiveWeight is null)
        {
            return Elementwise.Binary<BinaryCrossEntropyOfScores>(scores, t).Reduce(reduction);
        }

        Check.SameFloats(nameof(BinaryCrossEntropyOfScores), scores, positiveWeight);
        if (Broadcasting.Join(nameof(BinaryCrossEntropyOfScores), scores.Shape, positiveWeight.Shape) != scores.Shape)
        {
            throw new ArgumentException($"BinaryCrossEntropyOfScores: the weight {positiveWeight.Shape} does not repeat to the scores {scores.Shape}.");
        }

        // -ln s(x) is softplus(-x), and -ln(1 - s(x)) the same and x more.
        return (((1 - t) * scores) + ((1 + ((positiveWeight - 1) * t)) * (-scores).Softplus())).Reduce(reduction);
    }

    /// <summary>Cross-entropy that forgets what is already easy: a (1 - q)^g times -ln q, where q is the probability of what was right.</summary>
    /// <remarks>
    /// a weighs a yes by a and a no by 1 - a. g = 0 without a is the plain cross-entropy. Lin et al., Focal loss for dense
    /// object detection, 2017.
    /// </remarks>
    /// <param name="scores">x, before the sigmoid, any shape.</param>
    /// <param name="targets">t, 0 or 1, the same shape.</param>
    /// <param name="focus">g, 0 or more.</param>
    /// <param name="balance">a, 0 to 1; null for none.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or g or a is out of range.</exception>
    public static Tensor BinaryFocal(Tensor scores, Tensor targets, double focus = 2, double? balance = 0.25, Reduction reduction = Reduction.Mean)
    {
        Tensor t = LossSteps.TargetsFor(nameof(BinaryFocal), scores, targets);
        LossSteps.Positive(nameof(BinaryFocal), nameof(focus), focus, orZero: true);
        if (balance is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(balance), balance, "BinaryFocal: balance is a number from 0 to 1, or null.");
        }

        Tensor p = scores.Sigmoid();
        Tensor wrong = p + t - (2 * p * t);
        Tensor losses = Elementwise.Binary<BinaryCrossEntropyOfScores>(scores, t) * wrong.Pow(focus);
        return (balance is { } a ? losses * ((a * t) + ((1 - a) * (1 - t))) : losses).Reduce(reduction);
    }

    /// <summary>max(0, 1 - t x) for t = -1 or 1: right, and by a margin of 1, costs nothing. The loss of the support vector machine.</summary>
    /// <remarks>dL/dx = -t where t x &lt; 1, else 0. Cortes and Vapnik 1995.</remarks>
    /// <param name="scores">x, any shape.</param>
    /// <param name="targets">t, -1 or 1, the same shape.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a target is neither -1 nor 1.</exception>
    public static Tensor Hinge(Tensor scores, Tensor targets, Reduction reduction = Reduction.Mean) =>
        (1 - (LossSteps.SignsFor(nameof(Hinge), scores, targets) * scores)).Relu().Reduce(reduction);

    /// <summary>ln(1 + e^(-t x)) for t = -1 or 1: the hinge with a soft corner, and the cross-entropy of targets written as signs.</summary>
    /// <param name="scores">x, any shape.</param>
    /// <param name="targets">t, -1 or 1, the same shape.</param>
    /// <param name="reduction">What becomes of the elements' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a target is neither -1 nor 1.</exception>
    public static Tensor SoftMargin(Tensor scores, Tensor targets, Reduction reduction = Reduction.Mean) =>
        (-(LossSteps.SignsFor(nameof(SoftMargin), scores, targets) * scores)).Softplus().Reduce(reduction);

    /// <summary>1 - (2 sum(p t) + s) / (sum p + sum t + s), an example each: how little two regions overlap.</summary>
    /// <remarks>
    /// Sums go over all but the first axis. Small regions count as much as large ones, where cross-entropy would forget
    /// them. Dice 1945; Milletari et al., V-Net, 2016.
    /// </remarks>
    /// <param name="probabilities">p, [N, ...], from 0 to 1.</param>
    /// <param name="targets">t, the same shape, 0 or 1.</param>
    /// <param name="smoothing">s, which makes two empty regions equal; 0 or more.</param>
    /// <param name="reduction">What becomes of the examples' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no axis of examples.</exception>
    public static Tensor Dice(Tensor probabilities, Tensor targets, double smoothing = 1, Reduction reduction = Reduction.Mean)
    {
        Tensor t = LossSteps.TargetsFor(nameof(Dice), probabilities, targets);
        LossSteps.Positive(nameof(Dice), nameof(smoothing), smoothing, orZero: true);
        if (probabilities.Rank < 2)
        {
            throw new ArgumentException($"Dice: takes probabilities [N, ...], and got {probabilities.Shape}; Unsqueeze(0) makes one example of it.");
        }

        Tensor p = probabilities.Flatten(1);
        t = t.Flatten(1);
        return (1 - (((2 * (p * t).Sum(1)) + smoothing) / (p.Sum(1) + t.Sum(1) + smoothing))).Reduce(reduction);
    }
}
