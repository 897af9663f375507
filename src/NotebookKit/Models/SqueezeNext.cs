using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>SqueezeNext (1.0-SqNxt-23): two 1x1 squeezes, 3x3 as 1x3 and 3x1, and a linear bottleneck before the scores; about 0.72 million parameters.</summary>
/// <remarks>
/// <code>
/// conv 7x7, 64, stride 2     109 x 109     (227 x 227 pictures)
/// max 3x3, stride 2           54 x 54
/// 6 blocks of 32              54 x 54
/// 6 blocks of 64              27 x 27
/// 8 blocks of 128             14 x 14
/// 1 block of 256               7 x 7
/// conv 1x1, 128                7 x 7
/// mean, fully connected 1000
/// </code>
/// Gholami et al., SqueezeNext: hardware-aware neural network design, 2018; lecture S2 L11.
/// </remarks>
public sealed class SqueezeNext : Sequential
{
    private static readonly (int Maps, int Blocks)[] Stages = [(32, 6), (64, 6), (128, 8), (256, 1)];

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    public SqueezeNext(int classes = 1000)
        : base(
        [
            ("input", new PictureInput(nameof(SqueezeNext))),
            ("conv1", SqueezeNextBlock.Conv(3, 64, 7, 2, 1)),
            ("maxpool", new MaxPool2d(3, 2, ceil: true)),
            ("features", new Sequential([.. Stages.Select(Stage)])),
            ("bottleneck", SqueezeNextBlock.Conv(256, 128, 1)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("fc", new Linear(128, classes)),
        ])
    {
    }

    private static Module Stage((int Maps, int Blocks) stage, int place) => new Sequential([.. Enumerable.Range(0, stage.Blocks).Select(number =>
        (Module)new SqueezeNextBlock(number > 0 ? stage.Maps : place == 0 ? 64 : stage.Maps / 2, stage.Maps, number == 0 && place > 0 ? 2 : 1))]);

    /// <summary>The lecture's idea alone: C maps as linear combinations of <paramref name="few"/> independent ones, a C x C map of rank at most <paramref name="few"/>.</summary>
    /// <param name="channels">C.</param>
    /// <param name="few">How many independent maps.</param>
    public static Sequential LinearBottleneck(int channels = 128, int few = 16) => new(new Conv2d(channels, few, 1, bias: false), new Conv2d(few, channels, 1, bias: false));
}
