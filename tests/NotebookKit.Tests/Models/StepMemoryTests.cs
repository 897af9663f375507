using NotebookKit.Kernels;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Models;
using NotebookKit.Optimizers;

namespace NotebookKit.Tests.Models;

/// <summary>What a training step of a whole network leaves to the garbage collector once it has run before.</summary>
[Collection(nameof(OneAtATime))]
public class StepMemoryTests
{
    private const int LargeObjects = 3;
    private const int PinnedObjects = 4;

    private const int Most = 20 * 1024;

    public static TheoryData<string, Func<Module>, int[], int> Networks => new()
    {
        { "LeNet-5", () => new LeNet5(relu: true, maxPool: true), [64, 1, 28, 28], 1 },
        { "LeNet-5", () => new LeNet5(relu: true, maxPool: true), [64, 1, 28, 28], 3 },
        { "ResNet-20", () => new CifarResNet(20), [32, 3, 32, 32], 1 },
        { "ResNet-20", () => new CifarResNet(20), [32, 3, 32, 32], 3 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_step_allocates_no_large_object_and_little_else(string name, Func<Module> make, int[] pictures, int threads)
    {
        int before = Fork.Threads;
        try
        {
            Fork.Threads = threads;
            Hold(name, make, pictures);
        }
        finally
        {
            Fork.Threads = before;
        }
    }

    private static void Hold(string name, Func<Module> make, int[] pictures)
    {
        using IDisposable seed = Rng.Seeded(1);
        Module model = make();
        Sgd sgd = new(model.Parameters()) { LearningRate = 1e-3, Momentum = 0.9 };
        Tensor inputs = Tensor.Uniform(pictures);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, pictures[0]).Select(i => (long)(i % 10))]);
        void Step()
        {
            using BufferScope scope = new();
            sgd.ZeroGrad();
            model.Forward(inputs).CrossEntropy(labels).Backward();
            sgd.Step();
        }

        for (int warm = 0; warm < 4; warm++)
        {
            Step();
        }

        // What lies in the generation of large or pinned objects before a collection, less what was left of it by the one before, came in between.
        GC.Collect();
        GCMemoryInfo before = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        (long large, long pinned) = (before.GenerationInfo[LargeObjects].SizeAfterBytes, before.GenerationInfo[PinnedObjects].SizeAfterBytes);
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            // Of all threads: the workers leave nothing either.
            long start = GC.GetTotalAllocatedBytes(precise: true);
            Step();
            return GC.GetTotalAllocatedBytes(precise: true) - start;
        });
        GC.Collect();
        GCMemoryInfo after = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        Assert.NotEqual(before.Index, after.Index);
        Assert.True(after.GenerationInfo[LargeObjects].SizeBeforeBytes <= large, $"{name}: {after.GenerationInfo[LargeObjects].SizeBeforeBytes - large:N0} bytes of large objects in five steps");
        Assert.True(after.GenerationInfo[PinnedObjects].SizeBeforeBytes <= pinned, $"{name}: {after.GenerationInfo[PinnedObjects].SizeBeforeBytes - pinned:N0} bytes of pinned objects in five steps");
        Assert.True(least < Most, $"{name}: {least:N0} bytes a step");
    }
}
