using NotebookKit.Losses;

namespace NotebookKit.Detection;

/// <summary>What SSD and RetinaNet have in common: for every anchor, scores of the classes and the way to the object's box, taught by matching.</summary>
/// <remarks>Forward gives [N, anchors, scores + 4], in the order of <see cref="Anchors"/>.</remarks>
public abstract class AnchorDetector : Detector
{
    /// <summary>Makes the detector.</summary>
    /// <param name="classes">How many classes.</param>
    /// <param name="anchors">Its anchors.</param>
    /// <param name="scores">Scores of an anchor.</param>
    protected AnchorDetector(int classes, IReadOnlyList<Box> anchors, int scores)
        : base(classes)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        (Anchors, Scores) = (anchors, scores);
    }

    /// <summary>The boxes to start from.</summary>
    public IReadOnlyList<Box> Anchors { get; }

    /// <summary>How the way from an anchor to a box is written.</summary>
    public BoxCode Code { get; init; } = new() { ShiftUnit = 0.1, SizeUnit = 0.2 };

    /// <summary>From this overlap on an anchor answers for an object.</summary>
    public double Positive { get; init; } = 0.5;

    /// <summary>Below this overlap it is background.</summary>
    public double Negative { get; init; } = 0.4;

    /// <summary>Scores of an anchor.</summary>
    protected int Scores { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DetectionLoss> Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(objects);
        AnchorMatch[] matches = [.. objects.Select(list => AnchorMatch.Of(Anchors, [.. list.Select(thing => thing.Box)], Positive, Negative))];
        Tensor rows = outputs.Reshape(-1, Scores + 4);
        List<int> positives = [];
        List<Box> from = [], to = [];
        for (int image = 0; image < matches.Length; image++)
        {
            foreach (int anchor in matches[image].Positives)
            {
                positives.Add((image * Anchors.Count) + anchor);
                from.Add(Anchors[anchor]);
                to.Add(objects[image][matches[image].ObjectOf[anchor]].Box);
            }
        }

        int count = Math.Max(1, positives.Count);
        List<DetectionLoss> losses = [new("class", ClassLoss(rows[.., 0..Scores], matches, objects) / count)];
        if (positives.Count > 0)
        {
            Tensor offsets = Rows(rows, positives)[.., Scores..];
            losses.Add(new("place", NotebookKit.Losses.Loss.SmoothAbsoluteError(offsets, Code.Encode(from, to), reduction: Reduction.Sum) / count));
        }

        return losses;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor outputs, IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        int width = Scores + 4, size = Anchors.Count * width;
        float[] offsets = outputs.ToArray<float>();
        float[] chances = Probabilities(outputs[.., .., 0..Scores]).ToArray<float>();
        List<ScoredBox>[] found = [.. Enumerable.Range(0, outputs.Shape[0]).Select(_ => new List<ScoredBox>())];
        for (int row = 0; row < outputs.Shape[0] * Anchors.Count; row++)
        {
            for (int one = 0; one < Classes; one++)
            {
                float chance = chances[(row * Classes) + one];
                if (chance >= LeastScore)
                {
                    ReadOnlySpan<float> way = offsets.AsSpan((row * width) + Scores, 4);
                    found[row / Anchors.Count].Add(new ScoredBox(Code.Decode(Anchors[row % Anchors.Count], new BoxOffset(way[0], way[1], way[2], way[3])), one, chance));
                }
            }
        }

        return found;
    }

    /// <summary>The sum of the classes' losses over the anchors that are taught.</summary>
    /// <param name="scores">[N x anchors, scores].</param>
    /// <param name="matches">What each anchor is.</param>
    /// <param name="objects">What is on each picture.</param>
    protected abstract Tensor ClassLoss(Tensor scores, IReadOnlyList<AnchorMatch> matches, IReadOnlyList<IReadOnlyList<LabelledBox>> objects);

    /// <summary>The probability of every class, [N, anchors, classes].</summary>
    /// <param name="scores">[N, anchors, scores].</param>
    protected abstract Tensor Probabilities(Tensor scores);
}
