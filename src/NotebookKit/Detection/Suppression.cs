namespace NotebookKit.Detection;

/// <summary>Non-maximum suppression: of boxes that say the same thing, the surest stays.</summary>
/// <remarks>Lectures S2 L8 'Ranking, selecting, merging' and L11. What comes out does not depend on the order of what goes in.</remarks>
public static class Suppression
{
    /// <summary>Greedy: the surest box stays, all of its class that overlap with it go, and so on with the rest.</summary>
    /// <param name="boxes">What a detector found on one picture.</param>
    /// <param name="overlap">t: the intersection over union from which a box goes; kept boxes of a class overlap by less than t.</param>
    /// <param name="least">Boxes with a lower score are not looked at.</param>
    /// <param name="most">At most so many are kept, the surest.</param>
    /// <returns>The surest first.</returns>
    public static IReadOnlyList<ScoredBox> Greedy(IReadOnlyList<ScoredBox> boxes, double overlap = 0.5, double least = double.NegativeInfinity, int most = int.MaxValue)
    {
        Check(boxes, overlap, nameof(Greedy));
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        List<ScoredBox> kept = [];
        foreach (ScoredBox box in Ranked(boxes.Where(box => box.Score >= least)))
        {
            if (kept.Count == most)
            {
                break;
            }

            if (!kept.Exists(better => better.Class == box.Class && better.Box.IoU(box.Box) >= overlap))
            {
                kept.Add(box);
            }
        }

        return kept;
    }

    /// <summary>Soft: what overlaps with a surer box of its class is not thrown away but believed less, score times e^(-IoU^2 / s). Bodla et al. 2017.</summary>
    /// <param name="boxes">What a detector found on one picture; scores of 0 or more.</param>
    /// <param name="spread">s: the larger, the less scores fall.</param>
    /// <param name="least">Boxes whose score falls below are dropped.</param>
    /// <returns>The surest first, with their new scores.</returns>
    public static IReadOnlyList<ScoredBox> Soft(IReadOnlyList<ScoredBox> boxes, double spread = 0.5, double least = 0.001)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(spread);
        if (boxes.Any(box => box.Score < 0))
        {
            throw new ArgumentException("Soft: a factor lowers scores of 0 or more only; turn an SVM's distances into probabilities first.", nameof(boxes));
        }

        List<ScoredBox> kept = [], open = [.. boxes.Where(box => box.Score >= least)];
        while (open.Count > 0)
        {
            ScoredBox best = Ranked(open).First();
            kept.Add(best);
            open.Remove(best);
            open = [.. open.Select(box => box.Class == best.Class ? box with { Score = Lowered(box, best, spread) } : box).Where(box => box.Score >= least)];
        }

        return kept;
    }

    /// <summary>The surest first; equal scores by class and place, so that no order of the input matters.</summary>
    internal static IEnumerable<ScoredBox> Ranked(IEnumerable<ScoredBox> boxes) => boxes.OrderByDescending(box => box.Score).ThenBy(box => box.Class)
        .ThenBy(box => box.Box.Left).ThenBy(box => box.Box.Top).ThenBy(box => box.Box.Right).ThenBy(box => box.Box.Bottom);

    private static double Lowered(ScoredBox box, ScoredBox best, double spread)
    {
        double share = box.Box.IoU(best.Box);
        return box.Score * Math.Exp(-share * share / spread);
    }

    private static void Check(IReadOnlyList<ScoredBox> boxes, double overlap, string method)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        if (!(overlap > 0 && overlap <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(overlap), overlap, $"{method}: the overlap from which a box goes is above 0 and at most 1.");
        }
    }
}
