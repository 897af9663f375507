using NotebookKit.Charts;
using NotebookKit.Data;
using NotebookKit.Display;
using NotebookKit.Files;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Optimizers;
using NotebookKit.Training;

namespace NotebookKit.Host.Tests.Display;

/// <summary>One of each thing that a notebook shows, some with a name that would be markup if it were not escaped.</summary>
public static class Samples
{
    public const string Hostile = "<img src=x onerror=alert(1)>\"'&";

    public static IReadOnlyList<(string Name, object Value)> All { get; } = [.. Tensors(), .. Models(), .. Learning(), .. Sets(), .. CourseSamples.All(), .. Others()];

    public static Sequential Cnn()
    {
        Rng rng = new(1);
        return new(
            new Conv2d(1, 6, 5, padding: 2, rng: rng), new ReLU(), new MaxPool2d(2), new Conv2d(6, 16, 5, rng: rng), new ReLU(), new MaxPool2d(2),
            new Flatten(), new Linear(400, 120, rng: rng), new ReLU(), new Linear(120, 10, rng: rng));
    }

    private static IEnumerable<(string, object)> Tensors()
    {
        Rng rng = new(7);
        yield return ("scalar", Tensor.From([3.5]).Reshape());
        yield return ("vector", Tensor.From([1.0, 2.5, -3]));
        yield return ("matrix", Tensor.Normal([4, 5], 0, 1, rng));
        yield return ("weights of a layer", new Parameter(Tensor.Normal([32, 48], 0, 0.1, rng)));
        yield return ("many numbers", Tensor.Normal([5000], 10, 2, rng));
        yield return ("grey image", Waves(64, 64));
        yield return ("colour image", Tensor.Stack([Waves(48, 64), Waves(48, 64) * 0.5, 1 - Waves(48, 64)]));
        yield return ("images, channels last in memory", Tensor.Uniform([6, 16, 16, 3], 0, 1, rng).Permute(0, 3, 1, 2));
        yield return ("filters", Tensor.Normal([12, 1, 5, 5], 0, 1, rng));
        yield return ("maps", Tensor.Normal([2, 6, 14, 14], 0, 1, rng));
        yield return ("NaN and infinity", Tensor.From([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1]));
        yield return ("only NaN", Tensor.From([double.NaN, double.NaN]));
        yield return ("empty", Tensor.Zeros([0, 3]));
        yield return ("whole numbers", Tensor.From([1L, 2, long.MaxValue]));
        yield return ("truths", Tensor.From([true, false, true]));
        yield return ("bytes", Tensor.From([(byte)0, (byte)255]));
        yield return ("complex", Tensor.From([1.0, 2, 3, 4]).Fft());
    }

    private static Tensor Waves(int height, int width) => Tensor.From(
        [.. Enumerable.Range(0, height * width).Select(i => 0.5 + (0.5 * Math.Sin(i / width / 5.0) * Math.Cos(i % width / 7.0)))], [height, width]);

    private static IEnumerable<(string, object)> Models()
    {
        Sequential cnn = Cnn();
        cnn.Predict(Tensor.Zeros([1, 1, 28, 28]));
        yield return ("a network that was used", cnn);
        yield return ("a network that was not used", Cnn());
        yield return ("a summary", ModuleSummary.Of(Cnn(), new Shape(32, 1, 28, 28)));
        yield return ("a block", ModuleSummary.Of(new TransformerBlock(16, 2), new Shape(1, 5, 16)));
        yield return ("a layer", new Linear(3, 2));
        yield return ("a state", Cnn().State());
        yield return ("an optimiser", new Adam(Cnn().Parameters()));
    }

