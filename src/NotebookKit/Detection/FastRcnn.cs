namespace NotebookKit.Detection;

/// <summary>Fast R-CNN: the features of a picture are computed once, every proposal is pooled from them, and class and box are learned together.</summary>
/// <remarks>The proposals come from elsewhere, such as <see cref="SelectiveSearch"/>: train with <c>set.ToDataset(proposals)</c>. Girshick 2015; lecture S2 L8.</remarks>
public sealed class FastRcnn : Detector
{
    private readonly DetectionBackbone backbone;
    private readonly RegionHead head;

    /// <summary>Makes the detector.</summary>
    /// <param name="backbone">The trunk.</param>
    /// <param name="head">What looks at the regions.</param>
    public FastRcnn(DetectionBackbone backbone, RegionHead head)
        : base((head ?? throw new ArgumentNullException(nameof(head))).Classes)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        (this.backbone, this.head) = (backbone, head);
    }

    /// <summary>The features, [N, channels, H, W].</summary>
    public override Tensor Forward(Tensor input) => backbone.Forward(input);

    /// <inheritdoc/>
    public override IReadOnlyList<DetectionLoss> Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals)
    {
        (Tensor kind, Tensor place) = head.Losses(outputs, objects, proposals);
        return [new("class", kind), new("place", place)];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">There are no proposals.</exception>
    public override IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor outputs, IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        return head.Decode(outputs, proposals, LeastScore);
    }
}
