using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>ResNet for ImageNet: residual blocks in four stages, whose maps halve in size and double in number. With groups it is ResNeXt.</summary>
/// <remarks>
/// <code>
/// depth                   18      34      50      101      152
/// conv 7x7, 64, stride 2  112 x 112
/// max 3x3, stride 2        56 x 56
/// layer1  56 x 56   64     2       3       3       3        3
/// layer2  28 x 28  128     2       4       4       4        8
/// layer3  14 x 14  256     2       6       6      23       36
/// layer4   7 x  7  512     2       3       3       3        3
/// mean of each map, fully connected 1000
/// block                   3x3 3x3         1x1 3x3 1x1, fourfold
/// million parameters      11.7    21.8    25.6    44.5     60.2
/// </code>
/// He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2015, which won ILSVRC 2015 with a top-5 error of 3.57 %; lectures S1, S2
/// L11. Filters begin as in He et al., Delving deep into rectifiers, 2015. ResNeXt: Xie et al., Aggregated residual transformations, 2017.
/// </remarks>
public sealed class ResNet : Sequential
{
    private static readonly Dictionary<int, int[]> Depths = new()
    {
        [18] = [2, 2, 2, 2],
        [34] = [3, 4, 6, 3],
        [50] = [3, 4, 6, 3],
        [101] = [3, 4, 23, 3],
        [152] = [3, 8, 36, 3],
    };

    /// <summary>Builds the network.</summary>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="groups">Shares of the 3x3 convolutions' channels, for depths from 50 on: ResNeXt's cardinality.</param>
    /// <param name="widthPerGroup">Channels of a share in the first stage.</param>
    /// <exception cref="ArgumentException">There is no such depth, or it has no groups.</exception>
    public ResNet(int depth, int classes = 1000, int groups = 1, int widthPerGroup = 64)
        : base(
        [
            ("input", new PictureInput(groups == 1 ? $"ResNet-{depth}" : $"ResNeXt-{depth}")),
            ("conv1", new Conv2d(3, 64, 7, 2, 3, bias: false)),
            ("bn1", new BatchNorm2d(64)),
            ("relu", new ReLU()),
            ("maxpool", new MaxPool2d(3, 2, 1)),
            ("layer1", Stage(depth, 0, groups, widthPerGroup)),
            ("layer2", Stage(depth, 1, groups, widthPerGroup)),
            ("layer3", Stage(depth, 2, groups, widthPerGroup)),
            ("layer4", Stage(depth, 3, groups, widthPerGroup)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("fc", new Linear(512 * Expansion(depth), classes)),
        ]) => FirstWeights.He(this);

    /// <summary>ResNeXt-50 (32x4d), 25,028,904 parameters, or ResNeXt-101 (32x8d), 88,791,336: a cardinality of 32.</summary>
    /// <param name="depth">50 or 101.</param>
    /// <param name="classes">How many scores it gives.</param>
    public static ResNet NeXt(int depth = 50, int classes = 1000) => new(depth, classes, groups: 32, widthPerGroup: depth == 101 ? 8 : 4);

    private static int Expansion(int depth) => depth < 50 ? 1 : Bottleneck.Expansion;

    private static Sequential Stage(int depth, int stage, int groups, int widthPerGroup)
    {
        if (!Depths.TryGetValue(depth, out int[]? counts) || (depth < 50 && groups > 1))
        {
            throw new ArgumentException($"ResNet: there is no depth {depth}{(groups > 1 ? " with groups" : string.Empty)}; there are {string.Join(", ", Depths.Keys)}, with groups from 50 on.", nameof(depth));
        }

        int maps = 64 << stage;
        int outChannels = maps * Expansion(depth);
        return new Sequential([.. Enumerable.Range(0, counts[stage]).Select(Module (number) =>
        {
            int inChannels = number > 0 ? outChannels : stage == 0 ? 64 : outChannels / 2;
            int stride = number == 0 && stage > 0 ? 2 : 1;
            Module? shortcut = inChannels == outChannels && stride == 1 ? null : Projection(inChannels, outChannels, stride);
            return depth < 50 ? new BasicBlock(inChannels, maps, stride, shortcut) : new Bottleneck(inChannels, maps, stride, shortcut, groups, widthPerGroup);
        })]);
    }

    /// <summary>Option B: a 1x1 convolution takes the shortcut to the new shape.</summary>
    internal static Sequential Projection(int inChannels, int outChannels, int stride) =>
        new(new Conv2d(inChannels, outChannels, 1, stride, bias: false), new BatchNorm2d(outChannels));
}
