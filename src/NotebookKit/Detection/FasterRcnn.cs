namespace NotebookKit.Detection;

/// <summary>Faster R-CNN: Fast R-CNN whose proposals come from a network on the same features; one network, four losses.</summary>
/// <remarks>Forward gives the features; the two heads are computed from them in the losses and in decoding. Ren et al. 2015; lecture S2 L8.</remarks>
public sealed class FasterRcnn : Detector
{
    private readonly DetectionBackbone backbone;
    private readonly RegionProposalNetwork proposer;
    private readonly RegionHead head;

    /// <summary>Makes the detector.</summary>
    /// <param name="backbone">The trunk.</param>
    /// <param name="proposer">What proposes regions.</param>
    /// <param name="head">What looks at them.</param>
    public FasterRcnn(DetectionBackbone backbone, RegionProposalNetwork proposer, RegionHead head)
        : base((head ?? throw new ArgumentNullException(nameof(head))).Classes)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(proposer);
        (this.backbone, this.proposer, this.head) = (backbone, proposer, head);
    }

    /// <summary>Makes the detector with the usual parts: 9 anchors at each place, pooled to 3 x 3.</summary>
    /// <param name="backbone">The trunk.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="size">Pixels of a side of the pictures.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public FasterRcnn(DetectionBackbone backbone, int classes, int size = 64, Rng? rng = null)
        : this(
            backbone ?? throw new ArgumentNullException(nameof(backbone)),
            new RegionProposalNetwork(backbone.OutChannels, size / backbone.Stride, backbone.Stride, rng: rng),
            new RegionHead(backbone.OutChannels, classes, backbone.Stride, rng: rng))
    {
    }

    /// <summary>Proposals of a picture at most.</summary>
    public int Proposals { get; init; } = 20;

    /// <summary>The features, [N, channels, H, W].</summary>
    public override Tensor Forward(Tensor input) => backbone.Forward(input);

    /// <summary>The four losses: RPN objectness, RPN place, class, place.</summary>
    public override IReadOnlyList<DetectionLoss> Losses(Tensor outputs, IReadOnlyList<IReadOnlyList<LabelledBox>> objects, IReadOnlyList<IReadOnlyList<Box>> proposals)
    {
        Tensor rows = proposer.Forward(outputs);
        (Tensor objectness, Tensor rough) = proposer.Losses(rows, objects);
        (Tensor kind, Tensor place) = head.Losses(outputs, objects, proposer.Propose(rows, Proposals));
        return [new("RPN objectness", objectness), new("RPN place", rough), new("class", kind), new("place", place)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<ScoredBox>> Decode(Tensor outputs, IReadOnlyList<IReadOnlyList<Box>>? proposals = null) =>
        head.Decode(outputs, proposals ?? Propose(outputs), LeastScore);

    /// <summary>What the proposal network proposes for features.</summary>
    /// <param name="features">What Forward gave.</param>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(Tensor features) => proposer.Propose(proposer.Forward(features), Proposals);
}
