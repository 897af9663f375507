using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Ops;
using NotebookKit.Optimizers;
using NotebookKit.Tests.Ops;
using Xunit.Abstractions;
using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>On a real card, where there is one; elsewhere each test says that it did not run and why.</summary>
public sealed class CardTests(ITestOutputHelper output)
{
    // A card may join a product and a sum into one rounding where the processor makes two.
    private const double Float32 = 2e-5;
    private const double Float64 = 1e-11;

    [Fact]
    public void Every_operation_agrees_with_the_processor()
    {
        using GpuDevice? gpu = OnCard();
        if (gpu is null)
        {
            return;
        }

        foreach (Type op in OpRegistry.Ops)
        {
            foreach (OpCase check in OpRegistry.CasesOf(op))
            {
                double[][] inputs = OpRegistry.InputsOf(check);
                foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
                {
                    double tolerance = dtype == DType.Float64 ? Float64 : Math.Max(Float32, check.Tolerance);
                    Close.Assert(Run(check, inputs, dtype, KitDevice.Cpu), Run(check, inputs, dtype, gpu), 10 * tolerance, $"{op.Name} {check.Name} {dtype}");
                }
            }
        }
    }

    [Fact]
    public void Large_products_and_convolutions_agree_with_the_processor_with_and_without_cuBLAS()
    {
        using GpuDevice? gpu = OnCard();
        if (gpu is null)
        {
            return;
        }

        output.WriteLine(gpu.HasBlas ? "cuBLAS multiplies." : "cuBLAS is not installed; the kit's own kernel multiplies.");
        Tensor a = Tensor.Normal([301, 517], rng: new Rng(1));
        Tensor b = Tensor.Normal([517, 259], rng: new Rng(2));
        Close.Assert(a.MatMul(b).ToArray<double>(), a.To(gpu).MatMul(b.To(gpu)).ToArray<double>(), Float32, "product");
        Close.Assert(
            b.Transpose().MatMul(a.Transpose()).ToArray<double>(), b.To(gpu).Transpose().MatMul(a.To(gpu).Transpose()).ToArray<double>(), Float32, "product of turned matrices");
        Tensor x = Tensor.Normal([4, 19, 33, 31], rng: new Rng(3));
        Tensor w = Tensor.Normal([23, 19, 3, 3], rng: new Rng(4));
        Close.Assert(Slopes(x, w), Slopes(x.To(gpu), w.To(gpu)), 1e-4, "convolution and its gradients");

        static double[] Slopes(Tensor x, Tensor w)
        {
            (x, w) = (x.Detach(), w.Detach());
            x.RequiresGrad = w.RequiresGrad = true;
            Tensor y = x.Conv2d(w);
            return [.. y.ToArray<double>(), .. Gradient.Of(y.Square().Sum(), [x, w]).SelectMany(gradient => gradient.ToArray<double>())];
        }
    }

    [Fact]
    public void A_network_learns_the_same_on_the_card()
    {
        using GpuDevice? gpu = OnCard();
        if (gpu is null)
        {
            return;
        }

        Close.Assert(Losses(KitDevice.Cpu), Losses(gpu), 1e-3, "losses of ten steps");

        static double[] Losses(KitDevice device)
        {
            using IDisposable chances = Rng.Seeded(3);
            Sequential model = new(new Conv2d(1, 8, 3, padding: 1), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2), new Layers.Flatten(), new Layers.Linear(8 * 14 * 14, 10));
            model.To(device);
            Adam adam = new(model.Parameters());
            Tensor x = Tensor.Normal([32, 1, 28, 28], rng: new Rng(5)).To(device);
            Tensor labels = Tensor.From([.. Enumerable.Range(0, 32).Select(i => (long)(i % 10))]).To(device);
            return [.. Enumerable.Range(0, 10).Select(_ =>
            {
                adam.ZeroGrad();
                Tensor loss = Loss.CrossEntropy(model.Forward(x), labels);
                loss.Backward();
                adam.Step();
                return loss.Item();
            })];
        }
    }

    private GpuDevice? OnCard()
    {
        if (Gpu.OpenOrCpu(out string? why) is GpuDevice gpu)
        {
            return gpu;
        }

        output.WriteLine($"Not run: {why}");
        return null;
    }

    private static double[] Run(OpCase check, double[][] inputs, DType dtype, KitDevice device)
    {
        Tensor[] x = [.. OpRegistry.Tensors(check, inputs, dtype).Select(tensor => tensor.To(device))];
        foreach (Tensor input in x)
        {
            input.RequiresGrad = true;
        }

        Tensor y = check.Run(x);
        return [.. y.ToArray<double>(), .. y.RequiresGrad ? Gradient.Of(y.Sum(), x).SelectMany(gradient => gradient.ToArray<double>()) : []];
    }
}
