using NotebookKit.Devices;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Models;

/// <summary>Parameters, shapes and work of the named networks are the published ones; all are counted on built layers that keep shapes and no numbers.</summary>
public class CountingTests
{
    [Theory]
    [InlineData(11, 132_863_336, 132_868_840, 7.609)]
    [InlineData(13, 133_047_848, 133_053_736, 11.308)]
    [InlineData(16, 138_357_544, 138_365_992, 15.470)]
    [InlineData(19, 143_667_240, 143_678_248, 19.632)]
    public void Vgg_has_its_published_size_with_and_without_batch_normalisation(int depth, long plain, long normalised, double work)
    {
        ModuleSummary summary = ModuleSummary.Of(() => new Vgg(depth), new Shape(1, 3, 224, 224));
        Assert.Equal(plain, summary.Parameters);
        Assert.Equal(work, summary.MultiplyAdds!.Value / 1e9, 3);
        Assert.Equal(normalised, ModuleSummary.Of(() => new Vgg(depth, batchNorm: true), new Shape(1, 3, 224, 224)).Parameters);
    }

    [Fact]
    [Trait("System", "ARC-VGG16")]
    [Trait("System", "ARC-VGG19")]
    [Trait("System", "ARC-MEMPAR")]
    [Trait("Golden", "G-VGG")]
    [Trait("Golden", "G-VGG13")]
    [Trait("Golden", "G-VGGMEM")]
    public void Vggs_weights_lie_late_and_its_memory_early()
    {
        ModuleSummary vgg16 = ModuleSummary.Of(() => new Vgg(16), new Shape(1, 3, 224, 224));
        Assert.Equal(138_357_544, vgg16.Parameters);
        Assert.Equal(14_714_688, Of(vgg16, "features.").Sum(layer => layer.Parameters));
        Assert.Equal([224, 112, 56, 28, 14, 7], Of(vgg16, "features.").Select(layer => layer.Output!.Value[2]).Distinct());
        Assert.Equal(133_047_848, ModuleSummary.Of(() => new Vgg(13), new Shape(1, 3, 224, 224)).Parameters);

        ModuleSummary vgg19 = ModuleSummary.Of(() => new Vgg(19), new Shape(1, 3, 224, 224));
        Assert.Equal(143_667_240, vgg19.Parameters);
        Assert.Equal(20_024_384, Of(vgg19, "features.").Sum(layer => layer.Parameters));
        Assert.Equal(123_642_856, Of(vgg19, "classifier.").Sum(layer => layer.Parameters));
        LayerSummary[] convolutions = [.. Of(vgg19, "features.").Where(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal))];
        Assert.Equal([2, 2, 4, 4, 4], convolutions.GroupBy(layer => layer.Output!.Value[2]).Select(stage => stage.Count()));
        Assert.Equal([3_211_264, 3_211_264], convolutions.Take(2).Select(layer => layer.Output!.Value.Count));
        Assert.All(convolutions.Skip(2), layer => Assert.True(layer.Output!.Value.Count < 3_211_264));
    }

    [Fact]
    [Trait("System", "ARC-ALEX")]
    [Trait("Golden", "G-ALEXS")]
    [Trait("Golden", "G-ALEXN")]
    [Trait("Golden", "G-ALEXP")]
    [Trait("Golden", "G-ALEXC1")]
    public void AlexNet_has_the_papers_shapes_and_both_of_its_sizes()
    {
        ModuleSummary tower = ModuleSummary.Of(() => new AlexNet(), new Shape(1, 3, 227, 227));
        ModuleSummary groups = ModuleSummary.Of(() => new AlexNet(form: AlexNetForm.TwoGroups), new Shape(1, 3, 227, 227));
        Assert.Equal((62_378_344, 60_965_224), (tower.Parameters, groups.Parameters));
        Assert.Equal([34_944, 614_656, 885_120, 1_327_488, 884_992, 37_752_832, 16_781_312, 4_097_000], Learned(tower).Select(layer => layer.Parameters));
        Assert.Equal([34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000], Learned(groups).Select(layer => layer.Parameters));
        Assert.Equal([290_400, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000], Learned(tower).Select(layer => layer.Output!.Value.Count));
        int[] sizes = [.. tower.Layers.Where(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal) || layer.Layer.StartsWith("MaxPool2d", StringComparison.Ordinal)).Select(layer => layer.Output!.Value[2])];
        Assert.Equal([55, 27, 27, 13, 13, 13, 13, 6], sizes);
        Assert.Equal(1.135, tower.MultiplyAdds!.Value / 1e9, 3);
        Assert.Equal(0.724, groups.MultiplyAdds!.Value / 1e9, 3);

        // A crop of 224 does not fit the paper's first layer, and the message says what does.
        string refused = Assert.Throws<ArgumentException>(() => ModuleSummary.Of(() => new AlexNet(), new Shape(1, 3, 224, 224))).Message;
        Assert.Contains("(224 - 11) / 4 + 1 is not whole", refused, StringComparison.Ordinal);
        ModuleSummary library = ModuleSummary.Of(() => new AlexNet(form: AlexNetForm.OneWeirdTrick), new Shape(1, 3, 224, 224));
        Assert.Equal((61_100_840, 0.714), (library.Parameters, Math.Round(library.MultiplyAdds!.Value / 1e9, 3)));
    }

    [Fact]
    [Trait("System", "ARC-ZF")]
    [Trait("Golden", "G-ZF")]
    public void ZFNet_is_AlexNet_with_a_finer_first_layer()
    {
        ModuleSummary net = ModuleSummary.Of(() => new ZFNet(), new Shape(1, 3, 224, 224));
        LayerSummary[] learned = [.. Learned(net)];
        Assert.Equal(14_208, learned[0].Parameters);
        Assert.Equal([96, 256, 512, 1024, 512], learned.Take(5).Select(layer => layer.Output!.Value[1]));
        Assert.Equal([110, 26, 13, 13, 13], learned.Take(5).Select(layer => layer.Output!.Value[2]));
        ModuleSummary narrow = ModuleSummary.Of(() => new ZFNet(wide: false), new Shape(1, 3, 224, 224));
        ModuleSummary alex = ModuleSummary.Of(() => new AlexNet(), new Shape(1, 3, 227, 227));
        Assert.Equal(34_944 - 14_208, alex.Parameters - narrow.Parameters);
    }

    [Fact]
    [Trait("System", "ARC-LENET")]
    [Trait("Golden", "G-LENET")]
    public void LeNet5_learns_61706_numbers_and_the_original_60000()
    {
        ModuleSummary modern = ModuleSummary.Of(() => new LeNet5(), new Shape(1, 1, 28, 28));
        Assert.Equal([156, 2416, 48_120, 10_164, 850], Learned(modern).Select(layer => layer.Parameters));
        Assert.Equal(61_706, modern.Parameters);
        Assert.Equal(61_706, ModuleSummary.Of(() => new LeNet5(size: 32, relu: true, maxPool: true), new Shape(1, 1, 32, 32)).Parameters);
        string[] sizes = [.. modern.Layers.Where(layer => layer.Name.StartsWith("features.", StringComparison.Ordinal)).Select(layer => $"{layer.Output}").Distinct()];
        Assert.Equal(["[1, 6, 28, 28]", "[1, 6, 14, 14]", "[1, 16, 10, 10]", "[1, 16, 5, 5]"], sizes);

        LeNet5Original original = new();
        Assert.Equal(60_000, original.ParameterCount);
        Assert.Equal((12, 1516, 32, 48_120, 10_164), (original["s2"].ParameterCount, original["c3"].ParameterCount, original["s4"].ParameterCount, original["c5"].ParameterCount, original["f6"].ParameterCount));
        Assert.Equal(new Shape(2, 10), original.Predict(Tensor.Normal([2, 1, 32, 32], rng: new Rng(1))).Shape);
        Assert.Contains("28 or 32", Assert.Throws<ArgumentException>(() => new LeNet5(size: 30)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(18, 11_689_512, 1.814)]
    [InlineData(34, 21_797_672, 3.664)]
    [InlineData(50, 25_557_032, 4.089)]
    [InlineData(101, 44_549_160, 7.801)]
    [InlineData(152, 60_192_808, 11.514)]
    [Trait("Golden", "G-RES")]
    public void ResNet_has_its_published_size_at_every_depth(int depth, long parameters, double work)
    {
        ModuleSummary net = ModuleSummary.Of(() => new ResNet(depth), new Shape(1, 3, 224, 224));
        Assert.Equal((parameters, work), (net.Parameters, Math.Round(net.MultiplyAdds!.Value / 1e9, 3)));
        Assert.Equal("[1, 64, 112, 112]", $"{net.Layers.Single(layer => layer.Name == "conv1").Output}");
        Assert.Equal([56, 28, 14, 7], net.Layers.Where(layer => layer.Name.EndsWith(".conv2", StringComparison.Ordinal)).Select(layer => layer.Output!.Value[2]).Distinct());
        Assert.Equal(new Shape(1, 1000), net.Layers[^1].Output);
        Assert.Equal(depth, net.Layers.Count(layer => (layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal) && !layer.Name.Contains("downsample", StringComparison.Ordinal)) || layer.Layer.StartsWith("Linear", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(20, 269_722, 272_474)]
    [InlineData(32, 464_154, 466_906)]
    [InlineData(44, 658_586, 661_338)]
    [InlineData(56, 853_018, 855_770)]
    [InlineData(110, 1_727_962, 1_730_714)]
    public void ResNet_for_small_pictures_has_its_published_size(int depth, long padded, long projected)
    {
        Shape input = new(1, 3, 32, 32);
        Assert.Equal(padded, ModuleSummary.Of(() => new CifarResNet(depth), input).Parameters);
        Assert.Equal(projected, ModuleSummary.Of(() => new CifarResNet(depth, shortcut: Shortcut.Projected), input).Parameters);
        ModuleSummary plain = ModuleSummary.Of(() => new CifarResNet(depth, shortcut: Shortcut.None), input);
        Assert.Equal((padded, depth), (plain.Parameters, plain.Layers.Count(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal)) + 1));
        Assert.Contains("6n + 2", Assert.Throws<ArgumentException>(() => new CifarResNet(depth + 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SqueezeNet_has_its_published_size_and_a_third_of_AlexNets_work_or_half_as_much_again()
    {
        ModuleSummary first = ModuleSummary.Of(() => new SqueezeNet("1.0"), new Shape(1, 3, 224, 224));
        ModuleSummary second = ModuleSummary.Of(() => new SqueezeNet(), new Shape(1, 3, 224, 224));
        Assert.Equal((1_248_424, 0.819), (first.Parameters, Math.Round(first.MultiplyAdds!.Value / 1e9, 3)));
        Assert.Equal((1_235_496, 0.349), (second.Parameters, Math.Round(second.MultiplyAdds!.Value / 1e9, 3)));
    }

    [Fact]
    public void Counting_without_numbers_agrees_with_counting_with_them_and_leaves_chance_alone()
    {
        Rng.Seed(5);
        double before = Rng.Current.NextDouble();
        Rng.Seed(5);
        ModuleSummary counted = ModuleSummary.Of(() => new CifarResNet(8), new Shape(2, 3, 16, 16));
        Assert.Equal(before, Rng.Current.NextDouble());
        ModuleSummary real = ModuleSummary.Of(new CifarResNet(8), new Shape(2, 3, 16, 16));
        Assert.Equal(real.Layers, counted.Layers);
        Assert.Equal((real.Parameters, real.Flops, real.MultiplyAdds), (counted.Parameters, counted.Flops, counted.MultiplyAdds));

        Linear layer;
        using (Device.ShapesOnly.MakeHome())
        {
            layer = new Linear(3, 2);
        }

        Assert.Contains("a shape and no numbers", Assert.Throws<InvalidOperationException>(() => layer.Weight.ToArray<float>()).Message, StringComparison.Ordinal);
        Assert.Equal(Device.Cpu, Tensor.Ones([1]).Device);
    }

    private static IEnumerable<LayerSummary> Learned(ModuleSummary summary) => summary.Layers.Where(layer => layer.Parameters > 0);

    private static IEnumerable<LayerSummary> Of(ModuleSummary summary, string start) => summary.Layers.Where(layer => layer.Name.StartsWith(start, StringComparison.Ordinal));
}
