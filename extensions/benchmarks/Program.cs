using System.Diagnostics;
using System.Globalization;
using NotebookKit;
using NotebookKit.Ilgpu;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;

// How fast the kit is on this machine's GPU; peers/speed.py prints the same rows for PyTorch. With --small the sizes are for a look at whether
// everything runs, also where the processor plays the GPU (--simulated), whose times mean nothing.
bool small = args.Contains("--small");
using GpuDevice gpu = args.Contains("--simulated") ? Gpu.Simulated() : Gpu.Open();
Console.WriteLine($"{gpu}: {(gpu.IsSimulated ? "played by the processor" : Gpu.Found()[0])}, cuBLAS {(gpu.HasBlas ? "in use" : "not there")}");
int n = small ? 16 : 4096;
Tensor a = Random(n, n);
Row("matmul", 2.0 * n * n * n, () => a.MatMul(a));

(int batch, int channels, int side) = small ? (1, 2, 6) : (64, 64, 56);
Conv2d convolution = On(new Conv2d(channels, channels, 3, padding: 1));
Tensor images = Random(batch, channels, side, side);
Row("conv 3x3", 2.0 * batch * side * side * 9 * channels * channels, () => convolution.Predict(images));
Row("conv 3x3 with gradients", 6.0 * batch * side * side * 9 * channels * channels, () => convolution.Forward(images).Sum().Backward());

(int steps, int examples, int hidden) = small ? (2, 2, 4) : (64, 64, 512);
Lstm lstm = On(new Lstm(hidden, hidden));
Tensor sequences = Random(steps, examples, hidden);
Row("lstm with gradients", 3.0 * 2 * steps * examples * 8 * hidden * hidden, () => lstm.Forward(sequences).Sum().Backward());

CifarResNet net = On(new CifarResNet(small ? 8 : 20));
Training("resnet-20 step, 128 images", net, Random(small ? 2 : 128, 3, 32, 32), 10);

Module block = On(new Encoder(small ? 1 : 6, small ? 8 : 512));
Training("transformer step, 6 layers of 512, 32 x 128", block, Random(small ? 2 : 32, small ? 3 : 128, small ? 8 : 512), 10);
return 0;

Tensor Random(params int[] sizes) => Tensor.Normal(new Shape(sizes), rng: new Rng(1)).To(gpu);

TModule On<TModule>(TModule module)
    where TModule : Module
{
    module.To(gpu);
    return module;
}

void Training(string name, Module model, Tensor x, int classes)
{
    Adam adam = new(model.Parameters());
    Tensor labels = Tensor.From([.. Enumerable.Range(0, x.Shape[0]).Select(i => (long)(i % classes))]).To(gpu);
    Row(name, null, () =>
    {
        adam.ZeroGrad();
        Loss.CrossEntropy(model.Forward(x), labels).Backward();
        adam.Step();
    });
}

// The best of some runs after one that compiles the kernels; the clock stops when the card is done.
void Row(string name, double? flops, Action run)
{
    double best = double.PositiveInfinity;
    for (int round = 0; round < (small ? 2 : 12); round++)
    {
        gpu.Synchronize();
        Stopwatch watch = Stopwatch.StartNew();
        using (new BufferScope())
        {
            run();
        }

        gpu.Synchronize();
        best = round == 0 ? best : Math.Min(best, watch.Elapsed.TotalSeconds);
    }

    string rate = flops is { } work ? string.Create(CultureInfo.InvariantCulture, $", {work / best / 1e12:F2} TFLOP/s") : string.Empty;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {best * 1e3:F3} ms{rate}"));
}

/// <summary>Blocks of a transformer, and a head for classes.</summary>
internal sealed class Encoder(int layers, int size) : Module
{
    private readonly TransformerBlock[] blocks = [.. Enumerable.Range(0, layers).Select(_ => new TransformerBlock(size, size / 8 < 8 ? 2 : 8))];
    private readonly Linear head = new(size, 10);

    public override Tensor Forward(Tensor input) => head.Forward(blocks.Aggregate(input, (x, block) => block.Forward(x)).Mean(1));
}
