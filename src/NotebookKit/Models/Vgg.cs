using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>VGG: convolutions of 3x3 only, twice as many maps whenever pooling halves the size, and three large fully connected layers.</summary>
/// <remarks>
/// <code>
/// depth      11    13    16    19
/// 224 x 224   1     2     2     2   of 64      then max 2x2
/// 112 x 112   1     2     2     2   of 128
///  56 x  56   2     2     3     4   of 256
///  28 x  28   2     2     3     4   of 512
///  14 x  14   2     2     3     4   of 512
///   7 x   7   4096, 4096, 1000
/// </code>
/// 132,863,336; 133,047,848; 138,357,544 and 143,667,240 parameters, most of them in the first fully connected layer (lecture S2 L11 says 180
/// million); most memory is taken by the first maps. Depth counts the layers with weights. Simonyan and Zisserman, Very deep convolutional
/// networks for large-scale image recognition, 2014; lectures S1, S2 L11.
/// </remarks>
public sealed class Vgg : Sequential
{
    private static readonly Dictionary<int, int[]> Depths = new()
    {
        [11] = [1, 1, 2, 2, 2],
        [13] = [2, 2, 2, 2, 2],
        [16] = [2, 2, 3, 3, 3],
        [19] = [2, 2, 4, 4, 4],
    };

    /// <summary>Builds the network.</summary>
    /// <param name="depth">11, 13, 16 or 19.</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="batchNorm">Batch normalisation after each convolution, which came a year later.</param>
    /// <exception cref="ArgumentException">There is no such depth.</exception>
    public Vgg(int depth, int classes = 1000, bool batchNorm = false)
        : base(
        [
            ("input", new PictureInput($"VGG-{depth}")),
            ("features", Maps(depth, batchNorm)),
            ("avgpool", new AdaptiveAvgPool2d(7)),
            ("flatten", new Flatten()),
            ("classifier", new Sequential(
                new Linear(7 * 7 * 512, 4096), new ReLU(), new Dropout(),
                new Linear(4096, 4096), new ReLU(), new Dropout(),
                new Linear(4096, classes))),
        ])
    {
    }

    /// <summary>The convolutions alone, which take pictures of any size from 32 pixels: for features of styles and contents.</summary>
    /// <param name="depth">11, 13, 16 or 19.</param>
    /// <param name="batchNorm">Batch normalisation after each convolution.</param>
    public static Sequential Maps(int depth, bool batchNorm = false)
    {
        if (!Depths.TryGetValue(depth, out int[]? stages))
        {
            throw new ArgumentException($"Vgg: there is no depth {depth}; there are {string.Join(", ", Depths.Keys)}.", nameof(depth));
        }

        List<Module> layers = [];
        int channels = 3;
        for (int stage = 0; stage < stages.Length; stage++)
        {
            int maps = Math.Min(64 << stage, 512);
            for (int i = 0; i < stages[stage]; i++)
            {
                Conv2d convolution = new(channels, maps, 3, padding: 1);
                layers.AddRange(batchNorm ? [convolution, new BatchNorm2d(maps), new ReLU()] : [convolution, new ReLU()]);
                channels = maps;
            }

            layers.Add(new MaxPool2d(2));
        }

        return new Sequential([.. layers]);
    }
}
