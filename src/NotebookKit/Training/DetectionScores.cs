using NotebookKit.Losses;

namespace NotebookKit.Training;

/// <summary>A box that a detector found.</summary>
/// <param name="Image">The number of the picture.</param>
/// <param name="Class">The number of the class.</param>
/// <param name="Score">How sure it is.</param>
/// <param name="Left">Where the box begins on x.</param>
/// <param name="Top">Where it begins on y.</param>
/// <param name="Right">Where it ends on x.</param>
/// <param name="Bottom">Where it ends on y.</param>
public readonly record struct DetectedBox(int Image, int Class, double Score, double Left, double Top, double Right, double Bottom);

/// <summary>A box that is really there.</summary>
/// <param name="Image">The number of the picture.</param>
/// <param name="Class">The number of the class.</param>
/// <param name="Left">Where the box begins on x.</param>
/// <param name="Top">Where it begins on y.</param>
/// <param name="Right">Where it ends on x.</param>
/// <param name="Bottom">Where it ends on y.</param>
/// <param name="IsDifficult">Whether it counts neither as found nor as missed.</param>
public readonly record struct TrueBox(int Image, int Class, double Left, double Top, double Right, double Bottom, bool IsDifficult = false);

/// <summary>How precision is averaged over recall.</summary>
public enum ApRule
{
    /// <summary>The area under the curve whose precision never rises (PASCAL VOC since 2010).</summary>
    Area,

    /// <summary>The mean at the recalls 0, 0.1, ..., 1 (PASCAL VOC 2007).</summary>
    ElevenPoints,

    /// <summary>The mean at the recalls 0, 0.01, ..., 1 (COCO).</summary>
    HundredOnePoints,
}

