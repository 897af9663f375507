using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>DenseNet: every layer of a block gets the maps of all layers before it, and adds 32 of its own.</summary>
/// <remarks>
/// <code>
/// depth                    121      169      201
/// conv 7x7, 64, stride 2   112 x 112
/// max 3x3, stride 2         56 x 56
/// dense block               56 x 56   6       6       6 layers
/// 1x1 to half, mean 2x2     28 x 28
/// dense block               28 x 28  12      12      12
/// 1x1 to half, mean 2x2     14 x 14
/// dense block               14 x 14  24      32      48
/// 1x1 to half, mean 2x2      7 x 7
/// dense block                7 x 7   16      32      32
/// mean of each map, fully connected 1000
/// parameters         7,978,856  14,149,480  20,013,928
/// </code>
/// The first filters are the 64 x 3 x 7 x 7 of lecture S2 L12. Names are torchvision's. Huang, Liu, van der Maaten and Weinberger, Densely connected
/// convolutional networks, 2016.
/// </remarks>
public sealed class DenseNet : Sequential
{
    private const int Growth = 32;

    private static readonly Dictionary<int, int[]> Depths = new()
    {
        [121] = [6, 12, 24, 16],
        [169] = [6, 12, 32, 32],
        [201] = [6, 12, 48, 32],
    };

    /// <summary>Builds the network.</summary>
    /// <param name="depth">121, 169 or 201.</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <exception cref="ArgumentException">There is no such depth.</exception>
    public DenseNet(int depth = 121, int classes = 1000)
        : base(
        [
            ("input", new PictureInput($"DenseNet-{depth}")),
            ("features", Maps(depth, out int channels)),
            ("relu", new ReLU()),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("classifier", new Linear(channels, classes)),
        ]) => FirstWeights.He(this);

    private static Sequential Maps(int depth, out int channels)
    {
        if (!Depths.TryGetValue(depth, out int[]? counts))
        {
            throw new ArgumentException($"DenseNet: there is no depth {depth}; there are {string.Join(", ", Depths.Keys)}.", nameof(depth));
        }

        List<(string Name, Module Layer)> layers =
        [
            ("conv0", new Conv2d(3, 64, 7, 2, 3, bias: false)), ("norm0", new BatchNorm2d(64)), ("relu0", new ReLU()), ("pool0", new MaxPool2d(3, 2, 1)),
        ];
        channels = 64;
        for (int block = 0; block < counts.Length; block++)
        {
            layers.Add(($"denseblock{block + 1}", Dense(channels, counts[block])));
            channels += Growth * counts[block];
            if (block < counts.Length - 1)
            {
                layers.Add(($"transition{block + 1}", Transition(channels)));
                channels /= 2;
            }
        }

        layers.Add(("norm5", new BatchNorm2d(channels)));
        return new Sequential(layers);
    }

    private static Sequential Dense(int channels, int count) =>
        new([.. Enumerable.Range(0, count).Select(number => ($"denselayer{number + 1}", (Module)new DenseLayer(channels + (number * Growth), Growth)))]);

    private static Sequential Transition(int channels) => new(
    [
        ("norm", new BatchNorm2d(channels)), ("relu", new ReLU()), ("conv", new Conv2d(channels, channels / 2, 1, bias: false)), ("pool", new AvgPool2d(2)),
    ]);
}
