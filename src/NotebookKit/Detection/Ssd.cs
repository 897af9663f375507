using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Detection;

/// <summary>The single shot detector: several feature maps, each answering for boxes of its own size; a fine one for small objects, a coarse one for large.</summary>
/// <remarks>
/// On 64 x 64 pictures the maps are 8 x 8 and 4 x 4, as in the lecture's figure. A softmax over background (0) and classes with hard negative
/// mining, and offsets to the default boxes, which the slide leaves out ('no fine tuning'). Liu et al. 2016; lecture S2 L11.
/// </remarks>
public sealed class Ssd : AnchorDetector
{
    private readonly DetectionBackbone backbone;
    private readonly Sequential coarser;
    private readonly Conv2d fine;
    private readonly Conv2d coarse;

    /// <summary>Makes the detector.</summary>
    /// <param name="backbone">The trunk.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="size">Pixels of a side of the pictures.</param>
    /// <param name="smallest">The scale of the fine map, as a share of the picture.</param>
    /// <param name="largest">The scale of the coarse map.</param>
    /// <param name="ratios">Height over width of the default boxes; 1, 2 and 1/2 when null.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public Ssd(DetectionBackbone backbone, int classes, int size = 64, double smallest = 0.2, double largest = 0.35, IReadOnlyList<double>? ratios = null, Rng? rng = null)
        : base(classes, Detection.Anchors.Defaults(size, Maps(backbone, size), smallest, largest, ratios), classes + 1)
    {
        this.backbone = backbone;
        int channels = backbone.OutChannels, numbers = ((ratios?.Count ?? 3) + 1) * (Scores + 4);
        coarser = new Sequential(new Conv2d(channels, channels, 3, 2, 1, bias: false, rng: rng), new BatchNorm2d(channels), new ReLU());
        fine = new Conv2d(channels, numbers, 3, padding: 1, rng: rng);
        coarse = new Conv2d(channels, numbers, 3, padding: 1, rng: rng);
    }

    /// <summary>Background anchors that are taught for each positive one.</summary>
    public int NegativesForEach { get; init; } = 3;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor features = backbone.Forward(input);
        return Tensor.Concat([Detection.Anchors.ToRows(fine.Forward(features), Scores + 4), Detection.Anchors.ToRows(coarse.Forward(coarser.Forward(features)), Scores + 4)], 1);
    }

    /// <inheritdoc/>
    protected override Tensor ClassLoss(Tensor scores, IReadOnlyList<AnchorMatch> matches, IReadOnlyList<IReadOnlyList<LabelledBox>> objects)
    {
        long[] labels = [.. matches.SelectMany((match, image) => match.ObjectOf.Select(thing => thing >= 0 ? objects[image][thing].Class + 1L : 0))];
        Tensor losses = NotebookKit.Losses.Loss.CrossEntropy(scores, Tensor.From(labels), reduction: Reduction.None);
        float[] now = losses.Detach().ToArray<float>();
        List<int> taught = [];
        for (int image = 0; image < matches.Count; image++)
        {
            int first = image * Anchors.Count;
            taught.AddRange(matches[image].Positives.Concat(matches[image].HardNegatives(now.AsSpan(first, Anchors.Count), NegativesForEach)).Select(anchor => first + anchor));
        }

        return Rows(losses, taught).Sum();
    }

    /// <inheritdoc/>
    protected override Tensor Probabilities(Tensor scores) => scores.Softmax(2)[.., .., 1..];

    private static int[] Maps(DetectionBackbone backbone, int size)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return size > 0 && size % (2 * backbone.Stride) == 0
            ? [size / backbone.Stride, size / backbone.Stride / 2]
            : throw new ArgumentException($"Ssd: pictures of {size} do not divide into two maps with steps of {backbone.Stride} and {2 * backbone.Stride}.", nameof(size));
    }
}
