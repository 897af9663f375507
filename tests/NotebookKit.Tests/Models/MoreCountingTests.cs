using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Tests.Models;

/// <summary>Sizes and work of the networks after 2014 are the published ones.</summary>
public class MoreCountingTests
{
    private static readonly Dictionary<string, (Func<Module> Build, int Size, long Parameters, double? Work)> Published = new()
    {
        ["GoogLeNet"] = (() => new GoogLeNet(), 224, 6_998_552, null),
        ["GoogLeNet with auxiliaries"] = (() => new GoogLeNet(auxiliaries: true), 224, 13_378_280, null),
        ["GoogLeNet of torchvision"] = (() => new GoogLeNet(batchNorm: true), 224, 6_624_904, 1.498),
        ["GoogLeNet of torchvision with auxiliaries"] = (() => new GoogLeNet(auxiliaries: true, batchNorm: true), 224, 13_004_888, 1.498),
        ["Inception-v3"] = (() => new InceptionV3(), 299, 23_834_568, 5.713),
        ["Inception-v3 with auxiliary"] = (() => new InceptionV3(auxiliary: true), 299, 27_161_264, 5.713),
        ["Inception-v4"] = (() => new InceptionV4(), 299, 42_679_816, null),
        ["Inception-ResNet-v2"] = (() => new InceptionResNetV2(), 299, 55_843_464, null),
        ["ResNeXt-50"] = (() => ResNet.NeXt(50), 224, 25_028_904, 4.230),
        ["ResNeXt-101"] = (() => ResNet.NeXt(101), 224, 88_791_336, 16.414),
        ["DenseNet-121"] = (() => new DenseNet(121), 224, 7_978_856, 2.834),
        ["DenseNet-169"] = (() => new DenseNet(169), 224, 14_149_480, 3.360),
        ["DenseNet-201"] = (() => new DenseNet(201), 224, 20_013_928, 4.291),
        ["MobileNet"] = (() => new MobileNetV1(), 224, 4_231_976, 0.569),
        ["MobileNet-v2"] = (() => new MobileNetV2(), 224, 3_504_872, 0.301),
        ["ShuffleNet-v2"] = (() => new ShuffleNetV2(), 224, 2_278_604, 0.145),
        ["EfficientNet-B0"] = (() => new EfficientNet(0), 224, 5_288_548, 0.386),
        ["EfficientNet-B1"] = (() => new EfficientNet(1), 240, 7_794_184, 0.687),
        ["EfficientNet-B2"] = (() => new EfficientNet(2), 288, 9_109_994, 1.088),
        ["EfficientNet-B3"] = (() => new EfficientNet(3), 300, 12_233_232, 1.827),
        ["EfficientNet-B4"] = (() => new EfficientNet(4), 380, 19_341_616, 4.394),
        ["EfficientNet-B5"] = (() => new EfficientNet(5), 456, 30_389_784, 10.266),
        ["EfficientNet-B6"] = (() => new EfficientNet(6), 528, 43_040_704, 19.068),
        ["EfficientNet-B7"] = (() => new EfficientNet(7), 600, 66_347_960, 37.746),
    };

