using NotebookKit.Data;
using NotebookKit.Detection;
using NotebookKit.Optimizers;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Detection;

/// <summary>Detectors from scratch on digits, drawn shapes and real nuclei; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.</summary>
public class DetectorSpeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Yolo_finds_digits_on_canvases_that_it_has_not_seen()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            output.WriteLine("Trains for more than a minute; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        using IDisposable seed = Rng.Seeded(1);
        TrainTest mnist = Datasets.Mnist();
        Yolo yolo = new(new DetectionBackbone(rng: new(3)), 10, rng: new(3));
        Assert.True(Train(yolo, DetectionSets.Digits(mnist.Train, 4000, rng: new(1)), DetectionSets.Digits(mnist.Test, 100, rng: new(2)), 6, 32, finest: 2) >= 0.9);
    }

    [Fact]
    public void Yolo_finds_coloured_shapes()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            output.WriteLine("Trains for half a minute; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        using IDisposable seed = Rng.Seeded(1);
        Yolo yolo = new(new DetectionBackbone(3, rng: new(3)), 3, rng: new(3));
        Assert.True(Train(yolo, DetectionSets.Shapes(1500, rng: new(1)), DetectionSets.Shapes(100, rng: new(2)), 3, 32) >= 0.9);
    }

    [Fact]
    public void RetinaNet_finds_real_nuclei()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1" || DataFinder.Default().FindLocally(DatasetTable.Nuclei) is null)
        {
            output.WriteLine("Trains for a minute on the nuclei, which NOTEBOOKKIT_DATA brings; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        // Half of the nuclei are smaller than 7 pixels, so the maps are halved twice only.
        using IDisposable seed = Rng.Seeded(1);
        DetectionSet nuclei = DetectionSet.FromInstances(Datasets.Nuclei(), "nucleus");
        DetectionBackbone trunk = new(nuclei.Images.Shape[1], [16, 32, 64, 64], 2, new(3));
        RetinaNet detector = new(trunk, 1, nuclei.Size.Width, [6, 9, 14, 22], [1], new(3));
        Assert.True(Train(detector, nuclei.Take(260), nuclei.Skip(260), 3, 8) >= 0.7);
    }

    private double Train(Detector detector, DetectionSet train, DetectionSet test, int epochs, int batchSize, int finest = 1)
    {
        Adam adam = new(detector.Parameters());
        Trainer trainer = new(detector, adam) { Loss = detector.Loss, Show = false };
        TimeSpan before = Environment.CpuUsage.TotalTime;
        double map = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            adam.LearningRate = epoch <= epochs - finest ? 2e-3 : 5e-4;
            trainer.Fit(train.ToDataset(), epochs: 1, batchSize: batchSize, rng: new Rng(epoch));
            map = detector.Evaluate(test).Mean;
            output.WriteLine($"{detector.GetType().Name} on {test.Name}, epoch {epoch}: mAP@0.5 {map:F3}, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s of processor, {detector.ParameterCount:N0} weights");
        }

        return map;
    }
}
