using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Segmentation;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Segmentation;

/// <summary>Small networks that really learn to label pixels, in seconds.</summary>
public class LearningTests(ITestOutputHelper output)
{
    private static void Train(Module model, Dataset set, int epochs, int batch, double rate, long seed = 1) =>
        new Trainer(model, new Adam(model.Parameters()) { LearningRate = rate }) { Show = false }.Fit(set, epochs: epochs, batchSize: batch, rng: new Rng(seed));

    private static SegmentationScores Score(Module model, Dataset set, IReadOnlyList<string> classes) =>
        SegmentationScores.Of(model.Predict(set.Inputs).ArgMax(1), set.Labels, classes);

    [Fact]
    [Trait("System", "SEG-UNET")]
    public void A_UNet_overfits_one_picture_to_more_than_99_percent()
    {
        Dataset one = new DrawnCells { Size = 32, Cells = 4, SmallestRadius = 4, LargestRadius = 6 }.Draw(1, 5).ToDataset();
        UNet model = new(1, 2, 2, 8, rng: new Rng(1));
        Train(model, one, 60, 1, 5e-3);
        SegmentationScores scores = Score(model, one, ["ground", "cell"]);
        output.WriteLine($"{scores}");
        Assert.True(scores.PixelAccuracy > 0.99 && scores.ForegroundIoU > 0.97, $"{scores}");
    }

    [Fact]
    [Trait("System", "SEG-SEM")]
    public void Drawn_scenes_are_labelled_to_more_than_95_percent()
    {
        Dataset train = DrawnScenes.Draw(96, 32, 1), test = DrawnScenes.Draw(24, 32, 2);
        UNet model = new(3, 8, 3, 8, normalised: true, rng: new Rng(1));
        Train(model, train, 14, 8, 5e-3);
        SegmentationScores scores = Score(model, test, DrawnScenes.ClassNames);
        output.WriteLine($"{scores}: {string.Join(", ", scores.IoU.Select(share => $"{share:F3}"))}");
        Assert.True(scores.PixelAccuracy > 0.95 && scores.MeanIoU > 0.8, $"{scores}");
    }

    [Fact]
    [Trait("System", "SEG-SKIP")]
    public void Skips_bring_back_the_resolution_that_strides_cost()
    {
        DrawnCells cells = new() { Cells = 5 };
        Dataset train = cells.Draw(16, 1).ToDataset(), test = cells.Draw(6, 2).ToDataset();
        double[] shares = new double[3], borders = new double[3];
        for (int skips = 0; skips < 3; skips++)
        {
            Fcn model = Fcn.Small(1, 2, skips, new Rng(1));
            Train(model, train, 15, 4, 4e-3);
            Tensor map = model.Predict(test.Inputs).ArgMax(1);
            shares[skips] = SegmentationScores.Of(map, test.Labels, ["ground", "cell"]).MeanIoU;
            borders[skips] = Enumerable.Range(0, 6).Average(i => Boundaries.Accuracy(map[i], test.Labels[i], 2));
        }

        output.WriteLine($"mean IoU {string.Join(", ", shares)}; borders {string.Join(", ", borders)}");
        Assert.True(shares[2] >= shares[0] + 0.1, string.Join(", ", shares));
        Assert.True(borders[2] >= borders[0], string.Join(", ", borders));
    }

    [Fact]
    [Trait("System", "SEG-REG")]
    public void The_trunk_of_a_classifier_tells_ages_with_another_loss()
    {
        const int Oldest = 6;
        Dataset train = DrawnRings.Draw(160, 24, Oldest, 1), test = DrawnRings.Draw(48, 24, Oldest, 2);
        MirrorStage[] stages = [new(1, 8), new(1, 16), new(1, 16)];
        ImageHead number = new(ImageHead.Trunk(1, stages, new Rng(1)), 16, 1, new Rng(2)), classes = new(ImageHead.Trunk(1, stages, new Rng(1)), 16, Oldest, new Rng(2));
        Assert.Equal(16 * (Oldest - 1) + (Oldest - 1), classes.ParameterCount - number.ParameterCount);
        Train(number, train, 14, 16, 5e-3);
        double[] ages = test.Labels.ToArray<double>(), told = number.Predict(test.Inputs).ToArray<double>();
        double error = ages.Zip(told, (age, ours) => Math.Abs(age - ours)).Average(), guess = ages.Average(age => Math.Abs(age - ages.Average()));
        output.WriteLine($"years off {error:F3}, by guessing the mean {guess:F3}");
        Assert.True(error < 0.5 && error < guess / 3, $"{error} of {guess}");
        Assert.True(told.Any(age => Math.Abs(age - Math.Round(age)) > 0.05), "the output is continuous");
    }

    [Fact]
    public void Bright_debris_fools_a_threshold_and_not_a_network()
    {
        DrawnCells drawn = new() { Debris = 7, Cells = 4, Size = 48, SmallestRadius = 4, LargestRadius = 6 };
        CellPictures train = drawn.Draw(48, 1), test = drawn.Draw(12, 2);
        UNet model = new(1, 2, 2, 8, normalised: true, rng: new Rng(1));
        Train(model, train.ToDataset(), 12, 8, 5e-3);
        double net = Score(model, test.ToDataset(), ["ground", "cell"]).ForegroundIoU;
        double otsu = Enumerable.Range(0, 12).Average(i => SegmentationScores.OfMasks(test.Images[i][0] > Threshold.Otsu(test.Images[i]), test.Masks[i]).ForegroundIoU);
        output.WriteLine($"foreground IoU: U-Net {net:F3}, Otsu {otsu:F3}");
        Assert.True(otsu < 0.65 && net > otsu + 0.2, $"U-Net {net}, Otsu {otsu}");
    }

    [Fact]
    public void Dice_and_border_weights_train_as_well()
    {
        CellPictures cells = new DrawnCells { Size = 32, Cells = 3, SmallestRadius = 4, LargestRadius = 6, Touching = 1 }.Draw(2, 8);
        Dataset set = cells.ToDataset();
        Tensor weights = Tensor.Stack([SegmentationLoss.BorderWeights(cells.Objects[0]), SegmentationLoss.BorderWeights(cells.Objects[1])]);
        foreach (Func<Tensor, Tensor, Tensor> loss in new Func<Tensor, Tensor, Tensor>[] { (scores, labels) => SegmentationLoss.Dice(scores, labels), (scores, labels) => SegmentationLoss.Weighted(scores, labels, weights) })
        {
            UNet model = new(1, 2, 2, 8, rng: new Rng(1));
            new Trainer(model, new Adam(model.Parameters()) { LearningRate = 5e-3 }) { Show = false, Loss = loss }.Fit(new DataLoader(set, 2), epochs: 80);
            SegmentationScores scores = Score(model, set, ["ground", "cell"]);
            output.WriteLine($"{scores}");
            Assert.True(scores.ForegroundIoU > 0.85, $"{scores}");
        }
    }
}