/// <summary>How well a detector finds boxes: average precision of each class, and the mean over the classes (mAP).</summary>
/// <remarks>
/// Detections of a class, the surest first, are matched with the true boxes of their picture: one that overlaps enough
/// with a box that is still free is right, any other false. Everingham et al. 2010; Lin et al. 2014; lecture S2 L8.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.DetectionScoresFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class DetectionScores
{
    private const int MostInPicture = 100;

    private DetectionScores(IReadOnlyDictionary<int, double> ofClass, string measure)
    {
        (OfClass, Measure) = (ofClass, measure);
        Mean = ofClass.Count == 0 ? double.NaN : ofClass.Values.Average();
    }

    /// <summary>The average precision of each class that has true boxes.</summary>
    public IReadOnlyDictionary<int, double> OfClass { get; }

    /// <summary>Their mean: mAP.</summary>
    public double Mean { get; }

    /// <summary>How it was measured, in words.</summary>
    public string Measure { get; }

    /// <summary>PASCAL VOC's measure: a detection is held against the true box that it overlaps most, and is false if that one is found already.</summary>
    /// <param name="detections">All pictures' detections.</param>
    /// <param name="truth">All pictures' true boxes.</param>
    /// <param name="overlap">The intersection over union that is enough.</param>
    /// <param name="rule">How precision is averaged.</param>
    public static DetectionScores Voc(IReadOnlyList<DetectedBox> detections, IReadOnlyList<TrueBox> truth, double overlap = 0.5, ApRule rule = ApRule.Area)
    {
        Check(detections, truth, overlap);
        return new(Classes(truth).ToDictionary(one => one, one => AveragePrecision(Match(detections, truth, one, overlap, takesNext: false), rule)), $"VOC at IoU {overlap}, {rule}");
    }

    /// <summary>COCO's measure: the mean over the overlaps 0.5, 0.55, ..., 0.95, at 101 recalls; a detection takes the true box that is still free and that it overlaps most.</summary>
    /// <param name="detections">All pictures' detections; the 100 surest of a class in a picture count.</param>
    /// <param name="truth">All pictures' true boxes.</param>
    public static DetectionScores Coco(IReadOnlyList<DetectedBox> detections, IReadOnlyList<TrueBox> truth)
    {
        Check(detections, truth, 0.5);
        double Of(int one) => Enumerable.Range(0, 10).Average(step => AveragePrecision(Match(detections, truth, one, 0.5 + (0.05 * step), takesNext: true), ApRule.HundredOnePoints));
        return new(Classes(truth).ToDictionary(one => one, Of), "COCO at IoU 0.5:0.95");
    }

    /// <summary>The average precision of a ranking.</summary>
    /// <param name="right">Of each detection, the surest first, whether it is right.</param>
    /// <param name="total">How many there are to find.</param>
    /// <param name="rule">How precision is averaged.</param>
    public static double AveragePrecision(IReadOnlyList<bool> right, int total, ApRule rule = ApRule.Area)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        return AveragePrecision((right, total), rule);
    }

    /// <summary>Precision against recall of one class: how the shares of right and of found boxes move as less sure ones are let in.</summary>
    /// <param name="detections">All pictures' detections.</param>
    /// <param name="truth">All pictures' true boxes.</param>
    /// <param name="of">The class.</param>
    /// <param name="overlap">The intersection over union that is enough.</param>
    /// <exception cref="ArgumentException">There is no true box of the class, or none was found.</exception>
    public static PrecisionRecallCurve Curve(IReadOnlyList<DetectedBox> detections, IReadOnlyList<TrueBox> truth, int of, double overlap = 0.5)
    {
        Check(detections, truth, overlap);
        List<double> scores = [];
        (IReadOnlyList<bool> right, int total) = Match(detections, truth, of, overlap, takesNext: false, scores);
        return total > 0 && scores.Count > 0
            ? PrecisionRecallCurve.Of(scores, right, total)
            : throw new ArgumentException($"DetectionScores: a curve of class {of} needs boxes of it, and there are {total} to find and {scores.Count} found.", nameof(of));
    }

    /// <summary>The mean, in a line.</summary>
    public override string ToString() => $"mAP {Mean:F4} over {OfClass.Count} classes ({Measure})";

    private static double AveragePrecision((IReadOnlyList<bool> Right, int Total) ranking, ApRule rule)
    {
        if (ranking.Total == 0)
        {
            return 0;
        }

        // The best precision at this recall or any higher one: looked at from the end, it never falls.
        int count = ranking.Right.Count;
        double[] recalls = new double[count], precisions = new double[count];
        int found = 0;
        for (int i = 0; i < count; i++)
        {
            found += ranking.Right[i] ? 1 : 0;
            (recalls[i], precisions[i]) = ((double)found / ranking.Total, (double)found / (i + 1));
        }

        for (int i = count - 2; i >= 0; i--)
        {
            precisions[i] = Math.Max(precisions[i], precisions[i + 1]);
        }

        if (rule == ApRule.Area)
        {
            return Enumerable.Range(0, count).Sum(i => (recalls[i] - (i == 0 ? 0 : recalls[i - 1])) * precisions[i]);
        }

        // Recall k / n is reached where found n >= k total: in whole numbers, so that 0.3 is not missed by a rounding.
        int points = rule == ApRule.ElevenPoints ? 10 : 100;
        return Enumerable.Range(0, points + 1).Average(point =>
        {
            int place = Array.FindIndex(recalls, recall => Math.Round(recall * ranking.Total) * points >= (double)point * ranking.Total);
            return place < 0 ? 0 : precisions[place];
        });
    }

    private static (IReadOnlyList<bool> Right, int Total) Match(IReadOnlyList<DetectedBox> detections, IReadOnlyList<TrueBox> truth, int one, double overlap, bool takesNext, List<double>? scores = null)
    {
        ILookup<int, int> places = Enumerable.Range(0, truth.Count).Where(i => truth[i].Class == one).ToLookup(i => truth[i].Image);
        bool[] taken = new bool[truth.Count];
        List<bool> right = [];
        IEnumerable<DetectedBox> ranked = detections.Where(box => box.Class == one).OrderByDescending(box => box.Score);
        ranked = takesNext ? ranked.GroupBy(box => box.Image).SelectMany(picture => picture.Take(MostInPicture)).OrderByDescending(box => box.Score) : ranked;
        foreach (DetectedBox box in ranked)
        {
            (double share, int place) = places[box.Image]
                .Where(i => !takesNext || (!taken[i] && !truth[i].IsDifficult))
                .Select(i => (Overlap(box, truth[i]), i)).DefaultIfEmpty((-1, -1)).MaxBy(pair => pair.Item1);
            if (place >= 0 && share >= overlap)
            {
                if (truth[place].IsDifficult)
                {
                    continue;
                }

                right.Add(!taken[place]);
                scores?.Add(box.Score);
                taken[place] = true;
            }
            else if (!(takesNext && places[box.Image].Any(i => truth[i].IsDifficult && Overlap(box, truth[i]) >= overlap)))
            {
                right.Add(false);
                scores?.Add(box.Score);
            }
        }

        return (right, truth.Count(box => box.Class == one && !box.IsDifficult));
    }

    private static double Overlap(DetectedBox a, TrueBox b) => Metric.BoxIoU([a.Left, a.Top, a.Right, a.Bottom], [b.Left, b.Top, b.Right, b.Bottom]);

    private static IEnumerable<int> Classes(IReadOnlyList<TrueBox> truth) => truth.Where(box => !box.IsDifficult).Select(box => box.Class).Distinct().Order();

    private static void Check(IReadOnlyList<DetectedBox> detections, IReadOnlyList<TrueBox> truth, double overlap)
    {
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentNullException.ThrowIfNull(truth);
        if (!(overlap > 0 && overlap <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(overlap), overlap, "DetectionScores: the overlap that is enough is above 0 and at most 1.");
        }

        int odd = detections.ToList().FindIndex(box => !(box.Left <= box.Right && box.Top <= box.Bottom) || double.IsNaN(box.Score));
        int odder = truth.ToList().FindIndex(box => !(box.Left <= box.Right && box.Top <= box.Bottom));
        if (odd >= 0 || odder >= 0)
        {
            throw new ArgumentException(odd >= 0 ? $"DetectionScores: {detections[odd]} has no score or ends before it begins." : $"DetectionScores: {truth[odder]} ends before it begins.");
        }
    }
}
