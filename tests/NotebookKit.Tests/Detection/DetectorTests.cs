using NotebookKit.Data;
using NotebookKit.Detection;
using NotebookKit.Optimizers;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Detection;

/// <summary>YOLO's grid, and detectors that learn a few canvases by heart.</summary>
public class DetectorTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("System", "DET-YOLO")]
    [Trait("Golden", "G-YOLO")]
    public void The_lectures_grid_has_cells_of_64_pixels_1176_outputs_and_multiplies_its_probabilities()
    {
        YoloGrid grid = new(448, 7, 20);
        Assert.Equal(64, grid.CellSize);
        Assert.Equal(1176, grid.Outputs);
        Assert.Equal(0.8 * 0.9 * 0.75, YoloGrid.ClassConfidence(0.8, 0.9, 0.75), 1e-15);
        double[] maps = new double[25 * 49];
        maps[(4 * 49) + 8] = 0.9 * 0.75;
        maps[(7 * 49) + 8] = 0.8;
        ScoredBox only = Assert.Single(grid.Decode(Tensor.From(maps, [25, 7, 7]), 0.01));
        Assert.Equal((2, YoloGrid.ClassConfidence(0.8, 0.9, 0.75)), (only.Class, Math.Round(only.Score, 14)));
        Assert.Equal((1, 1), grid.CellOf(only.Box));
    }

    [Fact]
    [Trait("System", "DET-YOLO")]
    public void Encoding_and_decoding_a_grid_are_inverse_also_at_its_borders()
    {
        Rng rng = new(1);
        YoloGrid grid = new(64, 8, 3);
        for (int round = 0; round < 50; round++)
        {
            LabelledBox[] things = [.. rng.Permutation(64).Take(5).Select(cell => new LabelledBox(
                Box.FromCenter((cell % 8 * 8) + (7.999 * rng.NextDouble()), (cell / 8 * 8) + (7.999 * rng.NextDouble()), 30 * rng.NextDouble(), 30 * rng.NextDouble()), rng.Next(3)))];
            IReadOnlyList<ScoredBox> again = grid.Decode(grid.Encode(things));
            Assert.Equal(5, again.Count);
            Assert.All(things, thing => Assert.Contains(again, box => box.Class == thing.Class && box.Score == 1
                && Math.Abs(box.Box.Left - thing.Box.Left) < 1e-12 && Math.Abs(box.Box.Bottom - thing.Box.Bottom) < 1e-12));
        }

        // Middles on lines between cells belong to the later cell, on the last edge to the last.
        Assert.Equal((1, 0), grid.CellOf(Box.FromCenter(0, 8, 2, 2)));
        Assert.Equal((7, 7), grid.CellOf(Box.FromCenter(64, 64, 2, 2)));
        Assert.Equal(63, Assert.Single(grid.Decode(grid.Encode([new(Box.FromCenter(64, 64, 2, 2), 0)]))).Box.Left, 1e-12);
        Assert.Contains("outside", Assert.Throws<ArgumentException>(() => grid.CellOf(Box.FromCenter(65, 3, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => grid.Encode([new(new(0, 0, 4, 4), 3)]));
        Assert.Throws<ArgumentException>(() => grid.Decode(Tensor.Zeros([7, 8, 8])));
    }

    [Fact]
    public void A_grid_says_the_first_of_two_objects_in_a_cell()
    {
        YoloGrid grid = new(64, 8, 2);
        LabelledBox first = new(Box.FromCenter(10, 10, 5, 5), 0), second = new(Box.FromCenter(11, 11, 5, 5), 1);
        Assert.Equal(0, Assert.Single(grid.Decode(grid.Encode([first, second]))).Class);
    }

    private static DetectionSet Few(int count = 8) => DetectionSets.Shapes(count, 32, 2, new Rng(3));

    private static DetectionBackbone Small(Rng rng) => new(3, [16, 32, 48], 3, rng);

    private static double Overfit(Detector detector, DetectionSet set, int epochs, double rate, IReadOnlyList<IReadOnlyList<Box>>? proposals = null)
    {
        Adam adam = new(detector.Parameters()) { LearningRate = rate };
        History history = new Trainer(detector, adam) { Loss = detector.Loss, Show = false }.Fit(set.ToDataset(proposals), epochs: epochs, batchSize: 8, rng: new Rng(1));
        Assert.True(history.Epochs[^1].TrainLoss < history.Epochs[0].TrainLoss / 2, $"{history.Epochs[0].TrainLoss} to {history.Epochs[^1].TrainLoss}");
        return detector.Evaluate(set, 0.5, proposals).Mean;
    }

    [Fact]
    public void Yolo_learns_a_few_pictures_by_heart()
    {
        using IDisposable seed = Rng.Seeded(1);
        DetectionSet set = Few();
        double map = Overfit(new Yolo(Small(new Rng(2)), 3, 32, new Rng(2)), set, 80, 0.005);
        output.WriteLine($"mAP {map}");
        Assert.True(map > 0.9, $"{map}");
    }

    [Fact]
    public void Ssd_learns_a_few_pictures_by_heart()
    {
        using IDisposable seed = Rng.Seeded(1);
        double map = Overfit(new Ssd(Small(new Rng(2)), 3, 32, 0.25, 0.4, [1], new Rng(2)), Few(), 80, 0.005);
        output.WriteLine($"mAP {map}");
        Assert.True(map > 0.9, $"{map}");
    }

    [Fact]
    public void RetinaNet_learns_a_few_pictures_by_heart()
    {
        using IDisposable seed = Rng.Seeded(1);
        double map = Overfit(new RetinaNet(Small(new Rng(2)), 3, 32, [8, 12], [1], new Rng(2)), Few(), 100, 0.005);
        output.WriteLine($"mAP {map}");
        Assert.True(map > 0.9, $"{map}");
    }

    [Fact]
    [Trait("System", "DET-FASTER")]
    [Trait("Golden", "G-RPNLOSS")]
    public void Faster_RCNN_has_four_losses_that_sum_up_and_learns_shapes()
    {
        using IDisposable seed = Rng.Seeded(1);
        DetectionSet set = Few();
        DetectionBackbone backbone = Small(new Rng(2));
        FasterRcnn detector = new(backbone, new RegionProposalNetwork(48, 4, 8, [8, 12], [1, 2, 0.5], new Rng(2)), new RegionHead(48, 3, 8, 2, 64, new Rng(2)));
        Dataset data = set.ToDataset();
        Tensor features = detector.Forward(data.Load([0, 1, 2]).Inputs);
        Tensor total;
        IReadOnlyList<DetectionLoss> parts;
        using (Rng.Seeded(5))
        {
            total = detector.Loss(features, data.Labels[0..3]);
        }

        using (Rng.Seeded(5))
        {
            parts = detector.Losses(features, [.. set.Objects.Take(3)], [[], [], []]);
        }

        Assert.Equal(["RPN objectness", "RPN place", "class", "place"], parts.Select(part => part.Name));
        Assert.Equal(4, parts.Count);
        Assert.Equal(parts.Sum(part => part.Value.Item()), total.Item(), 1e-5);
        total.Backward();
        Assert.All(detector.NamedParameters(), named => Assert.True(named.Parameter.Grad is { } g && g.Abs().Sum().Item() > 0, named.Name));
        detector.ZeroGrad();
        double map = Overfit(detector, set, 160, 0.004);
        output.WriteLine($"mAP {map}");
        Assert.True(map > 0.9, $"{map}");
    }

    [Fact]
    [Trait("System", "DET-FAST")]
    public void Fast_RCNN_computes_features_once_a_picture_and_learns_all_parts_together()
    {
        using IDisposable seed = Rng.Seeded(1);
        DetectionSet set = Few();
        SelectiveSearch search = new() { Oversegmentation = new() { Scale = 60, LeastSize = 10 } };
        IReadOnlyList<Box>[] proposals = [.. Enumerable.Range(0, set.Count).Select(i => search.Search(set.Image(i)).Proposals(least: 20))];
        DetectionBackbone backbone = Small(new Rng(2));
        FastRcnn detector = new(backbone, new RegionHead(48, 3, 8, 2, 64, new Rng(2)) { RoundsRegions = true });
        Dataset data = set.ToDataset(proposals);

        // One pass of the trunk for a picture, whatever the number of proposals: the outputs are the features.
        Tensor features = detector.Forward(data.Load([0, 1]).Inputs);
        Assert.Equal(new Shape(2, 48, 4, 4), features.Shape);
        detector.Loss(features, data.Labels[0..2]).Backward();
        Assert.All(detector.NamedParameters(), named => Assert.True(named.Parameter.Grad is { } g && g.Abs().Sum().Item() > 0, named.Name));
        detector.ZeroGrad();
        double map = Overfit(detector, set, 80, 0.004, proposals);
        output.WriteLine($"mAP {map}");
        Assert.True(map > 0.7, $"{map}");
        Assert.Throws<ArgumentNullException>(() => detector.Detect(set));
    }

    [Fact]
    public void Wrong_sizes_and_classes_are_named()
    {
        DetectionBackbone backbone = Small(new Rng(1));
        Assert.Contains("multiple", Assert.Throws<ArgumentException>(() => new Yolo(backbone, 3, 30)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Ssd(backbone, 3, 40));
        Assert.Throws<ArgumentException>(() => new RetinaNet(backbone, 3, 30));
        Assert.Throws<ArgumentException>(() => new DetectionBackbone(3, [4], 2));
        Yolo two = new(backbone, 2, 32);
        Dataset data = new DetectionSet("x", Tensor.Zeros([1, 3, 32, 32]), [[new(new(0, 0, 9, 9), 2)]], ["a", "b", "c"]).ToDataset();
        Assert.Contains("class 2", Assert.Throws<ArgumentException>(() => two.Loss(two.Forward(data.Inputs), data.Labels)).Message, StringComparison.Ordinal);
    }
}