    public static TheoryData<string> Names => [.. Published.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_has_its_published_size_and_work(string name)
    {
        (Func<Module> build, int size, long parameters, double? work) = Published[name];
        ModuleSummary net = ModuleSummary.Of(build, new Shape(1, 3, size, size));
        Assert.Equal(parameters, net.Parameters);
        Assert.Equal(new Shape(1, 1000), net.Layers.Last(layer => layer.Output is not null).Output);
        Assert.True(work is null || Math.Abs((net.MultiplyAdds!.Value / 1e9) - work.Value) < 0.0015, $"{net.MultiplyAdds} multiply-adds, published {work}");
    }

    [Fact]
    [Trait("System", "ARC-GOOGLE")]
    [Trait("Golden", "G-GOOG")]
    [Trait("Golden", "G-INCCONV")]
    [Trait("Golden", "G-K10")]
    public void GoogLeNet_has_five_million_numbers_in_convolutions_and_seven_in_all()
    {
        ModuleSummary net = ModuleSummary.Of(() => new GoogLeNet(), new Shape(1, 3, 224, 224));
        LayerSummary[] convolutions = [.. net.Layers.Where(layer => layer.Layer.StartsWith("Conv2d", StringComparison.Ordinal))];
        Assert.Equal((5_973_552, 1_025_000, 6_998_552), (convolutions.Sum(layer => layer.Parameters), net.Layers[^1].Parameters, net.Parameters));
        Assert.Equal((9472, new Shape(1, 64, 112, 112)), (convolutions[0].Parameters, convolutions[0].Output!.Value));
        Assert.Equal(1.5, net.MultiplyAdds!.Value / 1e9, 0.1);

        // 22 layers with weights one after the other: three at first, two in each of nine modules, and the last.
        GoogLeNet built = Counted(() => new GoogLeNet());
        Assert.Equal(9, built.Count(layer => layer is InceptionModule));
        Assert.Equal(22, 3 + (2 * built.Count(layer => layer is InceptionModule)) + 1);
        Assert.Equal([28, 28, 14, 14, 14, 14, 14, 7, 7], built.Children().Where(child => child.Child is InceptionModule)
            .Select(child => net.Layers.First(layer => layer.Name == $"{child.Name}.branch1.conv").Output!.Value[2]));
    }

    [Fact]
    [Trait("System", "ARC-INCMOD")]
    public void An_inception_module_joins_its_branches_and_saves_weights_by_reducing_first()
    {
        InceptionModule module = new(192, 64, 96, 128, 16, 32, 32);
        Assert.Equal(new Shape(2, 64 + 128 + 32 + 32, 9, 7), module.Predict(Tensor.Normal([2, 192, 9, 7], rng: new Rng(1))).Shape);
        Branches direct = new(
            ("1x1", new Conv2d(192, 64, 1)), ("3x3", new Conv2d(192, 128, 3, padding: 1)), ("5x5", new Conv2d(192, 32, 5, padding: 2)),
            ("pool", new Sequential(new MaxPool2d(3, 1, 1), new Conv2d(192, 32, 1))));
        Assert.Equal((163_696, 393_472), (module.ParameterCount, direct.ParameterCount));
    }

    [Fact]
    [Trait("System", "ARC-INC3")]
    public void The_factorised_module_gives_the_same_shape_with_fewer_weights()
    {
        // The v1 idea at the same place: 5x5 instead of two 3x3, 7x7 instead of 1x7 and 7x1.
        Routes factorised = InceptionV3Modules.A(288, 64);
        Routes whole = new(
            new Route(("1x1", new BasicConv(288, 64, 1))),
            new Route(("5x5_1", new BasicConv(288, 48, 1)), ("5x5_2", new BasicConv(48, 64, 5, padding: 2))),
            new Route(("dbl_1", new BasicConv(288, 64, 1)), ("dbl_2", new BasicConv(64, 96, 5, padding: 2))),
            new Route(("pool", new AvgPool2d(3, 1, 1)), ("branch_pool", new BasicConv(288, 64, 1))));
        Tensor maps = Tensor.Normal([1, 288, 6, 6], rng: new Rng(1));
        Assert.Equal(whole.Predict(maps).Shape, factorised.Predict(maps).Shape);
        Assert.True(factorised.ParameterCount < whole.ParameterCount);
        Assert.Equal(new Shape(1, 768, 6, 6), InceptionV3Modules.C(768, 128).Predict(Tensor.Normal([1, 768, 6, 6], rng: new Rng(2))).Shape);
        int factors = new BasicConv(128, 128, (1, 7), padding: (0, 3)).ParameterCount + new BasicConv(128, 128, (7, 1), padding: (3, 0)).ParameterCount;
        Assert.True(3 * factors < new BasicConv(128, 128, 7, padding: 3).ParameterCount);
    }

    [Fact]
    public void SqueezeNext_and_ShuffleNet_are_as_small_as_their_papers_say()
    {
        ModuleSummary next = ModuleSummary.Of(() => new SqueezeNext(), new Shape(1, 3, 227, 227));
        Assert.Equal(0.72e6, next.Parameters, 0.01e6);
        Assert.Equal(0.28, next.MultiplyAdds!.Value / 1e9, 0.02);
        ModuleSummary shuffle = ModuleSummary.Of(() => new ShuffleNetV1(3), new Shape(1, 3, 224, 224));
        Assert.Equal(0.137, shuffle.MultiplyAdds!.Value / 1e9, 0.005);
        Assert.Equal([240, 480, 960], new[] { "stage2", "stage3", "stage4" }.Select(stage => shuffle.Layers.Last(layer => layer.Name.StartsWith(stage, StringComparison.Ordinal) && layer.Output is not null).Output!.Value[1]));
        Assert.Contains("it has 1, 2, 3, 4, 8", Assert.Throws<ArgumentException>(() => new ShuffleNetV1(5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Golden", "G-FILT")]
    public void The_first_filters_are_those_that_the_lectures_draw()
    {
        Assert.Equal(new Shape(64, 3, 11, 11), Weight(() => new AlexNet(form: AlexNetForm.OneWeirdTrick), "features.0").Shape);
        Assert.Equal(23_232, Weight(() => new AlexNet(form: AlexNetForm.OneWeirdTrick), "features.0").Count);
        Assert.Equal(96, Weight(() => new AlexNet(), "features.0").Shape[0]);
        Assert.Equal((9408, new Shape(64, 3, 7, 7)), (Weight(() => new DenseNet(), "features.conv0").Count, Weight(() => new ResNet(18), "conv1").Shape));
    }

    [Fact]
    [Trait("System", "ARC-EFF")]
    [Trait("Golden", "G-EFF")]
    public void Compound_scaling_about_doubles_the_work_with_each_step()
    {
        Assert.Equal(1.92, CompoundScaling.At(1).Work, 0.005);
        Assert.Equal((1.2, 1.1, 1.15), (CompoundScaling.At(1).Depth, CompoundScaling.At(1).Width, CompoundScaling.At(1).Resolution));
        Assert.Equal(Math.Pow(CompoundScaling.At(1).Work, 3), CompoundScaling.At(3).Work, 1e-9);

        // B0 to B7 are eight models, where the lecture says seven.
        CompoundScaling[] published = [.. Enumerable.Range(0, 8).Select(CompoundScaling.Of)];
        Assert.True(published.Zip(published.Skip(1)).All(pair => pair.First.Work < pair.Second.Work));
        Assert.Contains("eight models", Assert.Throws<ArgumentException>(() => new EfficientNet(8)).Message, StringComparison.Ordinal);
        EfficientNetClaims claims = Competitions.EfficientNet;
        Assert.Equal((84.4, 97.1, 8.4, 6.1), (claims.B7Top1, claims.B7Top5, claims.B7Smaller, claims.B7Faster));
        Assert.Equal((7.6, 5.7), (claims.B1Smaller, claims.B1Faster));
        double smaller = 60_192_808.0 / 7_794_184;
        Assert.Equal(claims.B1Smaller, smaller, 0.2);
    }

    private static T Counted<T>(Func<T> build)
    {
        using IDisposable home = NotebookKit.Devices.Device.ShapesOnly.MakeHome();
        using IDisposable chances = Rng.Seeded(0);
        return build();
    }

    private static Parameter Weight(Func<Sequential> build, string name) => ((Conv2d)Counted(build)[name]).Weight;
}
