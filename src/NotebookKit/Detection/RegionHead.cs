using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Detection;

/// <summary>Fast R-CNN's head: each region's features pooled to one size, a hidden layer, then a softmax over background and classes and four offsets for each class.</summary>
/// <remarks>[K, classes + 1 + 4 classes] for K regions; score 0 is the background. Girshick 2015; lecture S2 L8.</remarks>
public sealed class RegionHead : Module
{
    private readonly Linear hidden;
    private readonly Linear scores;
    private readonly Linear offsets;

    /// <summary>Makes the head.</summary>
    /// <param name="channels">Maps of features.</param>
    /// <param name="classes">How many classes, without background.</param>
    /// <param name="stride">Pixels of the picture from one place of the features to the next.</param>
    /// <param name="grid">Rows and columns that every region becomes.</param>
    /// <param name="width">Units of the hidden layer.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public RegionHead(int channels, int classes, int stride, int grid = 3, int width = 128, Rng? rng = null)
    {
        (Classes, Stride, Grid) = (classes, stride, grid);
        hidden = new Linear(channels * grid * grid, width, rng: rng);
        scores = new Linear(width, classes + 1, rng: rng);
        offsets = new Linear(width, 4 * classes, rng: rng);
    }

    /// <summary>How many classes, without background.</summary>
    public int Classes { get; }

    /// <summary>Pixels of the picture from one place of the features to the next.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns that every region becomes.</summary>
    public int Grid { get; }

    /// <summary>Whether regions are pooled as in the lecture, by whole places and their largest number; else by interpolation (RoI align), which keeps small objects apart.</summary>
    public bool RoundsRegions { get; init; }

    /// <summary>How the way from a proposal to a box is written.</summary>
    public BoxCode Code { get; init; } = new() { ShiftUnit = 0.1, SizeUnit = 0.2 };

    /// <summary>Regions that are taught in each picture, a quarter of them positive at most.</summary>
    public int Taught { get; init; } = 16;

    /// <summary>The answers for pooled regions.</summary>
    /// <param name="input">[K, channels, grid, grid].</param>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor x = hidden.Forward(input.Flatten(1)).Relu();
        return Tensor.Concat([scores.Forward(x), offsets.Forward(x)], 1);
    }

    /// <summary>Regions of the features, all of one size, [K, channels, grid, grid].</summary>
    /// <param name="features">[N, channels, H, W], computed once for each picture.</param>
    /// <param name="regions">Boxes on each picture, in its pixels.</param>
    public Tensor Pool(Tensor features, IReadOnlyList<IReadOnlyList<Box>> regions)
    {
        ArgumentNullException.ThrowIfNull(features);
        Tensor boxes = BoxTensors.ToRegions(regions, features.DType);
        return RoundsRegions ? features.RoiPool(boxes, Grid, 1.0 / Stride) : features.RoiAlign(boxes, Grid, 1.0 / Stride, samples: 2, aligned: true);
    }

    /// <summary>Its two losses: which class each region shows, and the way from the region to the object.</summary>
    /// <param name="features">[N, channels, H, W].</param>
    /// <param name="objects">What is on each picture.</param>
    /// <param name="proposals">Regions of each picture; the objects' own boxes are added.</param>
    /// <param name="rng">Where the sample comes from; the session's generator when null.</param>
    public (Tensor Class, Tensor Place) Losses(
        Tensor features, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(proposals);
        List<IReadOnlyList<Box>> regions = [];
        List<long> labels = [];
        List<int> positive = [];
        List<Box> from = [], to = [];
        for (int image = 0; image < objects.Count; image++)
        {
            Box[] truth = [.. objects[image].Select(thing => thing.Box)];
            Box[] all = [.. truth, .. proposals[image]];
            AnchorMatch match = AnchorMatch.ByOverlap(all, truth);
            (IReadOnlyList<int> positives, IReadOnlyList<int> negatives) = match.Sample(Taught, 0.5, rng);
            foreach (int i in positives)
            {
                LabelledBox thing = objects[image][match.ObjectOf[i]];
                positive.Add((labels.Count * Classes) + thing.Class);
                labels.Add(thing.Class + 1);
                from.Add(all[i]);
                to.Add(thing.Box);
            }

            labels.AddRange(Enumerable.Repeat(0L, negatives.Count));
            regions.Add([.. positives.Concat(negatives).Select(i => all[i])]);
        }

        if (labels.Count == 0)
        {
            Tensor nothing = features.Sum() * 0;
            return (nothing, nothing);
        }

        Tensor answers = Forward(Pool(features, regions));
        Tensor classLoss = answers[.., 0..(Classes + 1)].CrossEntropy(Tensor.From([.. labels]));
        Tensor place = positive.Count == 0
            ? answers.Sum() * 0
            : Loss.SmoothAbsoluteError(Detector.Rows(answers[.., (Classes + 1)..].Reshape(-1, 4), positive), Code.Encode(from, to), reduction: Reduction.Sum) / positive.Count;
        return (classLoss, place);
    }

    /// <summary>What the regions show and where it is exactly, before suppression.</summary>
    /// <param name="features">[N, channels, H, W].</param>
    /// <param name="proposals">Regions of each picture.</param>
    /// <param name="least">The least probability.</param>
    public IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor features, IReadOnlyList<IReadOnlyList<Box>> proposals, double least)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        Tensor answers = Forward(Pool(features, proposals));
        float[] chances = answers[.., 0..(Classes + 1)].Softmax(1).ToArray<float>(), ways = answers[.., (Classes + 1)..].ToArray<float>();
        int row = 0;
        List<IReadOnlyList<ScoredBox>> all = [];
        foreach (IReadOnlyList<Box> regions in proposals)
        {
            List<ScoredBox> found = [];
            foreach (Box region in regions)
            {
                for (int one = 0; one < Classes; one++)
                {
                    float chance = chances[(row * (Classes + 1)) + one + 1];
                    if (chance >= least)
                    {
                        ReadOnlySpan<float> way = ways.AsSpan(4 * ((row * Classes) + one), 4);
                        found.Add(new ScoredBox(Code.Decode(region, new BoxOffset(way[0], way[1], way[2], way[3])), one, chance));
                    }
                }

                row++;
            }

            all.Add(found);
        }

        return all;
    }
}
