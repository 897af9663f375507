using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <content>Losses of one class among several.</content>
public static partial class Loss
{
    /// <inheritdoc cref="Ops.CrossEntropy"/>
    /// <param name="logits">[N, classes] scores, or [N, classes, height, width] for a class each pixel.</param>
    /// <param name="targets">[N] or [N, height, width] class numbers; or the probabilities of all classes, in the scores' shape.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        return logits.Rank == 2 && targets.DType == DType.Int64 ? logits.CrossEntropy(targets) : CrossEntropy(logits, targets, weights: null);
    }

    /// <summary>Cross-entropy with everything that may be asked of it: -w ln softmax(x)[label], for class numbers or probabilities.</summary>
    /// <remarks>
    /// Of probabilities t it is -sum over c of w_c t_c ln softmax(x)_c. Smoothing e gives each class e / classes and the
    /// right one the rest 1 - e: the model need not become infinitely sure (Szegedy et al. 2016). The mean over labels is
    /// weighted, sum(w l) / sum w, and over probabilities that of the examples, both as in PyTorch. dL/dx =
    /// (softmax(x) - t) for weights of 1.
    /// </remarks>
    /// <param name="logits">[N, classes, ...] scores.</param>
    /// <param name="targets">[N, ...] class numbers, or probabilities in the scores' shape.</param>
    /// <param name="weights">[classes]: how much each class counts; all 1 when null.</param>
    /// <param name="ignored">A label whose examples do not count; null for none.</param>
    /// <param name="smoothing">e, from 0 to 1.</param>
    /// <param name="reduction">What becomes of the examples' losses.</param>
    /// <param name="logBase">Nats or bits.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label names no class, or the smoothing is out of range.</exception>
    public static Tensor CrossEntropy(
        Tensor logits,
        Tensor targets,
        Tensor? weights = null,
        long? ignored = null,
        double smoothing = 0,
        Reduction reduction = Reduction.Mean,
        LogBase logBase = LogBase.E)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        if (smoothing is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "CrossEntropy: smoothing is a number from 0 to 1.");
        }

        if (targets.DType.IsFloat())
        {
            return OfProbabilities(logits, targets, weights, ignored, smoothing, reduction).In(logBase);
        }

        ClassTargets labels = ClassTargets.Of(nameof(CrossEntropy), logits, targets, weights, ignored);
        if (labels.Weights is null && smoothing == 0 && reduction != Reduction.None && logits.Count > 0)
        {
            // Each place is a row of its own; channels-last pictures lie like that already.
            Tensor mean = Rows(logits).CrossEntropy(labels.Labels.Reshape(labels.Labels.Count));
            return (reduction == Reduction.Sum ? mean * labels.Labels.Count : mean.Reduce(reduction)).In(logBase);
        }

        Tensor logs = logits.LogSoftmax(1);
        Tensor losses = labels.Pick(logs);
        if (smoothing > 0)
        {
            Tensor others = -(weights is null ? logs : logs * PerClass(weights, logs)).Sum(1);
            if (ignored is not null)
            {
                others = Elementwise.Binary<PassWherePositive>(others, Counted(targets, ignored.Value, logs));
            }

            losses = (losses * (1 - smoothing)) + (others * (smoothing / logits.Shape[1]));
        }

        return labels.Reduce(losses, reduction).In(logBase);
    }

    /// <summary>The negative log-likelihood, -w l[label] for l = ln of the classes' probabilities; after a log-softmax it is the cross-entropy.</summary>
    /// <remarks>Lectures S2 L4, L5 (loss function for softmax): L = sum over k of -ln y_k of the right classes. dL/dl is -w at the label.</remarks>
    /// <param name="logProbabilities">[N, classes, ...].</param>
    /// <param name="labels">[N, ...] class numbers.</param>
    /// <param name="weights">[classes]: how much each class counts; all 1 when null.</param>
    /// <param name="ignored">A label whose examples do not count; null for none.</param>
    /// <param name="reduction">What becomes of the examples' losses; the mean is weighted.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label names no class.</exception>
    public static Tensor NegativeLogLikelihood(
        Tensor logProbabilities, Tensor labels, Tensor? weights = null, long? ignored = null, Reduction reduction = Reduction.Mean)
    {
        ClassTargets targets = ClassTargets.Of(nameof(NegativeLogLikelihood), logProbabilities, labels, weights, ignored);
        return targets.Reduce(targets.Pick(logProbabilities), reduction);
    }

    /// <summary>(1 - q)^g times -ln q, where q is the softmax of the right class: what is already easy counts little.</summary>
    /// <remarks>Lin et al., Focal loss for dense object detection, 2017; g = 0 is the cross-entropy.</remarks>
    /// <param name="logits">[N, classes, ...] scores.</param>
    /// <param name="labels">[N, ...] class numbers.</param>
    /// <param name="focus">g, 0 or more.</param>
    /// <param name="weights">[classes]: how much each class counts; all 1 when null.</param>
    /// <param name="reduction">What becomes of the examples' losses; the mean is weighted.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label names no class, or g is negative.</exception>
    public static Tensor Focal(Tensor logits, Tensor labels, double focus = 2, Tensor? weights = null, Reduction reduction = Reduction.Mean)
    {
        ClassTargets targets = ClassTargets.Of(nameof(Focal), logits, labels, weights, ignored: null);
        LossSteps.Positive(nameof(Focal), nameof(focus), focus, orZero: true);
        Tensor loss = -logits.LogSoftmax(1).Gather(1, targets.Labels.Unsqueeze(1)).Squeeze(1);
        return targets.Reduce(targets.Weighted((-(-loss).Expm1()).Pow(focus) * loss), reduction);
    }

    /// <summary>(1 / classes) sum over i other than the label of w max(0, m - x_label + x_i)^p: the hinge for several classes.</summary>
    /// <remarks>Crammer and Singer 2001, with the sum in place of the largest, as in PyTorch.</remarks>
    /// <param name="scores">[N, classes].</param>
    /// <param name="labels">[N] class numbers.</param>
    /// <param name="exponent">p, 1 or 2.</param>
    /// <param name="margin">m.</param>
    /// <param name="weights">[classes]: how much the examples of each class count; all 1 when null.</param>
    /// <param name="reduction">What becomes of the examples' losses; the mean is a plain one.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, a label names no class, or p is neither 1 nor 2.</exception>
    public static Tensor MultiMargin(
        Tensor scores, Tensor labels, int exponent = 1, double margin = 1, Tensor? weights = null, Reduction reduction = Reduction.Mean)
    {
        ClassTargets targets = ClassTargets.Of(nameof(MultiMargin), scores, labels, weights, ignored: null);
        if (scores.Rank != 2 || exponent is not (1 or 2))
        {
            throw new ArgumentException($"MultiMargin: takes scores [N, classes] and exponent 1 or 2, and got {scores.Shape} and {exponent}.");
        }

        int classes = scores.Shape[1];
        Tensor missing = (margin - scores.Gather(1, targets.Labels.Unsqueeze(1)) + scores).Relu();
        Tensor others = missing * (1 - targets.Labels.OneHot(classes, scores.DType));
        return targets.Weighted((exponent == 1 ? others : others.Square()).Sum(1) / classes).Reduce(reduction);
    }

    private static Tensor OfProbabilities(Tensor logits, Tensor targets, Tensor? weights, long? ignored, double smoothing, Reduction reduction)
    {
        Tensor t = LossSteps.TargetsFor(nameof(CrossEntropy), logits, targets);
        if (logits.Rank < 2 || ignored is not null || (weights is not null && (weights.Rank != 1 || weights.Count != logits.Shape[1])))
        {
            throw new ArgumentException(
                $"CrossEntropy: probabilities go with scores [N, classes, ...], weights [classes] and no ignored label; the scores are {logits.Shape}, the weights {weights?.Shape.ToString() ?? "none"}.");
        }

        int classes = logits.Shape[1];
        Tensor smooth = smoothing == 0 ? t : (t * (1 - smoothing)) + (smoothing / classes);
        Tensor terms = logits.LogSoftmax(1) * smooth;
        return (-(weights is null ? terms : terms * PerClass(weights, terms)).Sum(1)).Reduce(reduction);
    }

    // [N, C, H, W] as [N H W, C].
    private static Tensor Rows(Tensor scores)
    {
        if (scores.Rank == 2)
        {
            return scores;
        }

        int[] order = [0, .. Enumerable.Range(2, scores.Rank - 2), 1];
        int classes = scores.Shape[1];
        return scores.Permute(order).Reshape(scores.Count / classes, classes);
    }

    // [C] as [C, 1, ...], which repeats along the places.
    private static Tensor PerClass(Tensor weights, Tensor scores) =>
        weights.Detach().To(scores.DType).To(scores.Device).Reshape([weights.Count, .. Enumerable.Repeat(1, scores.Rank - 2)]);

    private static Tensor Counted(Tensor labels, long ignored, Tensor like) =>
        Tensor.From(Array.ConvertAll(labels.ToArray<long>(), label => label == ignored ? 0.0 : 1), labels.Shape).To(like.DType).To(like.Device);
}
