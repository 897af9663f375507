namespace NotebookKit.Ilgpu.Tests;

/// <summary>One GPU that the processor plays, for all tests of the collection: compiling its kernels takes longer than running them.</summary>
[CollectionDefinition(nameof(SimulatedGpu))]
public sealed class SimulatedGpu : ICollectionFixture<SimulatedGpu>, IDisposable
{
    /// <summary>The device.</summary>
    public GpuDevice Device { get; } = Gpu.Simulated();

    /// <inheritdoc/>
    public void Dispose() => Device.Dispose();
}
