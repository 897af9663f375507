using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>ShuffleNet: 1x1 convolutions in groups, with the channels shuffled between them.</summary>
/// <remarks>
/// <code>
/// conv 3x3, 24, stride 2   112 x 112
/// max 3x3, stride 2         56 x 56
/// stage 2  4 units          28 x 28   240 maps for 3 groups
/// stage 3  8 units          14 x 14   480
/// stage 4  4 units           7 x 7    960
/// mean, fully connected 1000
/// groups 1, 2, 3, 4, 8: 144, 200, 240, 272, 384 maps in stage 2
/// </code>
/// The first unit's first 1x1 convolution is not grouped, as 24 channels are few. Zhang, Zhou, Lin and Sun, ShuffleNet, 2017, table 1; lecture S2 L11.
/// </remarks>
public sealed class ShuffleNetV1 : Sequential
{
    private static readonly Dictionary<int, int> FirstMaps = new() { [1] = 144, [2] = 200, [3] = 240, [4] = 272, [8] = 384 };

    /// <summary>Builds the network.</summary>
    /// <param name="groups">1, 2, 3, 4 or 8.</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <exception cref="ArgumentException">There is no such form.</exception>
    public ShuffleNetV1(int groups = 3, int classes = 1000)
        : base(
        [
            ("input", new PictureInput("ShuffleNet")),
            ("conv1", new ConvNorm(3, 24, 3, 2)),
            ("maxpool", new MaxPool2d(3, 2, 1)),
            ("stage2", Stage(24, Maps(groups), 4, groups)),
            ("stage3", Stage(Maps(groups), 2 * Maps(groups), 8, groups)),
            ("stage4", Stage(2 * Maps(groups), 4 * Maps(groups), 4, groups)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("fc", new Linear(4 * Maps(groups), classes)),
        ]) => FirstWeights.He(this);

    private static int Maps(int groups) => FirstMaps.TryGetValue(groups, out int maps) ? maps
        : throw new ArgumentException($"ShuffleNetV1: the paper has no form with {groups} groups; it has {string.Join(", ", FirstMaps.Keys)}.", nameof(groups));

    private static Sequential Stage(int inChannels, int maps, int units, int groups) =>
        new([.. Enumerable.Range(0, units).Select(number => (Module)new ShuffleUnit(number == 0 ? inChannels : maps, maps, groups, inChannels == 24 && number == 0 ? 1 : groups))]);
}
