using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>MobileNet: a 3x3 convolution of each channel by itself, then a 1x1 across the channels; 4,231,976 parameters.</summary>
/// <remarks>
/// <code>
/// conv 3x3, 32, stride 2     112 x 112
/// separable  64              112 x 112
/// separable 128, 128          56 x 56     (the first of each row with stride 2)
/// separable 256, 256          28 x 28
/// separable 512, six times    14 x 14
/// separable 1024, 1024         7 x 7
/// mean, fully connected 1000
/// </code>
/// A separable convolution costs 1/K + 1/9 of a whole one to K maps. Lecture S2 L11 describes a bottleneck (1x1 to 16 maps, 3x3, 1x1 back to 128)
/// under this name, which is not in the paper; see <see cref="LectureBottleneck"/>. Howard et al., MobileNets, 2017.
/// </remarks>
public sealed class MobileNetV1 : Sequential
{
    private static readonly (int Maps, int Stride)[] Rows =
        [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)];

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="width">Multiplies the maps of all layers: 1, 0.75, 0.5 or 0.25 in the paper.</param>
    public MobileNetV1(int classes = 1000, double width = 1)
        : base(
        [
            ("input", new PictureInput("MobileNet")),
            ("features", Maps(width)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("classifier", new Linear((int)(1024 * width), classes)),
        ]) => FirstWeights.He(this);

    /// <summary>A depthwise separable convolution: 3x3 of each channel, then 1x1, each with normalisation and ReLU.</summary>
    /// <param name="inChannels">Channels in.</param>
    /// <param name="maps">Maps out.</param>
    /// <param name="stride">Of the 3x3 convolution.</param>
    public static Sequential Separable(int inChannels, int maps, int stride = 1) =>
        new(new ConvNorm(inChannels, inChannels, 3, stride, groups: inChannels), new ConvNorm(inChannels, maps, 1));

    /// <summary>What lecture S2 L11 draws: 1x1 from <paramref name="wide"/> to <paramref name="narrow"/> maps, 3x3, 1x1 back, no biases; 6,400 weights instead of 147,456.</summary>
    /// <param name="wide">Channels in and maps out.</param>
    /// <param name="narrow">Maps between.</param>
    public static Sequential LectureBottleneck(int wide = 128, int narrow = 16) =>
        new(new Conv2d(wide, narrow, 1, bias: false), new Conv2d(narrow, narrow, 3, padding: 1, bias: false), new Conv2d(narrow, wide, 1, bias: false));

    private static Sequential Maps(double width)
    {
        int channels = (int)(32 * width);
        List<Module> layers = [new ConvNorm(3, channels, 3, 2)];
        foreach ((int maps, int stride) in Rows)
        {
            layers.Add(Separable(channels, (int)(maps * width), stride));
            channels = (int)(maps * width);
        }

        return new Sequential([.. layers]);
    }
}
