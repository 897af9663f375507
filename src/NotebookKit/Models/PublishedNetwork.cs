using NotebookKit.Charts;
using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>A network as a point of the chart of accuracy against work: both counts come from the built layers.</summary>
/// <param name="Name">The network.</param>
/// <param name="Parameters">Numbers that it learns.</param>
/// <param name="MultiplyAdds">Multiplications with an addition each for one picture.</param>
/// <param name="Top1">Published accuracy on ImageNet's validation pictures, in per cent: torchvision's first weights of the network.</param>
public sealed record PublishedNetwork(string Name, long Parameters, long MultiplyAdds, double Top1)
{
    private static readonly (string Name, Func<Module> Build, int Size, double Top1)[] Known =
    [
        ("AlexNet", () => new AlexNet(form: AlexNetForm.OneWeirdTrick), 224, 56.522),
        ("SqueezeNet 1.1", () => new SqueezeNet(), 224, 58.178),
        ("VGG-16", () => new Vgg(16), 224, 71.592),
        ("VGG-19", () => new Vgg(19), 224, 72.376),
        ("GoogLeNet", () => new GoogLeNet(batchNorm: true), 224, 69.778),
        ("Inception-v3", () => new InceptionV3(), 299, 77.294),
        ("ResNet-18", () => new ResNet(18), 224, 69.758),
        ("ResNet-34", () => new ResNet(34), 224, 73.314),
        ("ResNet-50", () => new ResNet(50), 224, 76.130),
        ("ResNet-101", () => new ResNet(101), 224, 77.374),
        ("ResNet-152", () => new ResNet(152), 224, 78.312),
        ("DenseNet-121", () => new DenseNet(), 224, 74.434),
        ("MobileNet-v2", () => new MobileNetV2(), 224, 71.878),
        ("ShuffleNet-v2", () => new ShuffleNetV2(), 224, 69.362),
        ("ResNeXt-50", () => ResNet.NeXt(), 224, 77.618),
        ("EfficientNet-B0", () => new EfficientNet(), 224, 77.692),
    ];

    /// <summary>The well-known networks; each is built once without numbers and counted.</summary>
    public static IReadOnlyList<PublishedNetwork> All() =>
        [.. Known.Select(one =>
        {
            ModuleSummary summary = ModuleSummary.Of(one.Build, new Shape(1, 3, one.Size, one.Size));
            return new PublishedNetwork(one.Name, summary.Parameters, summary.MultiplyAdds ?? 0, one.Top1);
        })];

    /// <summary>Accuracy against work, the area of a disc being the number of parameters: the figure of lectures S1 (Current State) and S2 L11 (Efficiency).</summary>
    /// <param name="networks">Those to draw; all when null.</param>
    public static Figure Chart(IReadOnlyList<PublishedNetwork>? networks = null)
    {
        Series[] discs = [.. (networks ?? All()).OrderByDescending(network => network.Parameters).Select(network =>
            new ScatterSeries([network.MultiplyAdds / 1e9], [network.Top1]) { Name = network.Name, Radius = 2 * Math.Sqrt(network.Parameters / 1e6) })];
        return new Figure(new Plot(discs) { X = new() { Label = "multiply-adds, billions", Log = true }, Y = new() { Label = "top-1 accuracy, per cent" } })
        {
            Title = "Accuracy against work; area: parameters",
            Height = 480,
        };
    }
}
