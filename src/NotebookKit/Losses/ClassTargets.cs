using NotebookKit.Ops;

namespace NotebookKit.Losses;

/// <summary>Labels made ready for picking the scores of the right classes: ignored ones point to class 0 and weigh nothing.</summary>
/// <param name="Labels">Int64, each a class.</param>
/// <param name="Weights">What each example counts, 0 where it is ignored; null when all count 1.</param>
internal sealed record ClassTargets(Tensor Labels, Tensor? Weights)
{
    /// <summary>Checks labels against scores [N, classes, ...].</summary>
    /// <param name="operation">What an error calls the loss.</param>
    /// <param name="scores">[N, classes, ...].</param>
    /// <param name="labels">[N, ...] of whole numbers.</param>
    /// <param name="classWeights">[classes], or null.</param>
    /// <param name="ignored">The label that does not count, or null.</param>
    public static ClassTargets Of(string operation, Tensor scores, Tensor labels, Tensor? classWeights, long? ignored)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        CheckShapes(operation, scores, labels, classWeights);
        int classes = scores.Shape[1];
        long[] classOf = labels.ToArray<long>();
        double[]? weightOf = classWeights?.ToArray<double>();
        double[] weights = new double[classOf.Length];
        bool allCount = weightOf is null;
        for (int i = 0; i < classOf.Length; i++)
        {
            if (classOf[i] == ignored)
            {
                classOf[i] = 0;
                allCount = false;
                continue;
            }

            if ((ulong)classOf[i] >= (ulong)classes)
            {
                string mend = ignored is null ? "; name a label that is to be left out with ignored" : $" and is not the ignored {ignored}";
                throw new ArgumentException($"{operation}: label {classOf[i]} names none of the {classes} classes, 0 to {classes - 1}{mend}.");
            }

            weights[i] = weightOf?[classOf[i]] ?? 1;
        }

        return new ClassTargets(
            Tensor.From(classOf, labels.Shape).To(scores.Device),
            allCount ? null : Tensor.From(weights, labels.Shape).To(scores.DType).To(scores.Device));
    }

    /// <summary>-w x[label] for each example of [N, classes, ...]; exactly 0 where the weight is.</summary>
    public Tensor Pick(Tensor x)
    {
        Tensor picked = -x.Gather(1, Labels.Unsqueeze(1)).Squeeze(1);
        return Weighted(picked);
    }

    /// <summary>Losses times the examples' weights; exactly 0 where the weight is.</summary>
    public Tensor Weighted(Tensor losses) => Weights is null ? losses : Elementwise.Binary<PassWherePositive>(losses, Weights) * Weights;

    /// <summary>The losses as one number; a mean is over the weights: sum(w l) / sum w.</summary>
    public Tensor Reduce(Tensor losses, Reduction reduction) =>
        reduction == Reduction.Mean && Weights is not null ? losses.Sum() / Weights.Sum() : losses.Reduce(reduction);

    private static void CheckShapes(string operation, Tensor scores, Tensor labels, Tensor? classWeights)
    {
        Check.Floats(operation, scores);
        if (scores.Rank < 2)
        {
            throw new ArgumentException($"{operation}: takes scores [N, classes, ...], and got {scores.Shape}; Unsqueeze(0) makes one example of it.");
        }

        int[] expected = [scores.Shape[0], .. scores.Shape.Span[2..]];
        if (labels.DType.IsFloat() || labels.DType == DType.Bool || labels.Shape != new Shape(expected))
        {
            throw new ArgumentException(
                $"{operation}: scores {scores.Shape} have labels {new Shape(expected)} of Int64, and these are {labels.Shape} of {labels.DType}.");
        }

        if (classWeights is not null && (classWeights.Rank != 1 || classWeights.Count != scores.Shape[1] || !classWeights.DType.IsFloat()))
        {
            throw new ArgumentException($"{operation}: there is one weight a class, [{scores.Shape[1]}], and these are {classWeights.Shape} of {classWeights.DType}.");
        }
    }
}
