namespace NotebookKit.Segmentation;

/// <summary>A predicted object and the true one that it was taken for.</summary>
/// <param name="Predicted">The number of the predicted object.</param>
/// <param name="Truth">The number of the true object.</param>
/// <param name="IoU">How far they lie on each other.</param>
public readonly record struct ObjectMatch(long Predicted, long Truth, double IoU);

/// <summary>How many objects were found, counted one by one: two cells that melt into one are two missed, however many pixels are right.</summary>
/// <remarks>
/// A predicted object is found where its IoU with a true one reaches the threshold; pairs are made from the largest IoU down, each object once.
/// F1 = 2 TP / (2 TP + FP + FN). Panoptic quality: sum of the pairs' IoU / (TP + FP / 2 + FN / 2), Kirillov et al. 2019.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record ObjectScores
{
    private ObjectScores(IReadOnlyList<ObjectMatch> matches, int predicted, int truth, double threshold) =>
        (Matches, Missed, False, Threshold) = (matches, truth - matches.Count, predicted - matches.Count, threshold);

    /// <summary>The pairs, the best first.</summary>
    public IReadOnlyList<ObjectMatch> Matches { get; }

    /// <summary>TP, objects that were found.</summary>
    public int Found => Matches.Count;

    /// <summary>FN, true objects that were not found.</summary>
    public int Missed { get; }

    /// <summary>FP, predicted objects that are none.</summary>
    public int False { get; }

    /// <summary>The IoU that a pair reaches.</summary>
    public double Threshold { get; }

    /// <summary>The share of predicted objects that are some; 1 where there is neither a predicted nor a true one.</summary>
    public double Precision => Share(Found, Found + False);

    /// <summary>The share of true objects that were found; 1 where there is neither a predicted nor a true one.</summary>
    public double Recall => Share(Found, Found + Missed);

    /// <summary>The harmonic mean of precision and recall; 1 where there is nothing and nothing was found.</summary>
    public double F1 => Share(2 * Found, (2 * Found) + False + Missed);

    /// <summary>F1 times the mean IoU of the pairs; 1 where there is nothing and nothing was found.</summary>
    public double PanopticQuality => Found + False + Missed == 0 ? 1 : Matches.Sum(match => match.IoU) / (Found + (0.5 * (False + Missed)));

    /// <summary>Compares two maps of objects.</summary>
    /// <param name="predicted">[H, W] of whole numbers: the number of each pixel's object, 0 for the ground, as <see cref="Components"/> gives.</param>
    /// <param name="truth">The same size.</param>
    /// <param name="threshold">The IoU that a pair reaches, above 0 and at most 1.</param>
    /// <exception cref="ArgumentException">The sizes differ, a number is negative, or the threshold is out of range.</exception>
    public static ObjectScores Of(Tensor predicted, Tensor truth, double threshold = 0.5)
    {
        (LabelGrid ours, LabelGrid right) = LabelGrid.Of(nameof(ObjectScores), predicted, truth);
        if (threshold is not (> 0 and <= 1) || ours.Values.Any(number => number < 0) || right.Values.Any(number => number < 0))
        {
            throw new ArgumentException($"ObjectScores: objects are numbered from 1 and the threshold is above 0 and at most 1; the threshold is {threshold}, the smallest numbers {ours.Values.Min()} and {right.Values.Min()}.");
        }

        Dictionary<long, int> oursSizes = Sizes(ours), rightSizes = Sizes(right);
        Dictionary<(long, long), int> both = [];
        for (int p = 0; p < ours.Values.Length; p++)
        {
            if (ours.Values[p] > 0 && right.Values[p] > 0)
            {
                (long, long) pair = (ours.Values[p], right.Values[p]);
                both[pair] = both.GetValueOrDefault(pair) + 1;
            }
        }

        HashSet<long> usedOurs = [], usedRight = [];
        List<ObjectMatch> matches = [];
        foreach (ObjectMatch match in both
            .Select(pair => new ObjectMatch(pair.Key.Item1, pair.Key.Item2, (double)pair.Value / (oursSizes[pair.Key.Item1] + rightSizes[pair.Key.Item2] - pair.Value)))
            .Where(match => match.IoU >= threshold)
            .OrderByDescending(match => match.IoU).ThenBy(match => match.Truth).ThenBy(match => match.Predicted))
        {
            if (!usedOurs.Contains(match.Predicted) && usedRight.Add(match.Truth))
            {
                usedOurs.Add(match.Predicted);
                matches.Add(match);
            }
        }

        return new(matches, oursSizes.Count, rightSizes.Count, threshold);
    }

    /// <summary>The counts and F1 in a line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Found} objects found, {Missed} missed, {False} false at IoU {Threshold}: F1 {F1:F4}, panoptic quality {PanopticQuality:F4}");

    private static Dictionary<long, int> Sizes(LabelGrid grid) => grid.Values.Where(number => number > 0).CountBy(number => number).ToDictionary();

    private double Share(int part, int all) => Found + False + Missed == 0 ? 1 : all == 0 ? 0 : (double)part / all;
}
