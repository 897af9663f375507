using NotebookKit.Data;
using NotebookKit.Detection;
using NotebookKit.Files;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Tests.Files;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Detection;

/// <summary>The detectors that come trained, on canvases of digits that none of them has seen; and their file.</summary>
public sealed class DigitDetectorsTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Yolo", 0.92)]
    [InlineData("Ssd", 0.92)]
    [InlineData("RetinaNet", 0.92)]
    [InlineData("FasterRcnn", 0.92)]
    public void A_detector_that_comes_trained_finds_digits_of_the_test_split(string name, double atLeast)
    {
        DetectionSet test = DetectionSets.Digits(Datasets.Mnist().Test, 100, rng: new Rng(2));
        DigitDetectors detectors = DigitDetectors.Pretrained();
        Detector detector = (Detector)typeof(DigitDetectors).GetProperty(name)!.GetValue(detectors)!;
        double map = detector.Evaluate(test).Mean;
        output.WriteLine($"{name}: mAP@0.5 {map:F3}");
        Assert.True(map >= atLeast, $"{name}: mAP@0.5 {map:F3}");
    }

    [Fact]
    public void Masks_of_the_trained_head_cover_the_ink()
    {
        DetectionSet test = DetectionSets.Digits(Datasets.Mnist().Test, 50, most: 1, rng: new Rng(5));
        Tensor images = test.Load([.. Enumerable.Range(0, test.Count)]);
        IReadOnlyList<IReadOnlyList<Tensor>> masks = DigitDetectors.Pretrained().MaskRcnn.Masks(images, [.. test.Objects.Select(list => (IReadOnlyList<Box>)[.. list.Select(thing => thing.Box)])]);
        double mean = masks.Select((list, picture) => IoU(list[0], test.Mask(picture, 0))).Average();
        double boxes = test.Objects.Select((list, picture) => test.Mask(picture, 0).CountNonZero().Item() / list[0].Box.Area).Average();
        output.WriteLine($"mean IoU of masks {mean:F3}, of whole boxes {boxes:F3}");

        // A mask has 14 x 14 places for strokes that are two pixels wide.
        Assert.True(mean >= 0.62 && mean >= boxes + 0.1, $"mean IoU of masks {mean:F3}, of whole boxes {boxes:F3}");
    }

    [Fact]
    public void A_trunk_that_is_held_does_not_move_while_a_head_learns()
    {
        DigitDetectors detectors = new(new Rng(1));
        DetectionSet set = DetectionSets.Digits(Datasets.Mnist().Train, 16, rng: new Rng(1));
        float[] trunk = All(detectors.Trunk.State()), head = All(detectors.Ssd.State());
        detectors.Trunk.IsHeld = true;
        new Trainer(detectors.Ssd, new Adam(detectors.Ssd.Parameters())) { Loss = detectors.Ssd.Loss, Show = false }.Fit(set.ToDataset(), epochs: 1, batchSize: 8);
        Assert.Equal(trunk, All(detectors.Trunk.State()));
        Assert.NotEqual(head, All(detectors.Ssd.State()));
        detectors.Trunk.IsHeld = false;
        new Trainer(detectors.Ssd, new Adam(detectors.Ssd.Parameters())) { Loss = detectors.Ssd.Loss, Show = false }.Fit(set.ToDataset(), epochs: 1, batchSize: 8);
        Assert.NotEqual(trunk, All(detectors.Trunk.State()));
    }

    [Fact]
    public void A_file_gives_back_every_head_to_the_16_bits_that_it_keeps()
    {
        DigitDetectors one = new(new Rng(1)), other = new(new Rng(2));
        string file = folder.At("detectors.safetensors");
        one.Save(file);
        SafeTensors written = SafeTensorsFile.Read(file);
        Assert.Contains(written.Tensors.Values, tensor => tensor.Kind == "F16");
        other.Load(StateDictionary.Read(file));
        Tensor images = DetectionSets.Digits(Datasets.Mnist().Test, 2, rng: new Rng(3)).Load([0, 1]);
        foreach ((Detector a, Detector b) in new (Detector, Detector)[] { (one.Yolo, other.Yolo), (one.Ssd, other.Ssd), (one.RetinaNet, other.RetinaNet), (one.MaskRcnn, other.MaskRcnn), (one.FasterRcnn, other.FasterRcnn) })
        {
            float[] expected = a.Predict(images).ToArray<float>(), actual = b.Predict(images).ToArray<float>();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.02 * (1 + Math.Abs(pair.First))));
            Assert.All(All(a.State()).Zip(All(b.State())), pair => Assert.Equal((float)(Half)pair.First, pair.Second));
        }
    }

    [Fact]
    public void A_state_of_something_else_is_refused_and_changes_nothing()
    {
        DigitDetectors detectors = new(new Rng(1));
        float[] before = All(detectors.Ssd.State());
        ArgumentException strange = Assert.Throws<ArgumentException>(() => detectors.Load(new Dictionary<string, Tensor> { ["fc.weight"] = Tensor.Zeros([1]) }));
        Assert.Contains("fc.weight", strange.Message, StringComparison.Ordinal);
        string file = folder.At("detectors.safetensors");
        new DigitDetectors(new Rng(2)).Save(file);
        Dictionary<string, Tensor> incomplete = StateDictionary.Read(file).Where(named => !named.Key.StartsWith("maskrcnn.masks", StringComparison.Ordinal)).ToDictionary(named => named.Key, named => named.Value);
        ArgumentException missing = Assert.Throws<ArgumentException>(() => detectors.Load(incomplete));
        Assert.Contains("missing: masks", missing.Message, StringComparison.Ordinal);
        Assert.Equal(before, All(detectors.Ssd.State()));
    }

    [Fact]
    public void Training_anew_gives_detectors_as_good()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            output.WriteLine("Trains four detectors for some minutes; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        DigitDetectors detectors = new(new Rng(4));
        detectors.Train(Datasets.Mnist().Train, 4000, 6, 3, seed: 5);
        DetectionSet test = DetectionSets.Digits(Datasets.Mnist().Test, 100, rng: new Rng(2));
        Assert.All(new Detector[] { detectors.Yolo, detectors.Ssd, detectors.RetinaNet, detectors.FasterRcnn }, detector => Assert.True(detector.Evaluate(test).Mean >= 0.88, detector.ToString()));
    }

    private static double IoU(Tensor one, Tensor other)
    {
        bool[] a = one.ToArray<bool>(), b = other.ToArray<bool>();
        return (double)a.Zip(b).Count(pair => pair.First && pair.Second) / a.Zip(b).Count(pair => pair.First || pair.Second);
    }

    private static float[] All(IReadOnlyDictionary<string, Tensor> state) => [.. state.Values.Where(tensor => tensor.DType == DType.Float32).SelectMany(tensor => tensor.ToArray<float>())];
}
