using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Benchmarks;

/// <summary>Something that is measured.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Work">What it does.</param>
/// <param name="Flops">Floating-point operations of one run, where they are the measure.</param>
internal sealed record Row(string Name, Action Work, double Flops = 0);

/// <summary>All rows.</summary>
internal static class Rows
{
    /// <summary>In the order in which they are printed.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        Product(64, 784, 128), Product(128, 128, 128), Product(512, 512, 512), Product(1024, 1024, 1024),
        Each("add of ten", 10, (a, b) => a + b),
        Each("add of 100,000", 100_000, (a, b) => a + b),
        Each("exp of 100,000", 100_000, (a, _) => a.Exp()),
        Each("tanh of 100,000", 100_000, (a, _) => a.Tanh()),
        Copying("copy of N32 C64 32x32"),
        Pooling("max pool 2x2 forward", x => x.MaxPool2d(2)),
        Pooling("max pool 2x2 backward", x => x.MaxPool2d(2), backward: true),
        Pooling("max pool 3x3/2 forward", x => x.MaxPool2d(3, 2, 1)),
        Pooling("max pool 3x3/2 backward", x => x.MaxPool2d(3, 2, 1), backward: true),
        Pooling("average pool 2x2 forward", x => x.AvgPool2d(2)),
        Pooling("average pool 2x2 backward", x => x.AvgPool2d(2), backward: true),
        Pooling("bilinear x2 forward", x => x.InterpolateBy(2, Interpolation.Linear)),
        Pooling("bilinear x2 backward", x => x.InterpolateBy(2, Interpolation.Linear), backward: true),
        Pooling("max pool 2x2 of one channel", x => x.MaxPool2d(2), channels: 1),
        Pooling("max pool 2x2 of one, backward", x => x.MaxPool2d(2), channels: 1, backward: true),
        Pooling("bilinear x2 of one channel", x => x.InterpolateBy(2, Interpolation.Linear), channels: 1),
        Step("MLP 784-512-256-10 step B64 Adam", 64, 784, 512, 256, 10),
    ];

    private static Row Product(int m, int k, int n)
    {
        Tensor a = Tensor.Uniform([m, k], rng: new Rng(1));
        Tensor b = Tensor.Uniform([k, n], rng: new Rng(2));
        return new Row($"matmul {m}x{k}x{n}", () => InScope(() => a.MatMul(b)), 2.0 * m * k * n);
    }

    private static Row Each(string name, int count, Func<Tensor, Tensor, Tensor> work)
    {
        Tensor a = Tensor.Uniform([count], rng: new Rng(1));
        Tensor b = Tensor.Uniform([count], rng: new Rng(2));
        return new Row(name, count < 1000 ? () => work(a, b) : () => InScope(() => work(a, b)));
    }

    // The yardstick of pooling: read the images once, write as much.
    private static Row Copying(string name)
    {
        Tensor x = Tensor.Uniform([32, 64, 32, 32], rng: new Rng(1));
        return new Row(name, () => InScope(x.Clone));
    }

    private static Row Pooling(string name, Func<Tensor, Tensor> work, bool backward = false, int channels = 64)
    {
        Tensor x = Images(channels);
        if (!backward)
        {
            return new Row(name, () => InScope(() => work(x)));
        }

        // The forward pass stands outside the measure.
        x.RequiresGrad = true;
        Tensor y = work(x);
        Tensor start = Spatial(y.Shape);
        return new Row(name, () => InScope(() => Gradients.Gradient.Of(y, [x], start: start, retainGraph: true)[0]));
    }

    private static Tensor Images(int channels) => Spatial([32, channels, 32, 32]);

    // In the order in which a convolution would hand them over: channels last.
    private static Tensor Spatial(Shape shape) => Tensor.Uniform([shape[0], shape[2], shape[3], shape[1]], rng: new Rng(1)).Permute(0, 3, 1, 2);

    private static Row Step(string name, int batch, params int[] sizes)
    {
        using IDisposable seed = Rng.Seeded(1);
        List<Module> layers = [];
        for (int i = 1; i < sizes.Length; i++)
        {
            layers.Add(new Linear(sizes[i - 1], sizes[i]));
            if (i < sizes.Length - 1)
            {
                layers.Add(new ReLU());
            }
        }

        Sequential model = new([.. layers]);
        Adam optimizer = new(model.Parameters());
        Tensor inputs = Tensor.Uniform([batch, sizes[0]]);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => (long)(i % sizes[^1]))]);
        return new Row(name, () =>
        {
            using BufferScope scope = new();
            optimizer.ZeroGrad();
            model.Forward(inputs).CrossEntropy(labels).Backward();
            optimizer.Step();
        });
    }

    private static void InScope(Func<Tensor> work)
    {
        using BufferScope scope = new();
        _ = work();
    }
}
