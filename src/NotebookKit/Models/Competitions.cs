using NotebookKit.Charts;

namespace NotebookKit.Models;

/// <summary>A number that a lecture or paper states, with its place.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Source">Which lecture or paper says so.</param>
public sealed record StatedNumber(string What, double Value, string Source);

/// <summary>A network of the ILSVRC competitions.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Year">When it took part.</param>
/// <param name="Layers">Layers with weights.</param>
/// <param name="Top5Error">The top-5 error, in per cent, that lecture S1 gives.</param>
public sealed record CompetitionEntry(string Network, int Year, int Layers, double Top5Error);

/// <summary>What lecture S2 L11 says of EfficientNet.</summary>
/// <param name="B7Top1">Accuracy of B7, in per cent.</param>
/// <param name="B7Top5">Its top-5 accuracy.</param>
/// <param name="B7Smaller">How many times smaller than the best network before it.</param>
/// <param name="B7Faster">How many times faster.</param>
/// <param name="B1Smaller">How many times smaller B1 is than ResNet-152.</param>
/// <param name="B1Faster">How many times faster.</param>
public sealed record EfficientNetClaims(double B7Top1, double B7Top5, double B7Smaller, double B7Faster, double B1Smaller, double B1Faster);

/// <summary>What the lectures say of competitions and their networks, with sources; where they disagree, all of it.</summary>
public static class Competitions
{
    /// <summary>The winners and second bests of ILSVRC classification, as lecture S1 (Competitions 1 to 5) lists them; VGG and GoogLeNet are of the same year.</summary>
    public static IReadOnlyList<CompetitionEntry> ImageNet { get; } =
    [
        new("AlexNet", 2012, 8, 16.4),
        new("ZFNet", 2013, 8, 11.7),
        new("VGG-19", 2014, 19, 7.3),
        new("GoogLeNet", 2014, 22, 6.7),
        new("ResNet-152", 2015, 152, 3.57),
    ];

    /// <summary>AlexNet's errors, of which there is no single truth: test and validation sets, one network and averages of several are mixed.</summary>
    /// <remarks>
    /// In the paper 37.5 and 17.0 are the error on the test pictures of ILSVRC 2010, 16.4 that of five networks on those of 2012, and 15.4 and 15.3
    /// those of seven networks, two of them trained on more pictures, on the validation and test pictures of 2012. Its tables have no 38.9.
    /// </remarks>
    public static IReadOnlyList<StatedNumber> AlexNetErrors { get; } =
    [
        new("top-1 error, 100 less the stated accuracy", 37.5, "S0"),
        new("top-5 error, 100 less the stated accuracy", 17, "S0"),
        new("top-5 error", 16.4, "S1"),
        new("top-1 error", 38.9, "S2 L7"),
        new("top-5 error", 18.9, "S2 L7"),
        new("top-5 error", 15.4, "S2 L11"),
        new("top-5 error of the next best", 26.2, "S2 L11"),
    ];

    /// <summary>Layers of the deepest networks of their time. The lecture dates 19 to 22 layers to 2016; VGG and GoogLeNet are of 2014, and ResNet-152 of 2015.</summary>
    public static IReadOnlyList<CompetitionEntry> Depths { get; } =
    [
        new("before deep networks", 2011, 4, 26.2),
        .. ImageNet.Where(entry => entry.Network != "ZFNet"),
    ];

    /// <summary>By how many per cent ResNets beat the second best in 2015; lecture S2 L11, Results with ResNets.</summary>
    public static IReadOnlyList<StatedNumber> ResNetMargins { get; } =
    [
        new("ImageNet detection", 16, "S2 L11"),
        new("ImageNet localisation", 27, "S2 L11"),
        new("COCO detection", 11, "S2 L11"),
        new("COCO segmentation", 12, "S2 L11"),
    ];

    /// <summary>EfficientNet's claims. There are eight networks, B0 to B7, where the lecture says seven versions.</summary>
    public static EfficientNetClaims EfficientNet { get; } = new(84.4, 97.1, 8.4, 6.1, 7.6, 5.7);

    /// <summary>A searched network on CIFAR-10 against one designed by hand, lecture S2 L11: 96.35 to 96.26 per cent right, 1.05 times as fast.</summary>
    public static IReadOnlyList<StatedNumber> SearchedNetwork { get; } =
    [
        new("accuracy of the searched network", 96.35, "S2 L11"),
        new("accuracy of the designed network", 96.26, "S2 L11"),
        new("times as fast", 1.05, "S2 L11"),
    ];

    /// <summary>The top-5 errors as bars, from 2012 to 2015.</summary>
    public static Figure ErrorChart() => Chart.Bars(
        [.. ImageNet.Select(entry => $"{entry.Network} ({entry.Year})")], Numbers.From(ImageNet.Select(entry => entry.Top5Error)), "Top-5 error on ImageNet", new PlotOptions { YLabel = "per cent" });

    /// <summary>The depth of networks over the years, as bars.</summary>
    public static Figure DepthChart() => Chart.Bars(
        [.. Depths.Select(entry => $"{entry.Network} ({entry.Year})")], Numbers.From(Depths.Select(entry => (double)entry.Layers)), "Layers with weights", new PlotOptions { YLabel = "layers" });
}
