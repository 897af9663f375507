using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Benchmarks;

/// <content>A training step of whole networks for pictures, with the memory that it takes at its peak.</content>
internal static partial class Rows
{
    private static IEnumerable<Row> Networks() =>
    [
        Trained("LeNet-5 step B64", () => new LeNet5(relu: true, maxPool: true), [64, 1, 28, 28], 1.1, 2),
        Trained("ResNet-20 step B32", () => new CifarResNet(20), [32, 3, 32, 32], 1.1, 1.7),
    ];

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
