using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Inception-ResNet-v2: inception modules as residuals; 55,843,464 parameters.</summary>
/// <remarks>
/// <code>
/// stem           35 x 35   320
/// 10 blocks A    35 x 35   320     F scaled by 0.17
/// reduction A    17 x 17  1088
/// 20 blocks B    17 x 17  1088     by 0.10
/// reduction B     8 x 8   2080
/// 10 blocks C     8 x 8   2080     by 0.20; the last one by 1 and without ReLU
/// conv 1x1        8 x 8   1536
/// mean, dropout 0.2, fully connected 1000
/// </code>
/// As in the code that its authors published, whose stem and channel numbers (320, 1088, 2080) differ from the figures of the paper (384, 1154,
/// 2048). Pictures of 299 x 299; at least 75. Szegedy et al. 2016; lectures S1, S2 L11.
/// </remarks>
public sealed class InceptionResNetV2 : Sequential
{
    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    public InceptionResNetV2(int classes = 1000)
        : base(
        [
            ("input", new PictureInput("Inception-ResNet-v2")),
            ("stem", Stem()),
            ("a", Times(10, () => A())),
            ("reduceA", ReduceA()),
            ("b", Times(20, B)),
            ("reduceB", ReduceB()),
            ("c", Times(9, () => C())),
            ("last", C(1, isLast: true)),
            ("conv", new BasicConv(2080, 1536, 1)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("dropout", new Dropout(0.2)),
            ("fc", new Linear(1536, classes)),
        ])
    {
    }

    /// <summary>Block A, [N, 320, H, W] to the same: 1x1, 3x3 and two 3x3 side by side, brought back to 320 maps by a 1x1 convolution, added to the input.</summary>
    /// <param name="scale">Multiplies the residual.</param>
    public static Residual A(double scale = 0.17) => Added(320, 128, scale, new Branches(
        ("branch0", new BasicConv(320, 32, 1)),
        ("branch1", new Sequential(new BasicConv(320, 32, 1), new BasicConv(32, 32, 3, padding: 1))),
        ("branch2", new Sequential(new BasicConv(320, 32, 1), new BasicConv(32, 48, 3, padding: 1), new BasicConv(48, 64, 3, padding: 1)))));

    private static Residual B() => Added(1088, 384, 0.1, new Branches(
        ("branch0", new BasicConv(1088, 192, 1)),
        ("branch1", new Sequential(new BasicConv(1088, 128, 1), new BasicConv(128, 160, (1, 7), padding: (0, 3)), new BasicConv(160, 192, (7, 1), padding: (3, 0))))));

    private static Residual C(double scale = 0.2, bool isLast = false) => Added(2080, 448, scale, new Branches(
        ("branch0", new BasicConv(2080, 192, 1)),
        ("branch1", new Sequential(new BasicConv(2080, 192, 1), new BasicConv(192, 224, (1, 3), padding: (0, 1)), new BasicConv(224, 256, (3, 1), padding: (1, 0))))), isLast);

    private static Residual Added(int channels, int joined, double scale, Branches branches, bool isLast = false) =>
        new(new Sequential([("branches", branches), ("conv", new Conv2d(joined, channels, 1))]), after: isLast ? null : new ReLU(), scale: scale);

    private static Sequential Stem() => new(
        new BasicConv(3, 32, 3, 2),
        new BasicConv(32, 32, 3),
        new BasicConv(32, 64, 3, padding: 1),
        new MaxPool2d(3, 2),
        new BasicConv(64, 80, 1),
        new BasicConv(80, 192, 3),
        new MaxPool2d(3, 2),
        new Branches(
            ("branch0", new BasicConv(192, 96, 1)),
            ("branch1", new Sequential(new BasicConv(192, 48, 1), new BasicConv(48, 64, 5, padding: 2))),
            ("branch2", new Sequential(new BasicConv(192, 64, 1), new BasicConv(64, 96, 3, padding: 1), new BasicConv(96, 96, 3, padding: 1))),
            ("branch3", new Sequential(new AvgPool2d(3, 1, 1, countPadding: false), new BasicConv(192, 64, 1)))));

    private static Branches ReduceA() => new(
        ("branch0", new BasicConv(320, 384, 3, 2)),
        ("branch1", new Sequential(new BasicConv(320, 256, 1), new BasicConv(256, 256, 3, padding: 1), new BasicConv(256, 384, 3, 2))),
        ("pool", new MaxPool2d(3, 2)));

    private static Branches ReduceB() => new(
        ("branch0", new Sequential(new BasicConv(1088, 256, 1), new BasicConv(256, 384, 3, 2))),
        ("branch1", new Sequential(new BasicConv(1088, 256, 1), new BasicConv(256, 288, 3, 2))),
        ("branch2", new Sequential(new BasicConv(1088, 256, 1), new BasicConv(256, 288, 3, padding: 1), new BasicConv(288, 320, 3, 2))),
        ("pool", new MaxPool2d(3, 2)));

    private static Sequential Times(int count, Func<Module> block) => new([.. Enumerable.Range(0, count).Select(_ => block())]);
}
