using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Layers;

/// <summary>A training step that has run before allocates no large object: buffers serve again.</summary>
public class SteadyStateTests
{
    // Objects from 85,000 bytes on are large: one such array would be seen.
    private const long Large = 85_000;

    public static TheoryData<string, Func<Module>, int[]> Layers => new()
    {
        { "linear", () => new Linear(300, 200), [64, 300] },
        { "convolution", () => new Conv2d(8, 16, 3, padding: 1), [16, 8, 32, 32] },
        { "batch norm", () => new BatchNorm2d(64), [32, 64, 8, 8] },
        { "layer norm", () => new LayerNorm(2048), [64, 2048] },
        { "group norm of 32,768 channels in all", () => new GroupNorm(32, 1024), [32, 1024, 2, 2] },
        { "instance norm of 32,768 channels in all", () => new InstanceNorm2d(1024, affine: true), [32, 1024, 2, 2] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_step_allocates_no_large_object(string name, Func<Module> make, int[] shape)
    {
        using IDisposable seed = Rng.Seeded(1);
        Module layer = make();
        Tensor input = Tensor.Normal(shape);
        input.RequiresGrad = true;
        Sgd sgd = new(layer.Parameters()) { LearningRate = 1e-3, Momentum = 0.9 };
        void Step()
        {
            using BufferScope scope = new();
            sgd.ZeroGrad();
            layer.Forward(input).Square().Mean().Backward();
            sgd.Step();
            input.ZeroGradient();
        }

        for (int warm = 0; warm < 5; warm++)
        {
            Step();
        }

        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.True(least < Large, $"{name}: {least:N0} bytes a step");
    }
}
