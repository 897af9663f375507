using NotebookKit.Learners;
using NotebookKit.Memory;

namespace NotebookKit.Detection;

/// <summary>R-CNN from its parts, each of which can be another: propose regions, warp them, compute features, ask one SVM a class, correct the boxes, suppress.</summary>
/// <remarks>
/// Nothing is trained end to end, as in the paper: the network comes trained, the SVMs and the regression follow on features that are computed once
/// (<see cref="Extract(DetectionSet)"/>) and kept. The lecture's numbers: up to 2000 proposals, features of 4096, 20 to 200 classes. Girshick et al. 2014; lecture S2 L8.
/// </remarks>
public sealed record Rcnn
{
    /// <summary>Where regions come from: boxes for a picture [channels, H, W].</summary>
    public required Func<Tensor, IReadOnlyList<Box>> Propose { get; init; }

    /// <summary>What is known of a region: features [K, d] of warped regions [K, channels, height, width].</summary>
    public required Func<Tensor, Tensor> Features { get; init; }

    /// <summary>What regions are warped to.</summary>
    public Pair Size { get; init; } = 32;

    /// <summary>At most so many proposals of a picture are looked at.</summary>
    public int MostProposals { get; init; } = 2000;

    /// <summary>From this overlap with an object on a region is an example of its class.</summary>
    public double Positive { get; init; } = 0.5;

    /// <summary>Below this overlap it is an example of background.</summary>
    public double Negative { get; init; } = 0.3;

    /// <summary>How the SVMs learn.</summary>
    public LinearSvm Svm { get; init; } = new() { C = 0.1, Tolerance = 0.01 };

    /// <summary>How strongly the box regression is held back.</summary>
    public double Lambda { get; init; } = 10;

    /// <summary>From this intersection over union on, the less sure of two boxes of a class is suppressed.</summary>
    public double Overlap { get; init; } = 0.3;

    /// <summary>Steps 2: proposals and features of every picture, computed once and kept.</summary>
    /// <param name="set">The pictures.</param>
    public RegionCache Extract(DetectionSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        List<IReadOnlyList<Box>> proposals = [];
        List<Tensor> features = [];
        for (int i = 0; i < set.Count; i++)
        {
            using BufferScope scope = new();
            Tensor image = set.Load([i])[0];
            Box[] boxes = [.. Propose(image).Where(box => box.Clip(set.Size.Width, set.Size.Height).Area > 0).Take(MostProposals)];
            proposals.Add(boxes);
            features.Add(boxes.Length == 0 ? Tensor.Zeros([0, 1]).Keep() : Features(RegionWarp.Warp(image, boxes, Size)).Detach().Keep());
        }

        return new(proposals, features);
    }

    /// <summary>Steps 3 to 5: says which region shows what, trains an SVM and a box regression for each class.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="cache">Their regions; extracted when null.</param>
    /// <exception cref="ArgumentException">The cache is of other pictures, or no region shows an object.</exception>
    public TrainedRcnn Train(DetectionSet set, RegionCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        RegionCache regions = cache ?? Extract(set);
        if (regions.Proposals.Count != set.Count)
        {
            throw new ArgumentException($"Rcnn: the cache has regions of {regions.Proposals.Count} pictures, and the set {set.Name} has {set.Count}.", nameof(cache));
        }

        List<Tensor> rows = [], positiveRows = [];
        List<int> labels = [];
        List<Box> from = [];
        List<LabelledBox> to = [];
        for (int image = 0; image < set.Count; image++)
        {
            AnchorMatch match = AnchorMatch.ByOverlap(regions.Proposals[image], [.. set.Objects[image].Select(thing => thing.Box)], Positive, Negative);
            int[] used = [.. Enumerable.Range(0, match.ObjectOf.Count).Where(i => match.ObjectOf[i] != AnchorMatch.Ignored)];
            if (used.Length == 0)
            {
                continue;
            }

            rows.Add(Detector.Rows(regions.Features[image], used));
            labels.AddRange(used.Select(i => match.ObjectOf[i] >= 0 ? set.Objects[image][match.ObjectOf[i]].Class : -1));
            if (match.Positives.Count > 0)
            {
                positiveRows.Add(Detector.Rows(regions.Features[image], match.Positives));
                from.AddRange(match.Positives.Select(i => regions.Proposals[image][i]));
                to.AddRange(match.Positives.Select(i => set.Objects[image][match.ObjectOf[i]]));
            }
        }

        if (to.Count == 0)
        {
            throw new ArgumentException($"Rcnn: of {regions.Proposals.Sum(list => list.Count)} regions none overlaps an object by {Positive}; look at the proposals.", nameof(set));
        }

        Tensor all = Tensor.Concat(rows);
        OneVersusRest machines = OneVersusRest.Train(all, labels, set.ClassNames.Count, Svm);
        return new(this, machines, BoxRegression.Train(Tensor.Concat(positiveRows), from, to, set.ClassNames.Count, Lambda));
    }
}

/// <summary>Regions of pictures and their features, computed once: R-CNN's files on disk, in memory.</summary>
/// <param name="Proposals">Boxes of each picture.</param>
/// <param name="Features">[K, d] for the K boxes of each picture.</param>
public sealed record RegionCache(IReadOnlyList<IReadOnlyList<Box>> Proposals, IReadOnlyList<Tensor> Features);

/// <summary>An R-CNN that has learned.</summary>
/// <param name="Parts">Its parts.</param>
/// <param name="Machines">An SVM for each class.</param>
/// <param name="Regression">A box regression for each class.</param>
public sealed record TrainedRcnn(Rcnn Parts, OneVersusRest Machines, BoxRegression Regression)
{
    /// <summary>Whether boxes are corrected; the lecture says it helps a bit.</summary>
    public bool CorrectsBoxes { get; init; } = true;

    /// <summary>Finds objects on every picture of a set.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="cache">Their regions; extracted when null.</param>
    /// <returns>For each picture the boxes that some SVM says yes to, after suppression.</returns>
    public IReadOnlyList<IReadOnlyList<ScoredBox>> Detect(DetectionSet set, RegionCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        RegionCache regions = cache ?? Parts.Extract(set);
        return [.. regions.Proposals.Select((boxes, image) =>
        {
            if (boxes.Count == 0)
            {
                return (IReadOnlyList<ScoredBox>)[];
            }

            double[][] scores = Machines.Scores(regions.Features[image]).ToJagged<double>();
            (int Region, ScoredBox Box)[] yes = [.. scores.SelectMany((row, i) => row.Select((score, one) => (i, new ScoredBox(boxes[i], one, score)))).Where(pair => pair.Item2.Score > 0)];
            ScoredBox[] found = [.. yes.Select(pair => pair.Box)];
            if (CorrectsBoxes && found.Length > 0)
            {
                found = [.. Regression.Apply(Detector.Rows(regions.Features[image], [.. yes.Select(pair => pair.Region)]), found)];
            }

            return Suppression.Greedy([.. found.Select(box => box with { Box = box.Box.Clip(set.Size.Width, set.Size.Height) })], Parts.Overlap);
        })];
    }
}
