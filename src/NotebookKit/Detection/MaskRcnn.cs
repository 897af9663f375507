using NotebookKit.Gradients;

namespace NotebookKit.Detection;

/// <summary>Mask R-CNN: a detector and a head for masks on the same features, taught by whatever is known of each picture: boxes, masks, or both.</summary>
/// <remarks>Train with <c>MaskTargets.ToDataset(set, known)</c>. A loss whose labels are missing is left out, so it moves nothing. He et al. 2017; lecture S2 L11.</remarks>
public sealed class MaskRcnn : Detector
{
    private readonly FasterRcnn boxes;
    private readonly MaskHead masks;

    /// <summary>Makes the detector.</summary>
    /// <param name="boxes">What finds boxes.</param>
    /// <param name="masks">What finds pixels; on the features of <paramref name="boxes"/>.</param>
    public MaskRcnn(FasterRcnn boxes, MaskHead masks)
        : base((boxes ?? throw new ArgumentNullException(nameof(boxes))).Classes)
    {
        ArgumentNullException.ThrowIfNull(masks);
        (this.boxes, this.masks) = (boxes, masks);
    }

    /// <summary>The features, [N, channels, H, W].</summary>
    public override Tensor Forward(Tensor input) => boxes.Forward(input);

    /// <summary>The four losses of boxes over the pictures that have boxes, and that of masks over those that have masks; what no picture has labels for is left out.</summary>
    /// <param name="outputs">What Forward gave.</param>
    /// <param name="targets">As <see cref="MaskTargets.ToDataset"/> makes them.</param>
    public override IReadOnlyList<DetectionLoss> Losses(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Pair size = new(outputs.Shape[2] * masks.Stride, outputs.Shape[3] * masks.Stride);
        IReadOnlyList<(KnownLabels Known, long[] Instances)> labels = MaskTargets.Read(targets, size);
        (IReadOnlyList<IReadOnlyList<LabelledBox>> objects, _) = DetectionSet.ReadTargets(targets);
        Check(objects);
        int[] boxed = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i].Known.HasFlag(KnownLabels.Boxes))];
        List<DetectionLoss> losses = [];
        if (boxed.Length > 0)
        {
            losses.AddRange(boxes.Losses(Rows(outputs, boxed), [.. boxed.Select(i => objects[i])], [.. boxed.Select(_ => (IReadOnlyList<Box>)[])]));
        }

        losses.Add(new("mask", masks.Loss(outputs, [.. labels.Select(label => label.Instances)], size)));
        return losses;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DetectionLoss> Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals) =>
        boxes.Losses(outputs, objects, proposals);

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor outputs, IReadOnlyList<IReadOnlyList<Box>>? proposals = null) => boxes.Decode(outputs, proposals);

    /// <summary>The pixels of objects whose boxes are known, [H, W] of Bool each.</summary>
    /// <param name="images">[N, channels, H, W] of floats from 0 to 1.</param>
    /// <param name="regions">Boxes on each picture, such as those that <c>Detect</c> found.</param>
    public IReadOnlyList<IReadOnlyList<Tensor>> Masks(Tensor images, IReadOnlyList<IReadOnlyList<Box>> regions)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(regions);
        Tensor features = Predict(images);
        using (Gradient.Off())
        {
            Tensor scores = masks.Forward(features, regions);
            Pair size = new(images.Shape[2], images.Shape[3]);
            int row = 0;
            return [.. regions.Select(list => (IReadOnlyList<Tensor>)[.. list.Select(box => MaskHead.Paste(scores[row..++row], box, size).Keep())])];
        }
    }
}
