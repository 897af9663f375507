using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Inception-v4: the factorised modules made uniform, and more of them; 42,679,816 parameters.</summary>
/// <remarks>
/// <code>
/// stem          35 x 35   384
/// 4 modules A   35 x 35   384
/// reduction A   17 x 17  1024
/// 7 modules B   17 x 17  1024
/// reduction B    8 x 8   1536
/// 3 modules C    8 x 8   1536
/// mean, dropout 0.2, fully connected 1000
/// </code>
/// Pictures of 299 x 299; at least 75. Szegedy, Ioffe, Vanhoucke and Alemi, Inception-v4, Inception-ResNet and the impact of residual connections on
/// learning, 2016, figures 3 to 9; lectures S1, S2 L11.
/// </remarks>
public sealed class InceptionV4 : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    public InceptionV4(int classes = 1000)
        : base(
        [
            ("input", new PictureInput("Inception-v4")),
            ("stem", Stem()),
            ("a", Times(4, A)),
            ("reduceA", ReduceA()),
            ("b", Times(7, B)),
            ("reduceB", ReduceB()),
            ("c", Times(3, C)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("dropout", new Dropout(0.2)),
            ("fc", new Linear(1536, classes)),
        ])
    {
    }

    // Figure 3.
    private static Sequential Stem() => new(
        new BasicConv(3, 32, 3, 2),
        new BasicConv(32, 32, 3),
        new BasicConv(32, 64, 3, padding: 1),
        new Branches(("pool", new MaxPool2d(3, 2)), ("conv", new BasicConv(64, 96, 3, 2))),
        new Branches(
            ("branch0", new Sequential(new BasicConv(160, 64, 1), new BasicConv(64, 96, 3))),
            ("branch1", new Sequential(new BasicConv(160, 64, 1), Wide(64, 64), Tall(64, 64), new BasicConv(64, 96, 3)))),
        new Branches(("conv", new BasicConv(192, 192, 3, 2)), ("pool", new MaxPool2d(3, 2))));

    // Figure 4.
    private static Branches A() => new(
        ("branch0", new BasicConv(384, 96, 1)),
        ("branch1", new Sequential(new BasicConv(384, 64, 1), new BasicConv(64, 96, 3, padding: 1))),
        ("branch2", new Sequential(new BasicConv(384, 64, 1), new BasicConv(64, 96, 3, padding: 1), new BasicConv(96, 96, 3, padding: 1))),
        ("branch3", Pooled(384, 96)));

    // Figure 7 with k, l, m, n = 192, 224, 256, 384.
    private static Branches ReduceA() => new(
        ("branch0", new BasicConv(384, 384, 3, 2)),
        ("branch1", new Sequential(new BasicConv(384, 192, 1), new BasicConv(192, 224, 3, padding: 1), new BasicConv(224, 256, 3, 2))),
        ("pool", new MaxPool2d(3, 2)));

    // Figure 5.
    private static Branches B() => new(
        ("branch0", new BasicConv(1024, 384, 1)),
        ("branch1", new Sequential(new BasicConv(1024, 192, 1), Wide(192, 224), Tall(224, 256))),
        ("branch2", new Sequential(new BasicConv(1024, 192, 1), Tall(192, 192), Wide(192, 224), Tall(224, 224), Wide(224, 256))),
        ("branch3", Pooled(1024, 128)));

    // Figure 8.
    private static Branches ReduceB() => new(
        ("branch0", new Sequential(new BasicConv(1024, 192, 1), new BasicConv(192, 192, 3, 2))),
        ("branch1", new Sequential(new BasicConv(1024, 256, 1), Wide(256, 256), Tall(256, 320), new BasicConv(320, 320, 3, 2))),
        ("pool", new MaxPool2d(3, 2)));

    // Figure 6.
    private static Branches C() => new(
        ("branch0", new BasicConv(1536, 256, 1)),
        ("branch1", new Sequential(new BasicConv(1536, 384, 1), Crossed(384))),
        ("branch2", new Sequential(
            new BasicConv(1536, 384, 1), new BasicConv(384, 448, (3, 1), padding: (1, 0)), new BasicConv(448, 512, (1, 3), padding: (0, 1)), Crossed(512))),
        ("branch3", Pooled(1536, 256)));

    private static Branches Crossed(int channels) => new(
        ("wide", new BasicConv(channels, 256, (1, 3), padding: (0, 1))),
        ("tall", new BasicConv(channels, 256, (3, 1), padding: (1, 0))));

    private static Sequential Pooled(int channels, int maps) => new(new AvgPool2d(3, 1, 1, countPadding: false), new BasicConv(channels, maps, 1));

    private static BasicConv Wide(int inChannels, int maps) => new(inChannels, maps, (1, 7), padding: (0, 3));

    private static BasicConv Tall(int inChannels, int maps) => new(inChannels, maps, (7, 1), padding: (3, 0));

    private static Sequential Times(int count, Func<Module> module) => new([.. Enumerable.Range(0, count).Select(_ => module())]);
}
