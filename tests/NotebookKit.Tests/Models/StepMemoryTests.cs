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

    public static TheoryData<string, Func<Module>, int[], int> Networks => new()
    {
        { "LeNet-5", () => new LeNet5(relu: true, maxPool: true), [64, 1, 28, 28], 24 },
        { "ResNet-20", () => new CifarResNet(20), [32, 3, 32, 32], 200 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_step_allocates_no_large_object_and_little_else(string name, Func<Module> make, int[] pictures, int kilobytes)
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
        long least = Enumerable.Range(0, 3).Min(_ =>
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - start;
        });
        GC.Collect();
        GCMemoryInfo after = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        Assert.NotEqual(before.Index, after.Index);
        Assert.True(after.GenerationInfo[LargeObjects].SizeBeforeBytes <= large, $"{name}: {after.GenerationInfo[LargeObjects].SizeBeforeBytes - large:N0} bytes of large objects in three steps");
        Assert.True(after.GenerationInfo[PinnedObjects].SizeBeforeBytes <= pinned, $"{name}: {after.GenerationInfo[PinnedObjects].SizeBeforeBytes - pinned:N0} bytes of pinned objects in three steps");
        Assert.True(least < kilobytes * 1024, $"{name}: {least:N0} bytes a step");
    }
}
