namespace NotebookKit.Detection;

/// <summary>What the lecture prints of R-CNN and its successors, with VGG-16 on PASCAL VOC 2007. Lecture S2 L8.</summary>
/// <param name="Name">The detector.</param>
/// <param name="TrainingHours">Hours of training; null where the lecture gives none.</param>
/// <param name="SecondsWithoutProposals">Seconds a picture, proposals not counted; null where the lecture gives none.</param>
/// <param name="Seconds">Seconds a picture, proposals included.</param>
/// <param name="MeanAveragePrecision">mAP in percent.</param>
public sealed record RcnnResult(string Name, double? TrainingHours, double? SecondsWithoutProposals, double Seconds, double MeanAveragePrecision)
{
    /// <summary>R-CNN, Fast R-CNN, Faster R-CNN. The slide's 146 times for 47 s against 0.32 s is 146.9, cut off.</summary>
    public static IReadOnlyList<RcnnResult> Lecture { get; } =
    [
        new("R-CNN", 84, 47, 50, 66.0),
        new("Fast R-CNN", 9.5, 0.32, 2, 66.9),
        new("Faster R-CNN", null, null, 0.2, 66.9),
    ];

    /// <summary>How many times as fast as another, proposals included.</summary>
    public double SpeedUp(RcnnResult other) => (other ?? throw new ArgumentNullException(nameof(other))).Seconds / Seconds;
}
