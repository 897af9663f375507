using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Inception-v3: GoogLeNet with factorised filters and batch normalisation, 23,834,568 parameters, 27,161,264 with its auxiliary classifier.</summary>
/// <remarks>
/// <code>
/// conv 3x3, 32, stride 2      149 x 149
/// conv 3x3, 32                147 x 147
/// conv 3x3, 64, padded        147 x 147      max 3x3, stride 2: 73 x 73
/// conv 1x1, 80                 73 x 73
/// conv 3x3, 192                71 x 71       max 3x3, stride 2: 35 x 35
/// 3 modules A                  35 x 35       256, 288, 288
/// module B                     17 x 17       768
/// 4 modules C                  17 x 17       768
/// module D                      8 x 8        1280
/// 2 modules E                   8 x 8        2048
/// mean, dropout, fully connected 1000
/// </code>
/// Pictures of 299 x 299; at least 75. Names are torchvision's. Szegedy et al., Rethinking the inception architecture for computer vision, 2015;
/// lecture S2 L11, whose 7 million are GoogLeNet's.
/// </remarks>
public sealed class InceptionV3 : Sequential
{
    private const string Auxiliary = "AuxLogits";

    // By its name in files, which no field would give.
    private readonly Dictionary<string, Module> heads = [];

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="auxiliary">Adds the small classifier on the 17 x 17 maps that helps in training.</param>
    public InceptionV3(int classes = 1000, bool auxiliary = false)
        : base(
        [
            ("input", new PictureInput("Inception-v3")),
            ("Conv2d_1a_3x3", new BasicConv(3, 32, 3, 2)),
            ("Conv2d_2a_3x3", new BasicConv(32, 32, 3)),
            ("Conv2d_2b_3x3", new BasicConv(32, 64, 3, padding: 1)),
            ("maxpool1", new MaxPool2d(3, 2)),
            ("Conv2d_3b_1x1", new BasicConv(64, 80, 1)),
            ("Conv2d_4a_3x3", new BasicConv(80, 192, 3)),
            ("maxpool2", new MaxPool2d(3, 2)),
            ("Mixed_5b", InceptionV3Modules.A(192, 32)),
            ("Mixed_5c", InceptionV3Modules.A(256, 64)),
            ("Mixed_5d", InceptionV3Modules.A(288, 64)),
            ("Mixed_6a", InceptionV3Modules.B(288)),
            ("Mixed_6b", InceptionV3Modules.C(768, 128)),
            ("Mixed_6c", InceptionV3Modules.C(768, 160)),
            ("Mixed_6d", InceptionV3Modules.C(768, 160)),
            ("Mixed_6e", InceptionV3Modules.C(768, 192)),
            ("Mixed_7a", InceptionV3Modules.D(768)),
            ("Mixed_7b", InceptionV3Modules.E(1280)),
            ("Mixed_7c", InceptionV3Modules.E(2048)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("dropout", new Dropout()),
            ("fc", new Linear(2048, classes)),
        ])
    {
        if (auxiliary)
        {
            heads[Auxiliary] = new Sequential(
            [
                ("pool", new AvgPool2d(5, 3)),
                ("conv0", new BasicConv(768, 128, 1)),
                ("conv1", new BasicConv(128, 768, 5)),
                ("mean", new AdaptiveAvgPool2d(1)),
                ("flatten", new Flatten()),
                ("fc", new Linear(768, classes)),
            ]);
        }
    }

    /// <summary>The scores, and those of the small classifier after the last module C.</summary>
    /// <exception cref="InvalidOperationException">The network was built without it.</exception>
    public (Tensor Scores, Tensor Auxiliary) ForwardWithAuxiliary(Tensor input)
    {
        if (!heads.TryGetValue(Auxiliary, out Module? head))
        {
            throw new InvalidOperationException("InceptionV3: it has no auxiliary classifier; build it with auxiliary: true.");
        }

        IReadOnlyDictionary<string, Tensor> found = this.Features(input, "Mixed_6e", "fc");
        return (found["fc"], head.Forward(found["Mixed_6e"]));
    }
}
