using NotebookKit.Layers;
using NotebookKit.Losses;

namespace NotebookKit.Detection;

/// <summary>RetinaNet's head: every anchor is taught, and the focal loss keeps the thousands of easy background anchors from outweighing the rest.</summary>
/// <remarks>
/// A sigmoid for each class, none for background. The last bias begins so that every anchor believes in an object with probability 0.01:
/// without it the first steps are spent on background. Lin et al. 2017; lecture S2 L11.
/// </remarks>
public sealed class RetinaNet : AnchorDetector
{
    private const double Prior = 0.01;
    private readonly DetectionBackbone backbone;
    private readonly Sequential classHead;
    private readonly Sequential boxHead;

    /// <summary>Makes the detector.</summary>
    /// <param name="backbone">The trunk.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="size">Pixels of a side of the pictures.</param>
    /// <param name="scales">Sides of the square anchors in pixels; 12, 16 and 20 when null.</param>
    /// <param name="ratios">Height over width; 1 and 2 when null.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public RetinaNet(DetectionBackbone backbone, int classes, int size = 64, IReadOnlyList<double>? scales = null, IReadOnlyList<double>? ratios = null, Rng? rng = null)
        : base(classes, Detection.Anchors.Grid(Cells(backbone, size), backbone.Stride, scales ?? [12, 16, 20], ratios ?? [1, 2]), classes)
    {
        this.backbone = backbone;
        int channels = backbone.OutChannels, anchors = (scales?.Count ?? 3) * (ratios?.Count ?? 2);
        classHead = Head(channels, anchors * classes, rng);
        boxHead = Head(channels, anchors * 4, rng);
        ((Conv2d)classHead[^1]).Bias!.Set(Tensor.Full([anchors * classes], -Math.Log((1 - Prior) / Prior)));
    }

    /// <summary>g: how little counts what is easy; 0 is the cross-entropy.</summary>
    public double Focus { get; init; } = 2;

    /// <summary>a: how much an object counts against background; null for both alike.</summary>
    public double? Balance { get; init; } = 0.25;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor features = backbone.Forward(input);
        return Tensor.Concat([Detection.Anchors.ToRows(classHead.Forward(features), Scores), Detection.Anchors.ToRows(boxHead.Forward(features), 4)], 2);
    }

    /// <inheritdoc/>
    protected override Tensor ClassLoss(Tensor scores, IReadOnlyList<AnchorMatch> matches, IReadOnlyList<IReadOnlyList<LabelledBox>> objects)
    {
        float[] targets = new float[scores.Count], counts = [.. Enumerable.Repeat(1f, scores.Count)];
        for (int image = 0; image < matches.Count; image++)
        {
            for (int anchor = 0; anchor < Anchors.Count; anchor++)
            {
                int row = ((image * Anchors.Count) + anchor) * Classes, thing = matches[image].ObjectOf[anchor];
                if (thing >= 0)
                {
                    targets[row + objects[image][thing].Class] = 1;
                }
                else if (thing == AnchorMatch.Ignored)
                {
                    counts.AsSpan(row, Classes).Clear();
                }
            }
        }

        Tensor losses = NotebookKit.Losses.Loss.BinaryFocal(scores, Tensor.Wrap(targets, scores.Shape), Focus, Balance, Reduction.None);
        return (losses * Tensor.Wrap(counts, scores.Shape)).Sum();
    }

    /// <inheritdoc/>
    protected override Tensor Probabilities(Tensor scores) => scores.Sigmoid();

    private static Sequential Head(int channels, int outputs, Rng? rng) =>
        new(new Conv2d(channels, channels / 2, 3, padding: 1, rng: rng), new ReLU(), new Conv2d(channels / 2, outputs, 3, padding: 1, rng: rng));

    private static int Cells(DetectionBackbone backbone, int size)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return size > 0 && size % backbone.Stride == 0
            ? size / backbone.Stride
            : throw new ArgumentException($"RetinaNet: places {backbone.Stride} pixels apart do not fill pictures of {size}; take a multiple.", nameof(size));
    }
}
