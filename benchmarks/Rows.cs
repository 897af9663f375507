using NotebookKit.Gradients;
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
        .. Convolutions("conv 3x3 N32 C64 32x32 K64", 32, 64, 32, 64, 3, 1, 1, channelsLast: true),
        .. Convolutions("conv 1x1 N32 C64 32x32 K64", 32, 64, 32, 64, 1, 1, 0, channelsLast: true),
        .. Convolutions("conv 3x3/2 N32 C64 32x32 K64", 32, 64, 32, 64, 3, 2, 1, channelsLast: true),
        .. Convolutions("conv 7x7/2 N4 C3 224x224 K64", 4, 3, 224, 64, 7, 2, 3, channelsLast: false),
        .. Convolutions("conv 5x5 N64 C1 28x28 K6", 64, 1, 28, 6, 5, 1, 2, channelsLast: false),
        .. Convolutions("conv 3x3 depthwise N32 C64 32x32", 32, 64, 32, 64, 3, 1, 1, channelsLast: true, groups: 64),
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

    private static IEnumerable<Row> Convolutions(
        string name, int images, int channels, int size, int filters, int kernel, int stride, int padding, bool channelsLast, int groups = 1)
    {
        Tensor x = channelsLast
            ? Tensor.Uniform([images, size, size, channels], rng: new Rng(1)).Permute(0, 3, 1, 2)
            : Tensor.Uniform([images, channels, size, size], rng: new Rng(1));
        Tensor weight = Tensor.Uniform([filters, channels / groups, kernel, kernel], -0.1, 0.1, new Rng(2));
        Tensor start = Tensor.Uniform(x.Conv2d(weight, null, stride, padding, groups: groups).Permute(0, 2, 3, 1).Shape, rng: new Rng(3)).Permute(0, 3, 1, 2);
        double flops = 2.0 * start.Count * (channels / groups) * kernel * kernel;
        yield return new Row($"{name} f", () => InScope(() => x.Conv2d(weight, null, stride, padding, groups: groups)), flops);

        // All three products, also that for the images, which a first layer does not need.
        Tensor input = x.Detach();
        Tensor learned = weight.Detach();
        input.RequiresGrad = true;
        learned.RequiresGrad = true;
        yield return new Row($"{name} f+b", () => InScope(() => Gradient.Of(input.Conv2d(learned, null, stride, padding, groups: groups), [input, learned], start: start)[0]), 3 * flops);
    }

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
