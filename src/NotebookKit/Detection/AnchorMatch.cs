namespace NotebookKit.Detection;

/// <summary>Which anchor is to say which object: the teacher's choice before every step.</summary>
/// <remarks>
/// First every object gets the anchor that overlaps it most, the best pair first, so that none is left without; then every other
/// anchor that overlaps an object enough answers for it too. Anchors between the two thresholds are not taught. Liu et al. 2016; Ren et al. 2015.
/// </remarks>
public sealed class AnchorMatch
{
    /// <summary>An anchor that is background.</summary>
    public const int Background = -1;

    /// <summary>An anchor that is neither, and is not taught.</summary>
    public const int Ignored = -2;

    private AnchorMatch(int[] objects) => ObjectOf = objects;

    /// <summary>Of each anchor the number of its object, <see cref="Background"/> or <see cref="Ignored"/>.</summary>
    public IReadOnlyList<int> ObjectOf { get; }

    /// <summary>The anchors that answer for an object.</summary>
    public IReadOnlyList<int> Positives => [.. Enumerable.Range(0, ObjectOf.Count).Where(i => ObjectOf[i] >= 0)];

    /// <summary>The anchors that are background.</summary>
    public IReadOnlyList<int> Negatives => [.. Enumerable.Range(0, ObjectOf.Count).Where(i => ObjectOf[i] == Background)];

    /// <summary>How many anchors answer for something, in a line.</summary>
    public override string ToString() =>
        $"{ObjectOf.Count:N0} anchors: {Positives.Count:N0} answer for an object, {Negatives.Count:N0} for the background, {ObjectOf.Count - Positives.Count - Negatives.Count:N0} are not taught";

    /// <summary>Matches anchors with the objects of one picture.</summary>
    /// <param name="anchors">The anchors.</param>
    /// <param name="objects">The boxes of the objects.</param>
    /// <param name="positive">From this overlap on an anchor answers for an object.</param>
    /// <param name="negative">Below this overlap it is background; the same as <paramref name="positive"/> where nothing is to be ignored.</param>
    /// <exception cref="ArgumentException">There are fewer anchors than objects, or the thresholds are not 0 &lt; negative &lt;= positive &lt;= 1.</exception>
    public static AnchorMatch Of(IReadOnlyList<Box> anchors, IReadOnlyList<Box> objects, double positive = 0.5, double negative = 0.5)
    {
        AnchorMatch match = ByOverlap(anchors, objects, positive, negative, out double[,] shares);
        if (objects.Count > anchors.Count)
        {
            throw new ArgumentException($"AnchorMatch: {anchors.Count} anchors cannot answer for {objects.Count} objects; take more scales or a finer map.", nameof(anchors));
        }

        int[] chosen = (int[])match.ObjectOf;
        bool[] taken = new bool[anchors.Count], served = new bool[objects.Count];
        for (int round = 0; round < objects.Count; round++)
        {
            (double best, int anchor, int thing) = (-1, -1, -1);
            for (int i = 0; i < anchors.Count; i++)
            {
                for (int j = 0; j < objects.Count; j++)
                {
                    if (!taken[i] && !served[j] && shares[i, j] > best)
                    {
                        (best, anchor, thing) = (shares[i, j], i, j);
                    }
                }
            }

            (taken[anchor], served[thing], chosen[anchor]) = (true, true, thing);
        }

        return match;
    }

    /// <summary>The same without the first step: an object may be left without, as it is for proposals that come from elsewhere.</summary>
    /// <param name="proposals">The proposals.</param>
    /// <param name="objects">The boxes of the objects.</param>
    /// <param name="positive">From this overlap on a proposal shows an object.</param>
    /// <param name="negative">Below this overlap it is background.</param>
    public static AnchorMatch ByOverlap(IReadOnlyList<Box> proposals, IReadOnlyList<Box> objects, double positive = 0.5, double negative = 0.5) =>
        ByOverlap(proposals, objects, positive, negative, out _);

    /// <summary>A few positives and negatives to learn from, at random: background would outweigh everything else.</summary>
    /// <param name="count">How many of both.</param>
    /// <param name="share">The share of positives at most; negatives fill up the rest.</param>
    /// <param name="rng">Where the draws come from; the session's generator when null.</param>
    public (IReadOnlyList<int> Positives, IReadOnlyList<int> Negatives) Sample(int count, double share = 0.5, Rng? rng = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Sample: the share of positives is 0 to 1.");
        }

        Rng source = rng ?? Rng.Current;
        IReadOnlyList<int> positives = Some(Positives, (int)(count * share), source);
        return (positives, Some(Negatives, count - positives.Count, source));
    }

    /// <summary>Hard negative mining: the background anchors that the network gets most wrong, so many for each positive (as many for one where there is none).</summary>
    /// <param name="losses">The loss of every anchor as background.</param>
    /// <param name="forEach">Negatives for each positive, 3 in SSD.</param>
    /// <exception cref="ArgumentException">There is not a loss for every anchor.</exception>
    public IReadOnlyList<int> HardNegatives(ReadOnlySpan<float> losses, int forEach = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(forEach);
        if (losses.Length != ObjectOf.Count)
        {
            throw new ArgumentException($"HardNegatives: {ObjectOf.Count} anchors have {losses.Length} losses.", nameof(losses));
        }

        float[] own = losses.ToArray();
        return [.. Negatives.OrderByDescending(i => own[i]).ThenBy(i => i).Take(forEach * Math.Max(1, Positives.Count))];
    }

    private static AnchorMatch ByOverlap(IReadOnlyList<Box> anchors, IReadOnlyList<Box> objects, double positive, double negative, out double[,] shares)
    {
        if (!(negative > 0 && negative <= positive && positive <= 1))
        {
            throw new ArgumentException($"AnchorMatch: the thresholds are 0 < negative <= positive <= 1, and these are {negative} and {positive}.");
        }

        shares = BoxTensors.IoU(anchors, objects);
        int[] chosen = new int[anchors.Count];
        for (int i = 0; i < anchors.Count; i++)
        {
            (double best, int thing) = (0, Background);
            for (int j = 0; j < objects.Count; j++)
            {
                if (shares[i, j] > best)
                {
                    (best, thing) = (shares[i, j], j);
                }
            }

            chosen[i] = best >= positive ? thing : best < negative ? Background : Ignored;
        }

        return new(chosen);
    }

    private static IReadOnlyList<int> Some(IReadOnlyList<int> all, int count, Rng rng) =>
        all.Count <= count ? all : [.. rng.Permutation(all.Count).Take(count).Select(i => all[i]).Order()];
}
