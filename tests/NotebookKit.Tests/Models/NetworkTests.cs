using NotebookKit.Layers;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Models;

/// <summary>Every network runs, learns, says what does not fit, and can be taken apart for another task.</summary>
public class NetworkTests
{
    private static readonly Dictionary<string, (Func<Sequential> Build, Shape Input)> Small = new()
    {
        ["LeNet-5"] = (() => new LeNet5(), new(4, 1, 28, 28)),
        ["LeNet-5, original"] = (() => new LeNet5Original(), new(4, 1, 32, 32)),
        ["ResNet-20"] = (() => new CifarResNet(20), new(4, 3, 16, 16)),
        ["plain-14, narrow"] = (() => new CifarResNet(14, shortcut: Shortcut.None, width: 8, stemStride: 2), new(4, 3, 32, 32)),
        ["ResNet-14, projected"] = (() => new CifarResNet(14, shortcut: Shortcut.Projected), new(4, 3, 15, 15)),
        ["ResNet-18"] = (() => new ResNet(18, 10), new(2, 3, 32, 32)),
        ["VGG-11 maps"] = (() => new Sequential(Vgg.Maps(11, batchNorm: true), new Flatten(), new Linear(512, 10)), new(2, 3, 32, 32)),
        ["SqueezeNet 1.1"] = (() => new SqueezeNet("1.1", 10), new(2, 3, 48, 48)),
        ["GoogLeNet"] = (() => new GoogLeNet(10, batchNorm: true), new(2, 3, 48, 48)),
        ["DenseNet-121"] = (() => new DenseNet(121, 10), new(2, 3, 32, 32)),
        ["MobileNet"] = (() => new MobileNetV1(10, 0.25), new(2, 3, 32, 32)),
        ["MobileNet-v2"] = (() => new MobileNetV2(10, 0.35), new(2, 3, 32, 32)),
        ["ShuffleNet"] = (() => new ShuffleNetV1(3, 10), new(2, 3, 32, 32)),
        ["ShuffleNet-v2"] = (() => new ShuffleNetV2(10), new(2, 3, 32, 32)),
        ["SqueezeNext"] = (() => new SqueezeNext(10), new(2, 3, 64, 64)),
        ["EfficientNet-B0"] = (() => new EfficientNet(0, 10), new(2, 3, 32, 32)),
    };

    private static readonly Func<(Sequential Net, int Size)>[] Large =
    [
        () => (new AlexNet(), 227), () => (new AlexNet(form: AlexNetForm.TwoGroups), 227), () => (new AlexNet(form: AlexNetForm.OneWeirdTrick), 224), () => (new ZFNet(), 224),
        () => (new Vgg(16), 224), () => (new GoogLeNet(), 224), () => (new InceptionV3(), 299), () => (new InceptionV4(), 299), () => (new InceptionResNetV2(), 299), () => (new ResNet(152), 224),
    ];

