using NotebookKit.Data;
using NotebookKit.Detection;
using NotebookKit.Optimizers;
using NotebookKit.Training;
using Xunit.Abstractions;

namespace NotebookKit.Tests.Detection;

/// <summary>YOLO from scratch on digits, as the course trains it; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.</summary>
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
        DetectionSet train = DetectionSets.Digits(mnist.Train, 4000, rng: new(1)), test = DetectionSets.Digits(mnist.Test, 100, rng: new(2));
        Yolo yolo = new(new DetectionBackbone(rng: new(3)), 10, rng: new(3));
        Adam adam = new(yolo.Parameters()) { LearningRate = 2e-3 };
        Trainer trainer = new(yolo, adam) { Loss = yolo.Loss, Show = false };
        Dataset data = train.ToDataset();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        DateTime start = DateTime.UtcNow;
        double map = 0;
        for (int epoch = 1; epoch <= 6; epoch++)
        {
            adam.LearningRate = epoch <= 4 ? 2e-3 : 5e-4;
            History history = trainer.Fit(data, epochs: 1, batchSize: 32, rng: new Rng(epoch));
            map = yolo.Evaluate(test).Mean;
            output.WriteLine($"epoch {epoch}: loss {history.Epochs[^1].TrainLoss:F3}, mAP {map:F3}, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s of processor, {(DateTime.UtcNow - start).TotalSeconds:F1} s, {yolo.ParameterCount:N0} weights");
        }

        Assert.True(map >= 0.9, $"mAP {map:F3}");
    }
}
