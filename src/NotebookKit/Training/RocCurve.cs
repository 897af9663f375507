namespace NotebookKit.Training;

/// <summary>Receiver operating characteristic: how many of the positives are found for how many false alarms, as the threshold falls.</summary>
/// <remarks>The area under it is the probability that a positive example scores above a negative one, ties counted half.</remarks>
[Display.TypeFormatterSource(typeof(Display.RocCurveFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class RocCurve
{
    private RocCurve(double[] thresholds, double[] falseAlarms, double[] found)
    {
        (Thresholds, FalsePositiveRates, TruePositiveRates) = (thresholds, falseAlarms, found);
        Area = Enumerable.Range(1, found.Length - 1).Sum(i => (falseAlarms[i] - falseAlarms[i - 1]) * (found[i] + found[i - 1]) / 2);
    }

    /// <summary>Falling; the first, infinity, calls nothing positive.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The share of the negatives at or above each threshold.</summary>
    public IReadOnlyList<double> FalsePositiveRates { get; }

    /// <summary>The share of the positives at or above each threshold.</summary>
    public IReadOnlyList<double> TruePositiveRates { get; }

    /// <summary>The area under the curve (AUC): 1 is perfect, 0.5 is chance.</summary>
    public double Area { get; }

    /// <summary>Draws the curve of a classifier of two classes.</summary>
    /// <param name="scores">[N]: the higher, the more surely positive.</param>
    /// <param name="labels">[N]: 1 or true for positive, 0 or false for negative.</param>
    /// <exception cref="ArgumentException">The shapes differ, a label is neither 0 nor 1, a score is NaN, or one of the classes has no example.</exception>
    public static RocCurve Of(Tensor scores, Tensor labels)
    {
        var steps = RankedExamples.Count(nameof(RocCurve), scores, labels);
        (_, int positives, int negatives) = steps[^1];
        return positives > 0 && negatives > 0
            ? new RocCurve(
                [double.PositiveInfinity, .. steps.Select(step => step.Score)],
                [0, .. steps.Select(step => (double)step.Negatives / negatives)],
                [0, .. steps.Select(step => (double)step.Positives / positives)])
            : throw new ArgumentException($"RocCurve: needs examples of both classes, and {labels.Shape} has {positives} positive and {negatives} negative ones.");
    }

    /// <summary>The area, in a line.</summary>
    public override string ToString() => $"ROC curve of {Thresholds.Count - 1:N0} thresholds, area {Area:F4}";
}
