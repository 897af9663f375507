using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu.Tests;

/// <summary>One GPU that the processor plays, for all tests of the collection: compiling its kernels takes longer than running them.</summary>
[CollectionDefinition(nameof(SimulatedGpu), DisableParallelization = true)]
public sealed class SimulatedGpu : ICollectionFixture<SimulatedGpu>, IDisposable
{
    private readonly HashSet<Type> compiled = [];

    /// <summary>The device.</summary>
    public GpuDevice Device { get; } = Gpu.Simulated();

    /// <summary>Compiles each kernel that ran so far, and was not compiled before, to the language of NVIDIA's cards, as a card would run it; no card is needed for that.</summary>
    /// <returns>How many were new.</returns>
    public int CompileForACard() => CompileForACard(Device);

    /// <summary>The same for another device.</summary>
    internal int CompileForACard(GpuDevice device)
    {
        Type[] fresh = [.. device.Launcher.Compiled.Select(OnACard).Distinct().Where(compiled.Add)];
        if (fresh.Length == 0)
        {
            return 0;
        }

        using ILGPU.Context context = ILGPU.Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
        using PTXBackend backend = new(context, new CudaCapabilityContext(CudaArchitecture.SM_60), CudaArchitecture.SM_60, CudaInstructionSet.ISA_60, null!);
        foreach (Type work in fresh)
        {
            (System.Reflection.MethodInfo method, bool inGroups) = Launcher.EntryOf(work);
            EntryPointDescription entry = inGroups ? EntryPointDescription.FromExplicitlyGroupedKernel(method) : EntryPointDescription.FromImplicitlyGroupedKernel(method);
            PTXCompiledKernel kernel = (PTXCompiledKernel)backend.Compile(entry, default);
            Assert.Contains(".visible .entry", kernel.PTXAssembly, StringComparison.Ordinal);
        }

        return fresh.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => Device.Dispose();

    // A card multiplies in groups of 256 threads.
    private static Type OnACard(Type work) => work == typeof(Tile1) || work == typeof(Tile2) ? typeof(Tile16)
        : work.IsGenericType ? work.GetGenericTypeDefinition().MakeGenericType([.. work.GetGenericArguments().Select(OnACard)])
        : work;
}
