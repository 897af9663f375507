using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Benchmarks;

/// <content>A training step of whole networks: of those for pictures with the memory that it takes at its peak, and of one that reads a picture line by line.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Networks() =>
    [
        Trained("LeNet-5 step B64", () => new LeNet5(relu: true, maxPool: true), [64, 1, 28, 28], 1.1, 2),
        Trained("ResNet-20 step B32", () => new CifarResNet(20), [32, 3, 32, 32], 1.1, 1.7),
        LineReader("LSTM classifier T28 H128 step B64", 64),
    ];

    // 28 lines of 28 pixels, and from the state after the last the class.
    private static Row LineReader(string name, int batch)
    {
        using IDisposable seed = Rng.Seeded(1);
        Lstm lines = new(28, 128);
        Linear head = new(128, 10);
        Sgd optimizer = new([.. lines.Parameters(), .. head.Parameters()]) { LearningRate = 0.01, Momentum = 0.9 };
        Tensor inputs = Tensor.Uniform([28, batch, 28]);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => (long)(i % 10))]);
        return new Row(
            name,
            () =>
            {
                using BufferScope scope = new();
                optimizer.ZeroGrad();
                head.Forward(lines.Forward(inputs)[27]).CrossEntropy(labels).Backward();
                optimizer.Step();
            },
            Floor: 1,
            Goal: 1.7);
    }

    private static Row Trained(string name, Func<Module> make, int[] pictures, double floor, double goal)
    {
        // Built at the first run: what the other rows hold lies below the measure of memory then.
        Action? step = null;
        PeakMemory memory = new();
        return new Row(
            name,
            () =>
            {
                if (step is null)
                {
                    memory.Start();
                    step = StepOf(make, pictures);
                }

                step();
            },
            Floor: floor,
            Goal: goal)
        {
            Quality = () => new Dictionary<string, double> { ["peak of memory, MB, right for the first network of a run"] = memory.Megabytes },
        };
    }

    private static Action StepOf(Func<Module> make, int[] pictures)
    {
        using IDisposable seed = Rng.Seeded(1);
        Module model = make();
        Sgd optimizer = new(model.Parameters()) { LearningRate = 0.01, Momentum = 0.9 };
        Tensor inputs = Tensor.Uniform(pictures);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, pictures[0]).Select(i => (long)(i % 10))]);
        return () =>
        {
            using BufferScope scope = new();
            optimizer.ZeroGrad();
            model.Forward(inputs).CrossEntropy(labels).Backward();
            optimizer.Step();
        };
    }
}
