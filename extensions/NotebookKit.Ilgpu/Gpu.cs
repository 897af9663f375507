using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPUContext = ILGPU.Context;
using KitDevice = NotebookKit.Devices.Device;

namespace NotebookKit.Ilgpu;

/// <summary>Where GPUs are found and opened.</summary>
/// <remarks>
/// <code>
/// using GpuDevice gpu = Gpu.Open();
/// model.To(gpu);
/// Tensor scores = model.Forward(images.To(gpu));
/// </code>
/// NVIDIA cards with a driver for CUDA, through ILGPU; CUDA's own tools need not be installed. Where they are, cuBLAS multiplies matrices.
/// </remarks>
public static class Gpu
{
    // Older cards compute no doubles worth the name and are no longer in the drivers.
    private const int LeastMajor = 5;

    /// <summary>The names of the cards that can be opened, in the order of their numbers; empty where there are none.</summary>
    public static IReadOnlyList<string> Found()
    {
        using ILGPUContext context = ILGPUContext.Create(builder => builder.Cuda());
        return [.. Cards(context).Select(card => card.Name)];
    }

    /// <summary>Opens a GPU.</summary>
    /// <param name="number">Which, in the order of <see cref="Found"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    /// <exception cref="InvalidOperationException">There is no driver, no such card, or it is too old, with what to do about it.</exception>
    public static GpuDevice Open(int number = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ILGPUContext context = ILGPUContext.Create(builder => builder.Cuda().Optimize(OptimizationLevel.O2));
        try
        {
            List<CudaDevice> found = Cards(context);
            if (number >= found.Count)
            {
                throw new InvalidOperationException(Missing(number, [.. found.Select(device => device.Name)], HasDriver()));
            }

            CudaDevice card = found[number];
            if (TooOld(card.Name, card.Architecture?.Major ?? 0, card.Architecture?.Minor ?? 0) is { } why)
            {
                throw new InvalidOperationException(why);
            }

            Accelerator accelerator = Started(card, context);
            return new GpuDevice(context, accelerator, number == 0 ? "gpu" : $"gpu {number}", groupSize: 256);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Opens the first GPU, or gives the processor where there is none that can be opened.</summary>
    /// <param name="why">Why it is the processor; null when it is a GPU.</param>
    public static KitDevice OpenOrCpu(out string? why)
    {
        try
        {
            why = null;
            return Open();
        }
        catch (InvalidOperationException error)
        {
            why = error.Message;
            return KitDevice.Cpu;
        }
    }

    /// <inheritdoc cref="OpenOrCpu(out string?)"/>
    public static KitDevice OpenOrCpu() => OpenOrCpu(out _);

    /// <summary>A GPU that this machine's processor plays: the same kernels, slowly, to try and to test programs where there is no card.</summary>
    public static GpuDevice Simulated() => Simulated(groupSize: 1);

    /// <summary>The same with groups of several threads, which are costly to play.</summary>
    internal static GpuDevice Simulated(int groupSize)
    {
        int lanes = Math.Max(2, groupSize);
        ILGPUContext context = ILGPUContext.Create(builder => builder.CPU(new CPUDevice(lanes, 1, 1)).Optimize(OptimizationLevel.O1));
        return new GpuDevice(context, context.GetCPUDevice(0).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel), "simulated gpu", groupSize);
    }

    /// <summary>Why there is no card of a number.</summary>
    internal static string Missing(int number, string[] found, bool hasDriver) =>
        found.Length > 0
            ? $"Gpu.Open: there is no GPU {number}; this machine has {found.Length}, counted from 0: {string.Join(", ", found)}."
        : hasDriver
            ? "Gpu.Open: a CUDA driver is installed and finds no NVIDIA GPU; is the card there, and visible to this process (CUDA_VISIBLE_DEVICES)? Gpu.OpenOrCpu() goes on with the processor."
            : "Gpu.Open: this machine has no CUDA driver (libcuda.so.1, nvcuda.dll), so no NVIDIA GPU can be used; install NVIDIA's driver, or let Gpu.OpenOrCpu() go on with the processor.";

    /// <summary>Why a card is too old, or null.</summary>
    internal static string? TooOld(string name, int major, int minor) => major >= LeastMajor
        ? null
        : $"Gpu.Open: {name} has compute capability {major}.{minor}, and the kernels need {LeastMajor}.0 or more; let Gpu.OpenOrCpu() go on with the processor.";

    private static List<CudaDevice> Cards(ILGPUContext context)
    {
        List<CudaDevice> cards = [];
        foreach (CudaDevice card in context.GetCudaDevices())
        {
            cards.Add(card);
        }

        return cards;
    }

    private static bool HasDriver()
    {
        foreach (string name in OperatingSystem.IsWindows() ? (ReadOnlySpan<string>)["nvcuda"] : ["libcuda.so.1", "libcuda.so", "libcuda"])
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                NativeLibrary.Free(library);
                return true;
            }
        }

        return false;
    }

    private static CudaAccelerator Started(CudaDevice card, ILGPUContext context)
    {
        try
        {
            return card.CreateCudaAccelerator(context);
        }
        catch (Exception error) when (error is CudaException or NotSupportedException or CapabilityNotSupportedException)
        {
            throw new InvalidOperationException($"Gpu.Open: {card.Name} was found and does not start: {error.Message}. A newer driver may help, and so may ending what else uses the card.", error);
        }
    }
}
