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
        Step("MLP 784-512-256-10 step B64 Adam", 64, 784, 512, 256, 10),
        Learned("batch norm forward and back N32 C64 32x32", new BatchNorm2d(64), Images(32, 64, 32, 32)),
        Learned("layer norm forward and back 4096x512", new LayerNorm(512), Numbers(4096, 512)),
        Learned("LSTM T64 B32 I256 H256 forward", new Lstm(256, 256), Numbers(64, 32, 256), back: false),
        Learned("LSTM T64 B32 I256 H256 forward and back", new Lstm(256, 256), Numbers(64, 32, 256)),
        Learned("GRU T64 B32 I256 H256 forward and back", new Gru(256, 256), Numbers(64, 32, 256)),
        Learned("transformer block N16 T64 E128 4 heads forward and back", new TransformerBlock(128, 4), Numbers(16, 64, 128)),
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

    // Inputs want their gradient too, but images: the gradient of a whole batch of them is only needed within a network.
    private static Row Learned(string name, Module layer, Tensor input, bool back = true)
    {
        input.RequiresGrad = back && input.IsContiguous;
        return new Row(name, () =>
        {
            using BufferScope scope = new();
            using IDisposable? off = back ? null : Gradient.Off();
            Tensor output = layer.Forward(input);
            if (back)
            {
                output.Backward(output);
            }
        });
    }

    private static Tensor Numbers(params int[] sizes) => Tensor.Uniform(sizes, rng: new Rng(1));

    // Pixel by pixel, as they lie between the layers of a network.
    private static Tensor Images(int count, int channels, int height, int width) => Numbers(count, height, width, channels).Permute(0, 3, 1, 2);

    private static void InScope(Func<Tensor> work)
    {
        using BufferScope scope = new();
        _ = work();
    }
}
