using NotebookKit.Training;

namespace NotebookKit.Detection;

/// <summary>How well found boxes are those that are there, picture by picture: what <see cref="DetectionScores"/> measures, from lists of boxes.</summary>
public static class BoxScores
{
    /// <summary>Mean average precision at one overlap, PASCAL VOC's rule.</summary>
    /// <param name="found">What a detector found on each picture.</param>
    /// <param name="truth">What is on each picture.</param>
    /// <param name="overlap">The intersection over union that is enough.</param>
    /// <param name="rule">How precision is averaged.</param>
    /// <exception cref="ArgumentException">The numbers of pictures differ.</exception>
    public static DetectionScores Voc(
        IReadOnlyList<IReadOnlyList<ScoredBox>> found, IReadOnlyList<IReadOnlyList<LabelledBox>> truth, double overlap = 0.5, ApRule rule = ApRule.Area) =>
        DetectionScores.Voc(Found(found, truth), True(truth), overlap, rule);

    /// <summary>Mean average precision over the overlaps 0.5, 0.55, ..., 0.95, COCO's rule.</summary>
    /// <param name="found">What a detector found on each picture.</param>
    /// <param name="truth">What is on each picture.</param>
    /// <exception cref="ArgumentException">The numbers of pictures differ.</exception>
    public static DetectionScores Coco(IReadOnlyList<IReadOnlyList<ScoredBox>> found, IReadOnlyList<IReadOnlyList<LabelledBox>> truth) =>
        DetectionScores.Coco(Found(found, truth), True(truth));

    /// <summary>Precision against recall of one class as the threshold falls.</summary>
    /// <param name="found">What a detector found on each picture.</param>
    /// <param name="truth">What is on each picture.</param>
    /// <param name="of">The class.</param>
    /// <param name="overlap">The intersection over union that is enough.</param>
    /// <exception cref="ArgumentException">The numbers of pictures differ, no object is of the class, or nothing was found of it.</exception>
    public static PrecisionRecallCurve Curve(
        IReadOnlyList<IReadOnlyList<ScoredBox>> found, IReadOnlyList<IReadOnlyList<LabelledBox>> truth, int of, double overlap = 0.5) =>
        DetectionScores.Curve(Found(found, truth), True(truth), of, overlap);

    /// <summary>The share of objects that some proposal overlaps enough, whatever its class: what proposals are judged by.</summary>
    /// <param name="proposals">Boxes on each picture.</param>
    /// <param name="truth">What is on each picture.</param>
    /// <param name="overlap">The intersection over union that is enough.</param>
    /// <returns>0 to 1; NaN where there are no objects.</returns>
    public static double Recall(IReadOnlyList<IReadOnlyList<Box>> proposals, IReadOnlyList<IReadOnlyList<LabelledBox>> truth, double overlap = 0.5)
    {
        SameCount(proposals, truth);
        (int hit, int all) = (0, 0);
        for (int i = 0; i < truth.Count; i++)
        {
            all += truth[i].Count;
            hit += truth[i].Count(thing => proposals[i].Any(box => box.IoU(thing.Box) >= overlap));
        }

        return all == 0 ? double.NaN : (double)hit / all;
    }

    private static DetectedBox[] Found(IReadOnlyList<IReadOnlyList<ScoredBox>> found, IReadOnlyList<IReadOnlyList<LabelledBox>> truth)
    {
        SameCount(found, truth);
        return [.. found.SelectMany((boxes, image) => boxes.Select(box => new DetectedBox(image, box.Class, box.Score, box.Box.Left, box.Box.Top, box.Box.Right, box.Box.Bottom)))];
    }

    private static TrueBox[] True(IReadOnlyList<IReadOnlyList<LabelledBox>> truth) =>
        [.. truth.SelectMany((boxes, image) => boxes.Select(box => new TrueBox(image, box.Class, box.Box.Left, box.Box.Top, box.Box.Right, box.Box.Bottom)))];

    private static void SameCount<T>(IReadOnlyList<IReadOnlyList<T>> found, IReadOnlyList<IReadOnlyList<LabelledBox>> truth)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(truth);
        if (found.Count != truth.Count)
        {
            throw new ArgumentException($"BoxScores: boxes were found on {found.Count} pictures, and {truth.Count} pictures have truth; an empty picture has an empty list.");
        }
    }
}
