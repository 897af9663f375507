namespace NotebookKit.Training;

/// <summary>Which share of what is called positive is right, against which share of the positives is found, as the threshold falls.</summary>
/// <remarks>
/// The average precision is the sum over the thresholds of (recall - recall before) times precision: no line is drawn
/// between points, which would promise too much. Tells more than ROC where positives are rare.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.PrecisionRecallCurveFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(double[] thresholds, double[] precisions, double[] recalls)
    {
        (Thresholds, Precisions, Recalls) = (thresholds, precisions, recalls);
        AveragePrecision = Enumerable.Range(0, recalls.Length).Sum(i => (recalls[i] - (i == 0 ? 0 : recalls[i - 1])) * precisions[i]);
    }

    /// <summary>Falling.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The share of the examples at or above each threshold that is positive.</summary>
    public IReadOnlyList<double> Precisions { get; }

    /// <summary>The share of the positives at or above each threshold.</summary>
    public IReadOnlyList<double> Recalls { get; }

    /// <summary>The precision, averaged over the recall.</summary>
    public double AveragePrecision { get; }

    /// <summary>Draws the curve of a classifier of two classes.</summary>
    /// <param name="scores">[N]: the higher, the more surely positive.</param>
    /// <param name="labels">[N]: 1 or true for positive, 0 or false for negative.</param>
    /// <exception cref="ArgumentException">The shapes differ, a label is neither 0 nor 1, a score is NaN, or no example is positive.</exception>
    public static PrecisionRecallCurve Of(Tensor scores, Tensor labels)
    {
        var steps = RankedExamples.Count(nameof(PrecisionRecallCurve), scores, labels);
        int positives = steps[^1].Positives;
        return positives > 0
            ? new PrecisionRecallCurve(
                [.. steps.Select(step => step.Score)],
                [.. steps.Select(step => (double)step.Positives / (step.Positives + step.Negatives))],
                [.. steps.Select(step => (double)step.Positives / positives)])
            : throw new ArgumentException($"PrecisionRecallCurve: needs a positive example, and {labels.Shape} has none.");
    }

    /// <summary>The curve of a ranking of which some positives may never be found.</summary>
    /// <param name="scores">Falling; equal ones are let in together.</param>
    /// <param name="right">Whether each is right.</param>
    /// <param name="total">How many there are to find.</param>
    internal static PrecisionRecallCurve Of(IReadOnlyList<double> scores, IReadOnlyList<bool> right, int total)
    {
        List<(double Score, double Precision, double Recall)> steps = [];
        int found = 0;
        for (int i = 0; i < scores.Count; i++)
        {
            found += right[i] ? 1 : 0;
            if (i + 1 == scores.Count || scores[i + 1] < scores[i])
            {
                steps.Add((scores[i], (double)found / (i + 1), (double)found / total));
            }
        }

        return new([.. steps.Select(step => step.Score)], [.. steps.Select(step => step.Precision)], [.. steps.Select(step => step.Recall)]);
    }

    /// <summary>The average precision, in a line.</summary>
    public override string ToString() => $"precision-recall curve of {Thresholds.Count:N0} thresholds, average precision {AveragePrecision:F4}";
}
