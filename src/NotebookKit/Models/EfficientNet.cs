using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>EfficientNet B0 to B7: one network found by search, scaled in width, depth and resolution together.</summary>
/// <remarks>
/// <code>
/// B0: t expansion, k kernel, s stride, c maps, n blocks
/// conv 3x3         2    32    1   112 x 112
/// block  1   3     1    16    1   112 x 112
/// block  6   3     2    24    2    56 x 56
/// block  6   5     2    40    2    28 x 28
/// block  6   3     2    80    3    14 x 14
/// block  6   5     1   112    3    14 x 14
/// block  6   5     2   192    4     7 x 7
/// block  6   3     1   320    1     7 x 7
/// conv 1x1            1280          7 x 7
/// mean, dropout, fully connected 1000
/// </code>
/// See <see cref="CompoundScaling"/> for the others: eight models, which lecture S2 L11 calls seven versions. Blocks are not skipped by chance in
/// training (stochastic depth) as the authors' are. Names are torchvision's. Tan and Le, EfficientNet, 2019.
/// </remarks>
public sealed class EfficientNet : Sequential
{
    private static readonly (int Expansion, int Kernel, int Stride, int Maps, int Blocks)[] Rows =
        [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1)];

    /// <summary>Builds the network.</summary>
    /// <param name="variant">0 to 7 for B0 to B7.</param>
    /// <param name="classes">How many scores it gives.</param>
    /// <exception cref="ArgumentException">There is no such variant.</exception>
    public EfficientNet(int variant = 0, int classes = 1000)
        : this(CompoundScaling.Of(variant), classes)
    {
    }

    /// <summary>Builds the network with a scaling of your own.</summary>
    /// <param name="scaling">Width, depth and dropout.</param>
    /// <param name="classes">How many scores it gives.</param>
    public EfficientNet(CompoundScaling scaling, int classes = 1000)
        : base(
        [
            ("input", new PictureInput(nameof(EfficientNet))),
            ("features", Maps(scaling)),
            ("avgpool", new AdaptiveAvgPool2d(1)),
            ("flatten", new Flatten()),
            ("classifier", new Sequential(new Dropout(scaling.Dropout), new Linear(4 * scaling.Maps(320), classes))),
        ]) => FirstWeights.He(this);

    private static Sequential Maps(CompoundScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        int channels = scaling.Maps(32);
        List<Module> layers = [new ConvNorm(3, channels, 3, 2, activation: Activation.Silu(), epsilon: scaling.Epsilon)];
        foreach ((int expansion, int kernel, int stride, int maps, int blocks) in Rows)
        {
            List<Module> stage = [];
            for (int number = 0; number < scaling.Blocks(blocks); number++)
            {
                stage.Add(new SearchedBlock(channels, scaling.Maps(maps), expansion, kernel, number == 0 ? stride : 1, scaling.Epsilon));
                channels = scaling.Maps(maps);
            }

            layers.Add(new Sequential([.. stage]));
        }

        layers.Add(new ConvNorm(channels, 4 * channels, 1, activation: Activation.Silu(), epsilon: scaling.Epsilon));
        return new Sequential([.. layers]);
    }
}