    private static IEnumerable<(string, object)> Learning()
    {
        Rng rng = new(3);
        Dataset data = Points(rng);
        Sequential model = new(new Linear(2, 16, rng: rng), new ReLU(), new Linear(16, 3, rng: rng));
        Trainer trainer = new(model, new Adam(model.Parameters()) { LearningRate = 0.02 }) { Show = false };
        yield return ("a history", trainer.Fit(data, data, epochs: 4, batchSize: 20, rng: rng));
        yield return ("a history that has not begun", new History(10));
        yield return ("an evaluation", trainer.Evaluate(data));
        yield return ("a confusion matrix", trainer.Evaluate(data).Confusion);
        yield return ("a confusion matrix of nothing", new ConfusionMatrix([], [], ["a", Hostile]));
        Parameter x = new(Tensor.From([0.5, -1.0]));
        Parameter w = new(Tensor.From([3.0, 4]));
        Tensor y = ((x * w).Tanh() + x).Square().Sum();
        yield return ("a graph", GradientGraph.Of(y, [(Hostile, (Tensor)x), ("w", w)]));
        yield return ("a gradient check that is right", Gradient.Check(z => z.Tanh(), Tensor.From([0.1, 0.2])));
        yield return ("a gradient check that is wrong", new GradientReport(0.5, 0, [1, 2], 1.5, 1.0));
        yield return ("a benchmark", new BenchmarkTable("MatMul 512 x 512", [new("by hand", 0.182, 0.18, 0.2, 5, 1_048_576, 268e6), new(Hostile, 0.0021, 0.002, 0.003, 50, 1_048_576, 268e6)]));
    }

    private static Dataset Points(Rng rng)
    {
        Tensor inputs = Tensor.Normal([120, 2], 0, 1, rng);
        double[] values = inputs.ToArray<double>();
        long[] labels = [.. Enumerable.Range(0, 120).Select(i => values[2 * i] > 0.3 ? 2L : values[(2 * i) + 1] > 0 ? 1 : 0)];
        return new Dataset("points", inputs, Tensor.From(labels), ["south", Hostile, "east"], "made here");
    }

    private static IEnumerable<(string, object)> Sets()
    {
        Rng rng = new(5);
        Tensor pictures = (Tensor.Uniform([30, 1, 12, 12], 0, 255, rng)).To(DType.UInt8);
        Dataset images = new("noise", pictures, Tensor.From([.. Enumerable.Range(0, 30).Select(i => (long)(i % 2))]), ["cat", Hostile]);
        yield return ("a set of pictures", images);
        yield return ("a set of rows", Points(rng));
        yield return ("an empty set", images.Take(0));
        yield return ("two sets", new TrainTest(images, images.Take(10)));
        yield return ("a batch", images.Load([0, 1, 2]));
        yield return ("a loader", new DataLoader(images, 8, shuffle: true));
        yield return ("a table", new TableArrays([5.1, double.NaN, 4.9, 3.0], 2, 2, ["length in cm", Hostile], [0, 1], ["setosa", "other"]));
        yield return ("a series", new SeriesArrays([.. Enumerable.Range(0, 48).Select(i => new DateOnly(1990, 1, 1).AddMonths(i))], [.. Enumerable.Range(0, 48).Select(i => i == 7 ? double.NaN : Math.Sin(i / 4.0))], ["level"]));
        yield return ("pictures as arrays", new ImageArrays([.. Enumerable.Range(0, 3 * 64).Select(i => (byte)i)], 3, 8, 8, [0, 1, 2]));
        yield return ("a PNG", new Picture(8, 8, [.. Enumerable.Range(0, 256).Select(i => (byte)i)]));
        yield return ("a scaler", Standardizer.Fit(Tensor.Normal([50, 3], 4, 2, rng)));
        yield return ("a whitener", Whitener.Fit(Tensor.Normal([50, 3], 4, 2, rng)));
    }

    private static IEnumerable<(string, object)> Others()
    {
        yield return ("a figure", Chart.Line([3, 2, 1], Hostile));
        yield return ("a plot without its figure", Chart.Line([3, 2, 1]).Content);
    }
}
