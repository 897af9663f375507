using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>GoogLeNet, Inception v1, which won ILSVRC 2014: 22 layers with weights, nine inception modules, 6,998,552 parameters.</summary>
/// <remarks>
/// <code>
///                        size       out  1x1  3x3 red.  3x3  5x5 red.  5x5  pool
/// conv 7x7, stride 2     112 x 112   64
/// max 3x3, LRN            56 x 56
/// conv 1x1, conv 3x3      56 x 56   192
/// LRN, max 3x3            28 x 28
/// inception 3a            28 x 28   256   64    96       128    16      32    32
/// inception 3b            28 x 28   480  128   128       192    32      96    64
/// inception 4a            14 x 14   512  192    96       208    16      48    64
/// inception 4b            14 x 14   512  160   112       224    24      64    64
/// inception 4c            14 x 14   512  128   128       256    24      64    64
/// inception 4d            14 x 14   528  112   144       288    32      64    64
/// inception 4e            14 x 14   832  256   160       320    32     128   128
/// inception 5a             7 x 7    832  256   160       320    32     128   128
/// inception 5b             7 x 7   1024  384   192       384    48     128   128
/// mean, dropout 0.4, fully connected 1000
/// </code>
/// torchvision's network of the same name has batch normalisation instead of biases and normalisation of responses, and by a known slip 3x3
/// convolutions in place of the 5x5: 6,624,904 parameters; ask for it by <c>batchNorm</c> to load its weights. The lectures' 5 million counts the
/// convolutions only (5,973,552). Szegedy et al., Going deeper with convolutions, 2014; lectures S1, S2 L11.
/// </remarks>
public sealed class GoogLeNet : Sequential
{
    private readonly Sequential? aux1;
    private readonly Sequential? aux2;

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="auxiliaries">Adds the two small classifiers that help the early layers in training.</param>
    /// <param name="batchNorm">torchvision's form.</param>
    public GoogLeNet(int classes = 1000, bool auxiliaries = false, bool batchNorm = false)
        : base(
        [
            ("input", new PictureInput(nameof(GoogLeNet))),
            ("conv1", InceptionModule.Conv(3, 64, 7, batchNorm, stride: 2)),
            ("maxpool1", Pool()),
            ("norm1", batchNorm ? new Identity() : new LocalResponseNorm()),
            ("conv2", InceptionModule.Conv(64, 64, 1, batchNorm)),
            ("conv3", InceptionModule.Conv(64, 192, 3, batchNorm)),
            ("norm2", batchNorm ? new Identity() : new LocalResponseNorm()),
            ("maxpool2", Pool()),
            ("inception3a", new InceptionModule(192, 64, 96, 128, 16, 32, 32, batchNorm)),
            ("inception3b", new InceptionModule(256, 128, 128, 192, 32, 96, 64, batchNorm)),
            ("maxpool3", Pool()),
            ("inception4a", new InceptionModule(480, 192, 96, 208, 16, 48, 64, batchNorm)),
            ("inception4b", new InceptionModule(512, 160, 112, 224, 24, 64, 64, batchNorm)),
            ("inception4c", new InceptionModule(512, 128, 128, 256, 24, 64, 64, batchNorm)),
            ("inception4d", new InceptionModule(512, 112, 144, 288, 32, 64, 64, batchNorm)),
            ("inception4e", new InceptionModule(528, 256, 160, 320, 32, 128, 128, batchNorm)),
            ("maxpool4", batchNorm ? new MaxPool2d(2, 2, ceil: true) : Pool()),
            ("inception5a", new InceptionModule(832, 256, 160, 320, 32, 128, 128, batchNorm)),
            ("inception5b", new InceptionModule(832, 384, 192, 384, 48, 128, 128, batchNorm)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("dropout", new Dropout(batchNorm ? 0.2 : 0.4)),
            ("fc", new Linear(1024, classes)),
        ])
    {
        aux1 = auxiliaries ? Auxiliary(512, classes, batchNorm) : null;
        aux2 = auxiliaries ? Auxiliary(528, classes, batchNorm) : null;
    }

    /// <summary>The scores, and those of the small classifiers after 4a and 4d, whose losses the paper adds with weight 0.3 each.</summary>
    /// <exception cref="InvalidOperationException">The network was built without them.</exception>
    public (Tensor Scores, Tensor First, Tensor Second) ForwardWithAuxiliaries(Tensor input)
    {
        if (aux1 is null || aux2 is null)
        {
            throw new InvalidOperationException("GoogLeNet: it has no auxiliary classifiers; build it with auxiliaries: true.");
        }

        IReadOnlyDictionary<string, Tensor> found = this.Features(input, "inception4a", "inception4d", "fc");
        return (found["fc"], aux1.Forward(found["inception4a"]), aux2.Forward(found["inception4d"]));
    }

    private static MaxPool2d Pool() => new(3, 2, ceil: true);

    // 14 x 14 maps become 4 x 4 by means of 5 x 5 with stride 3.
    private static Sequential Auxiliary(int channels, int classes, bool batchNorm) => new(
    [
        ("pool", batchNorm ? new AdaptiveAvgPool2d(4) : new AvgPool2d(5, 3)),
        ("conv", InceptionModule.Conv(channels, 128, 1, batchNorm)),
        ("flatten", new Flatten()),
        ("fc1", new Linear(4 * 4 * 128, 1024)),
        ("relu", new ReLU()),
        ("dropout", new Dropout(0.7)),
        ("fc2", new Linear(1024, classes)),
    ]);
}
