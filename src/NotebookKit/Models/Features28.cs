using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A small network for pictures of 28 x 28, whose features are lent to other tasks: it tells ten digits and ten pieces of clothing apart.</summary>
/// <remarks>
/// <code>
/// three times   3x3 convolution (16, 32, 64 maps), batch normalisation, ReLU, 2x2 max pooling
/// features      64 maps of 3 x 3, as a row of 576
/// classifier    576 to 20 scores: digits 0 to 9, then Fashion-MNIST's classes
/// </code>
/// 34,948 parameters. <see cref="Pretrained.Features28"/> has it trained on data of the kit; the notebook on transfer learning holds the cell that
/// trained it. Lectures S3 (transfer learning), S2 L8.
/// </remarks>
public sealed class Features28 : Sequential
{
    /// <summary>How many features a picture has.</summary>
    public const int FeatureCount = 576;

    /// <summary>Builds the network.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public Features28(int classes = 20, Rng? rng = null)
        : base([("features", Maps(rng ?? Rng.Current)), ("classifier", new Linear(FeatureCount, classes, rng: rng))])
    {
    }

    /// <summary>The layers that make features, [N, 1, 28, 28] to [N, 576]; put another head on them, or freeze them.</summary>
    public Sequential Trunk => (Sequential)this["features"];

    private static Sequential Maps(Rng rng) => new(
        [.. Stage(1, 16, rng), .. Stage(16, 32, rng), .. Stage(32, 64, rng), new Flatten()]);

    private static Module[] Stage(int inputs, int maps, Rng rng) =>
        [new Conv2d(inputs, maps, 3, padding: 1, bias: false, rng: rng), new BatchNorm2d(maps), new ReLU(), new MaxPool2d(2)];
}
