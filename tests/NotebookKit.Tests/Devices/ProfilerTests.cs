using System.Reflection;
using NotebookKit.Devices;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Tests.Devices;

/// <summary>Looking on changes nothing, misses nothing, and leaves nothing behind.</summary>
public class ProfilerTests
{
    [Fact]
    public void Every_kernel_of_a_device_is_watched()
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        string[] missing = [.. typeof(Device).GetMethods(Own).Where(method => method.IsVirtual && method.Name != nameof(ToString))
            .Where(method => !typeof(WatchedDevice).GetMethods(Own).Any(mine => mine.GetBaseDefinition() == method)).Select(method => method.Name)];
        Assert.Empty(missing);
    }

    [Fact]
    public void Numbers_are_the_same_to_the_bit()
    {
        float[] plain = Train(out _);
        Profiler profiler = new();
        float[] watched;
        using (profiler.Start())
        {
            watched = Train(out _);
        }

        Assert.Equal(plain, watched);
        Assert.Contains(profiler.Operations, one => one.Name == nameof(Device.MatMul));
    }

    [Fact]
    public void Calls_and_arithmetic_are_counted()
    {
        Tensor a = Tensor.Ones([20, 30]);
        Tensor b = Tensor.Ones([30, 40]);
        Profiler profiler = new();
        using (profiler.Start())
        {
            a.MatMul(b);
            a.MatMul(b).Exp();
        }

        ProfiledOperation product = profiler.Operations.Single(one => one.Name == "MatMul");
        Assert.Equal(2, product.Calls);
        Assert.Equal(2 * 2.0 * 20 * 30 * 40, product.Flops);
        Assert.Equal(2 * 20 * 40 * 4, product.Bytes);
        Assert.Equal(800, profiler.Operations.Single(one => one.Name == "Exp").Flops);
    }

    [Fact]
    public async Task Nothing_remains_when_the_watch_ends_and_other_flows_see_nothing()
    {
        Profiler profiler = new();
        Tensor made;
        using (profiler.Start())
        {
            made = Tensor.Ones([4]).Exp();
            Assert.IsType<WatchedDevice>(made.Device);
            Task other;
            using (ExecutionContext.SuppressFlow())
            {
                other = Task.Run(() => Assert.Same(Device.Cpu, made.Device));
            }

            await other;
        }

        long calls = profiler.Operations.Sum(one => one.Calls);
        made.Exp();
        Assert.Same(Device.Cpu, made.Device);
        Assert.Equal(calls, profiler.Operations.Sum(one => one.Calls));
    }

    [Fact]
    public void A_graph_has_the_value_and_the_gradient_of_every_tensor()
    {
        Parameter w = new(Tensor.From([3.0]));
        Parameter x = new(Tensor.From([2.0]));
        ValueGraph graph = ValueGraph.Of(() => (w * x).Square(), [("w", w), ("x", x)]);
        Assert.Equal(["w", "x", "Multiply", "Square"], graph.Nodes.Select(node => node.Label));
        Assert.Equal([3, 2, 6, 36], graph.Nodes.Select(node => node.Value!.Item()));
        Assert.Equal([24, 36, 12, 1], graph.Nodes.Select(node => node.Gradient!.Item()));
        Assert.Null(w.Grad);
    }

    private static float[] Train(out double loss)
    {
        using (Rng.Seeded(3))
        {
            Sequential model = new(new Conv2d(1, 4, 3), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(4 * 3 * 3, 5));
            Tensor result = model.Forward(Tensor.Normal(new Shape(6, 1, 8, 8))).CrossEntropy(Tensor.From([0L, 1, 2, 3, 4, 0]));
            result.Backward();
            loss = result.Item();
            return [.. model.Parameters().SelectMany(parameter => parameter.Grad!.ToArray<float>())];
        }
    }
}
