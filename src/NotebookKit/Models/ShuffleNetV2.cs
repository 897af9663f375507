using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>ShuffleNet-v2 (x1.0): half of the channels pass untouched, the other half is worked on, then both are shuffled; 2,278,604 parameters.</summary>
/// <remarks>
/// <code>
/// conv 3x3, 24, stride 2   112 x 112
/// max 3x3, stride 2         56 x 56
/// stage 2  4 units          28 x 28   116
/// stage 3  8 units          14 x 14   232
/// stage 4  4 units           7 x 7    464
/// conv 1x1                   7 x 7   1024
/// mean, fully connected 1000
/// </code>
/// Names are torchvision's. Ma, Zhang, Zheng and Sun, ShuffleNet V2, 2018.
/// </remarks>
public sealed class ShuffleNetV2 : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    public ShuffleNetV2(int classes = 1000)
        : base(
        [
            ("input", new PictureInput("ShuffleNet-v2")),
            ("conv1", new ConvNorm(3, 24, 3, 2)),
            ("maxpool", new MaxPool2d(3, 2, 1)),
            ("stage2", Stage(24, 116, 4)),
            ("stage3", Stage(116, 232, 8)),
            ("stage4", Stage(232, 464, 4)),
            ("conv5", new ConvNorm(464, 1024, 1)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("fc", new Linear(1024, classes)),
        ]) => FirstWeights.He(this);

    private static Sequential Stage(int inChannels, int maps, int units) =>
        new([.. Enumerable.Range(0, units).Select(number => (Module)new ShuffleUnitV2(number == 0 ? inChannels : maps, maps))]);
}
