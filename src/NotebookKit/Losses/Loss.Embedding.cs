namespace NotebookKit.Losses;

/// <content>Losses of likeness: points that belong together are to lie near each other.</content>
public static partial class Loss
{
    /// <summary>1 - cos(a, b) for pairs that belong together (t = 1), max(0, cos(a, b) - m) for those that do not (t = -1).</summary>
    /// <remarks>cos(a, b) = a b / (|a| |b|), with 1e-12 added to each squared length, so that a zero vector has cosine 0.</remarks>
    /// <param name="first">a, [N, features].</param>
    /// <param name="second">b, [N, features].</param>
    /// <param name="targets">t, [N], -1 or 1.</param>
    /// <param name="margin">m, from -1 to 1: how alike strangers may be.</param>
    /// <param name="reduction">What becomes of the pairs' losses.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a target is neither -1 nor 1.</exception>
    public static Tensor CosineEmbedding(Tensor first, Tensor second, Tensor targets, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        Pairs(nameof(CosineEmbedding), first, second);
        Tensor lengths = ((first.Square().Sum(1) + 1e-12) * (second.Square().Sum(1) + 1e-12)).Sqrt();
        Tensor cosine = (first * second).Sum(1) / lengths;
        Tensor alike = (LossSteps.SignsFor(nameof(CosineEmbedding), cosine, targets) + 1) / 2;
        return ((alike * (1 - cosine)) + ((1 - alike) * (cosine - margin).Relu())).Reduce(reduction);
    }

    /// <summary>max(0, d(a, p) - d(a, n) + m): an anchor lies nearer to its own kind p than to a stranger n, by a margin.</summary>
    /// <remarks>d(a, b) = (sum |a - b + 1e-6|^r)^(1/r). Schroff et al., FaceNet, 2015.</remarks>
    /// <param name="anchors">a, [N, features].</param>
    /// <param name="positives">p, [N, features].</param>
    /// <param name="negatives">n, [N, features].</param>
    /// <param name="margin">m, above 0.</param>
    /// <param name="norm">r, 1 or more.</param>
    /// <param name="reduction">What becomes of the triplets' losses.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or m or r is out of range.</exception>
    public static Tensor TripletMargin(
        Tensor anchors, Tensor positives, Tensor negatives, double margin = 1, double norm = 2, Reduction reduction = Reduction.Mean)
    {
        Pairs(nameof(TripletMargin), anchors, positives);
        Pairs(nameof(TripletMargin), anchors, negatives);
        LossSteps.Positive(nameof(TripletMargin), nameof(margin), margin);
        if (!(norm >= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(norm), norm, "TripletMargin: the norm's exponent is 1 or more.");
        }

        return (Distance(anchors, positives, norm) - Distance(anchors, negatives, norm) + margin).Relu().Reduce(reduction);
    }

    /// <summary>x for pairs that belong together (t = 1), max(0, m - x) for those that do not (t = -1), where x is their distance.</summary>
    /// <remarks>Hadsell, Chopra and LeCun 2006, without their squares, as in PyTorch.</remarks>
    /// <param name="distances">x, any shape.</param>
    /// <param name="targets">t, the same shape, -1 or 1.</param>
    /// <param name="margin">m: how far apart strangers are to be.</param>
    /// <param name="reduction">What becomes of the pairs' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a target is neither -1 nor 1.</exception>
    public static Tensor HingeEmbedding(Tensor distances, Tensor targets, double margin = 1, Reduction reduction = Reduction.Mean)
    {
        Tensor together = (LossSteps.SignsFor(nameof(HingeEmbedding), distances, targets) + 1) / 2;
        return ((together * distances) + ((1 - together) * (margin - distances).Relu())).Reduce(reduction);
    }

    /// <summary>max(0, m - t (x - y)): x is to be above y where t = 1, below where t = -1, by a margin.</summary>
    /// <param name="first">x, any shape.</param>
    /// <param name="second">y, the same shape.</param>
    /// <param name="targets">t, the same shape, -1 or 1.</param>
    /// <param name="margin">m.</param>
    /// <param name="reduction">What becomes of the pairs' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a target is neither -1 nor 1.</exception>
    public static Tensor MarginRanking(Tensor first, Tensor second, Tensor targets, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        LossSteps.TargetsFor(nameof(MarginRanking), first, second);
        return (margin - (LossSteps.SignsFor(nameof(MarginRanking), first, targets) * (first - second))).Relu().Reduce(reduction);
    }

    private static void Pairs(string operation, Tensor first, Tensor second)
    {
        LossSteps.TargetsFor(operation, first, second);
        if (first.Rank != 2)
        {
            throw new ArgumentException($"{operation}: takes rows [N, features], and got {first.Shape}; Flatten(1) makes a row of each example.");
        }
    }

    private static Tensor Distance(Tensor a, Tensor b, double norm)
    {
        Tensor difference = a - b + 1e-6;
        return norm == 2 ? difference.Square().Sum(1).Sqrt()
            : norm == 1 ? difference.Abs().Sum(1)
            : difference.Abs().Pow(norm).Sum(1).Pow(1 / norm);
    }
}
