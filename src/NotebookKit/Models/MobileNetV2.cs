using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>MobileNet-v2: inverted residuals, narrow at the ends and wide between; 3,504,872 parameters.</summary>
/// <remarks>
/// <code>
/// t expansion, c maps, n blocks, s stride of the first
/// conv 3x3       32          2
/// block    1     16    1     1     112 x 112
/// block    6     24    2     2      56 x 56
/// block    6     32    3     2      28 x 28
/// block    6     64    4     2      14 x 14
/// block    6     96    3     1      14 x 14
/// block    6    160    3     2       7 x 7
/// block    6    320    1     1       7 x 7
/// conv 1x1     1280
/// mean, dropout 0.2, fully connected 1000
/// </code>
/// Names are torchvision's. Sandler et al., MobileNetV2, 2018.
/// </remarks>
public sealed class MobileNetV2 : Sequential
{
    private static readonly (int Expansion, int Maps, int Blocks, int Stride)[] Rows =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="width">Multiplies the maps of all layers, rounded to multiples of 8; the last has at least 1280.</param>
    public MobileNetV2(int classes = 1000, double width = 1)
        : base(
        [
            ("input", new PictureInput("MobileNet-v2")),
            ("features", Maps(width)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("classifier", new Sequential(new Dropout(0.2), new Linear(Last(width), classes))),
        ]) => FirstWeights.He(this);

    private static int Last(double width) => Widths.MultipleOf8(1280 * Math.Max(1, width));

    private static Sequential Maps(double width)
    {
        int channels = Widths.MultipleOf8(32 * width);
        List<Module> layers = [new ConvNorm(3, channels, 3, 2, activation: Activation.Relu6())];
        foreach ((int expansion, int maps, int blocks, int stride) in Rows)
        {
            int outChannels = Widths.MultipleOf8(maps * width);
            for (int number = 0; number < blocks; number++)
            {
                layers.Add(new InvertedResidual(channels, outChannels, expansion, number == 0 ? stride : 1));
                channels = outChannels;
            }
        }

        layers.Add(new ConvNorm(channels, Last(width), 1, activation: Activation.Relu6()));
        return new Sequential([.. layers]);
    }
}