    public static TheoryData<string> Names => [.. Small.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void One_step_changes_the_loss_of_a_network_and_leaves_it_finite(string name)
    {
        using IDisposable chances = Rng.Seeded(1);
        (Func<Sequential> build, Shape shape) = Small[name];
        Sequential model = build();
        Tensor pictures = Tensor.Normal(shape);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, shape[0]).Select(i => (long)i)]);
        Sgd optimizer = new(model.Parameters()) { LearningRate = name.StartsWith("LeNet-5, o", StringComparison.Ordinal) ? 1e-5 : 1e-2 };
        double Loss()
        {
            using IDisposable same = Rng.Seeded(2);
            model.ZeroGrad();
            Tensor loss = model.Forward(pictures).CrossEntropy(labels);
            loss.Backward();
            return loss.Item();
        }

        double before = Loss();
        Assert.All(model.Parameters(), parameter => Assert.True(parameter.Grad is not null && double.IsFinite(parameter.Grad.Abs().Sum().Item()), parameter.Name));
        optimizer.Step();
        double after = Loss();
        Assert.True(double.IsFinite(before) && double.IsFinite(after) && before != after, $"{before} to {after}");
        Assert.Equal(new Shape(shape[0], 10), model.Predict(pictures).Shape);
    }

    [Fact]
    public void A_small_residual_network_learns_a_handful_of_pictures()
    {
        using IDisposable chances = Rng.Seeded(3);
        CifarResNet model = new(8, width: 8, stemStride: 2);
        Tensor pictures = Tensor.Normal([8, 3, 32, 32]);
        Tensor labels = Tensor.From([0L, 1, 2, 3, 4, 5, 6, 7]);
        Sgd optimizer = new(model.Parameters()) { LearningRate = 0.1, Momentum = 0.9 };
        double loss = 0;
        for (int step = 0; step < 30; step++)
        {
            model.ZeroGrad();
            Tensor now = model.Forward(pictures).CrossEntropy(labels);
            now.Backward();
            optimizer.Step();
            loss = now.Item();
        }

        Assert.True(loss < 0.1, $"{loss}");
    }

    [Fact]
    public void A_picture_of_the_wrong_kind_is_refused_by_the_networks_name()
    {
        using IDisposable home = NotebookKit.Devices.Device.ShapesOnly.MakeHome();
        foreach ((Sequential net, int size) in Large.Select(make => make()))
        {
            string grey = Assert.Throws<ArgumentException>(() => net.Predict(Tensor.Zeros([1, 1, size, size]))).Message;
            Assert.StartsWith("Layer input, PictureInput", grey, StringComparison.Ordinal);
            Assert.Contains($"and got [1, 1, {size}, {size}], which has 1 channels on its second axis instead of 3", grey, StringComparison.Ordinal);
            Assert.Contains("needs a batch axis", Assert.Throws<ArgumentException>(() => net.Predict(Tensor.Zeros([3, size, size]))).Message, StringComparison.Ordinal);
            Assert.Equal(new Shape(1, 1000), net.Predict(Tensor.Zeros([1, 3, size, size])).Shape);
        }

        // One pixel: pooling has no place in VGG, and its layer is named; ResNet pads at every stage and has an answer.
        string small = Assert.Throws<ArgumentException>(() => new Vgg(16).Predict(Tensor.Zeros([1, 3, 1, 1]))).Message;
        Assert.StartsWith("Layer features.4, MaxPool2d", small, StringComparison.Ordinal);
        Assert.Equal(new Shape(1, 1000), new ResNet(18).Predict(Tensor.Zeros([1, 3, 1, 1])).Shape);
        string deep = Assert.Throws<ArgumentException>(() => new InceptionV3().Predict(Tensor.Zeros([1, 3, 40, 40]))).Message;
        Assert.StartsWith("Layer Mixed_", deep, StringComparison.Ordinal);
    }

    [Fact]
    public void Auxiliary_classifiers_give_scores_beside_the_networks_own()
    {
        using IDisposable home = NotebookKit.Devices.Device.ShapesOnly.MakeHome();
        (Tensor scores, Tensor first, Tensor second) = new GoogLeNet(auxiliaries: true) { IsTraining = false }.ForwardWithAuxiliaries(Tensor.Zeros([2, 3, 224, 224]));
        Assert.Equal((new Shape(2, 1000), new Shape(2, 1000), new Shape(2, 1000)), (scores.Shape, first.Shape, second.Shape));
        (Tensor own, Tensor side) = new InceptionV3(auxiliary: true) { IsTraining = false }.ForwardWithAuxiliary(Tensor.Zeros([2, 3, 299, 299]));
        Assert.Equal((new Shape(2, 1000), new Shape(2, 1000)), (own.Shape, side.Shape));
        Assert.Contains("auxiliaries: true", Assert.Throws<InvalidOperationException>(() => new GoogLeNet() { IsTraining = false }.ForwardWithAuxiliaries(Tensor.Zeros([1, 3, 224, 224]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_those_of_torchvisions_weights()
    {
        using IDisposable home = NotebookKit.Devices.Device.ShapesOnly.MakeHome();
        AssertNames(new ResNet(50), 320, "conv1.weight", "bn1.running_mean", "layer1.0.downsample.0.weight", "layer1.0.downsample.1.running_var", "layer4.2.conv3.weight", "layer3.5.bn2.num_batches_tracked", "fc.bias");
        AssertNames(new Vgg(16), 32, "features.0.weight", "features.28.bias", "classifier.0.weight", "classifier.3.bias", "classifier.6.weight");
        AssertNames(new Vgg(11, batchNorm: true), 62, "features.1.running_var", "features.25.weight", "classifier.6.bias");
        AssertNames(new AlexNet(form: AlexNetForm.OneWeirdTrick), 16, "features.0.weight", "features.10.bias", "classifier.1.weight", "classifier.4.weight", "classifier.6.bias");
        AssertNames(new SqueezeNet("1.0"), 52, "features.0.weight", "features.3.squeeze.weight", "features.12.expand3x3.bias", "classifier.1.weight");
        AssertNames(new SqueezeNet(), 52, "features.3.expand1x1.weight", "features.12.squeeze.bias", "classifier.1.bias");
        AssertNames(new DenseNet(), 727, "features.conv0.weight", "features.denseblock1.denselayer1.norm1.weight", "features.denseblock4.denselayer16.conv2.weight", "features.transition3.conv.weight", "features.norm5.bias", "classifier.weight");
        AssertNames(new GoogLeNet(auxiliaries: true, batchNorm: true), 364, "conv1.conv.weight", "inception3a.branch1.bn.running_mean", "inception4e.branch2.1.conv.weight", "inception5b.branch4.1.conv.weight", "aux1.conv.bn.weight", "aux2.fc2.bias", "fc.weight");
        AssertNames(new InceptionV3(auxiliary: true), 580, "Conv2d_1a_3x3.conv.weight", "Mixed_5b.branch5x5_2.bn.bias", "Mixed_6b.branch7x7dbl_5.conv.weight", "Mixed_7c.branch3x3dbl_3b.conv.weight", "Mixed_7a.branch7x7x3_4.bn.running_var", "AuxLogits.conv1.conv.weight", "AuxLogits.fc.bias", "fc.weight");
        AssertNames(new MobileNetV2(), 314, "features.0.0.weight", "features.1.conv.0.0.weight", "features.1.conv.1.weight", "features.2.conv.1.1.running_mean", "features.17.conv.3.bias", "features.18.1.weight", "classifier.1.bias");
        AssertNames(new ShuffleNetV2(), 338, "conv1.0.weight", "stage2.0.branch1.0.weight", "stage2.0.branch1.3.running_var", "stage4.3.branch2.6.bias", "conv5.1.weight", "fc.weight");
        AssertNames(new EfficientNet(0), 360, "features.0.0.weight", "features.1.0.block.1.fc1.weight", "features.1.0.block.2.1.bias", "features.2.0.block.2.fc2.bias", "features.7.0.block.3.0.weight", "features.8.1.running_mean", "classifier.1.weight");
    }

    [Fact]
    public void A_state_in_PyTorchs_names_loads_with_and_without_its_counts()
    {
        CifarResNet from = new(8);
        Dictionary<string, Tensor> state = from.State().ToDictionary(pair => TorchWeights.TorchName(pair.Key), pair => pair.Value);
        CifarResNet to = new(8);
        to.LoadTorch(state);
        Assert.Equal(from.State()["layer2.0.conv1.weight"].ToArray<float>(), to.State()["layer2.0.conv1.weight"].ToArray<float>());
        to.LoadTorch(state.Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary());
        state.Remove("conv1.weight");
        state["conv9.weight"] = Tensor.Zeros([1]);
        string message = Assert.Throws<ArgumentException>(() => to.LoadTorch(state)).Message;
        Assert.Contains("missing: conv1.weight", message, StringComparison.Ordinal);
        Assert.Contains("unexpected: conv9.weight", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_taken_over_for_another_task()
    {
        CifarResNet model = new(8);
        model.Freeze();
        model["linear"] = new Linear(64, 3);
        Assert.Equal(["linear.weight", "linear.bias"], model.NamedParameters().Where(named => named.Parameter.RequiresGrad).Select(named => named.Name));
        Tensor pictures = Tensor.Normal([2, 3, 16, 16], rng: new Rng(1));
        Assert.Equal(new Shape(2, 3), model.Predict(pictures).Shape);

        model.IsTraining = false;
        IReadOnlyDictionary<string, Tensor> found = model.Features(pictures, "layer1", "layer2.0.conv1", "linear");
        Assert.Equal((new Shape(2, 16, 16, 16), new Shape(2, 32, 8, 8)), (found["layer1"].Shape, found["layer2.0.conv1"].Shape));
        Assert.Equal(model.Predict(pictures).ToArray<float>(), found["linear"].ToArray<float>());
        Assert.Contains("walks through no layer called layer9", Assert.Throws<ArgumentException>(() => model.Features(pictures, "layer9")).Message, StringComparison.Ordinal);
        Assert.Contains("there are input, conv1", Assert.Throws<KeyNotFoundException>(() => model["head"]).Message, StringComparison.Ordinal);
        Assert.Contains("there are input, conv1", Assert.Throws<KeyNotFoundException>(() => model["head"] = new Linear(64, 3)).Message, StringComparison.Ordinal);
        Assert.IsType<BasicBlock>(model["layer1.0"]);
        Assert.Contains("cannot name a layer", Assert.Throws<ArgumentException>(() => new Sequential([("a", new ReLU()), ("a", new ReLU())])).Message, StringComparison.Ordinal);
    }

    private static void AssertNames(Module model, int count, params string[] some)
    {
        HashSet<string> names = [.. model.NamedParameters().Select(named => named.Name).Concat(model.NamedBuffers().Select(named => named.Name)).Select(TorchWeights.TorchName)];
        Assert.All(some, name => Assert.Contains(name, names));
        Assert.Equal(count, names.Count);
    }
}
