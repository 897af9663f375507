using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>What a block's input passes where the number of maps changes.</summary>
public enum Shortcut
{
    /// <summary>Option A: every second pixel, new channels zero; no parameters.</summary>
    Padded,

    /// <summary>Option B: a 1x1 convolution.</summary>
    Projected,

    /// <summary>No shortcut at all, in no block: a plain network, which becomes worse with depth.</summary>
    None,
}

/// <summary>ResNet for small pictures such as CIFAR-10's: 6n + 2 layers in three stages of n blocks.</summary>
/// <remarks>
/// <code>
/// conv 3x3, 16         32 x 32 x 16
/// layer1  n blocks     32 x 32 x 16
/// layer2  n blocks     16 x 16 x 32
/// layer3  n blocks      8 x  8 x 64
/// mean of each map, fully connected 10
/// </code>
/// Depths 20, 32, 44, 56 and 110 have n = 3, 5, 7, 9 and 18. ResNet-20 learns 269,722 numbers with option A, the paper's. With
/// <see cref="Shortcut.None"/> it is the plain network of the degradation experiment. He et al. 2015, section 4.2; lecture S2 L11.
/// </remarks>
public sealed class CifarResNet : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="depth">6n + 2 layers with weights, not counting projections: 8, 14, 20, 32, 44, 56, 110, ...</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="shortcut">The kind of shortcut, or none.</param>
    /// <param name="width">Maps of the first stage.</param>
    /// <param name="stemStride">Stride of the first convolution: 2 makes a quarter of the work.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <exception cref="ArgumentException">The depth is not 6n + 2.</exception>
    public CifarResNet(int depth, int classes = 10, Shortcut shortcut = Shortcut.Padded, int width = 16, int stemStride = 1, int channels = 3)
        : base(
        [
            ("input", new PictureInput(shortcut == Shortcut.None ? $"plain-{depth}" : $"ResNet-{depth}", channels)),
            ("conv1", new Conv2d(channels, width, 3, stemStride, 1, bias: false)),
            ("bn1", new BatchNorm2d(width)),
            ("relu", new ReLU()),
            ("layer1", Stage(depth, width, width, shortcut)),
            ("layer2", Stage(depth, width, 2 * width, shortcut)),
            ("layer3", Stage(depth, 2 * width, 4 * width, shortcut)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("linear", new Linear(4 * width, classes)),
        ]) => FirstWeights.He(this);

    private static Sequential Stage(int depth, int inChannels, int maps, Shortcut shortcut)
    {
        if (depth < 8 || depth % 6 != 2)
        {
            throw new ArgumentException($"CifarResNet: the depth is 6n + 2, as 8, 14, 20, 32, 44, 56 or 110, and not {depth}.", nameof(depth));
        }

        return new Sequential([.. Enumerable.Range(0, depth / 6).Select(number =>
        {
            int from = number == 0 ? inChannels : maps;
            int stride = from == maps ? 1 : 2;
            Module? change = from == maps ? null : shortcut switch
            {
                Shortcut.Padded => new PaddedShortcut(from, maps, stride),
                Shortcut.Projected => ResNet.Projection(from, maps, stride),
                _ => null,
            };
            return (Module)new BasicBlock(from, maps, stride, change, shortcut != Shortcut.None);
        })]);
    }
}
