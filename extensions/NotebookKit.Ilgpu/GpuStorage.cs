using ILGPU;
using ILGPU.Runtime;
using NotebookKit.Memory;

namespace NotebookKit.Ilgpu;

/// <summary>Numbers in the memory of a card.</summary>
internal sealed class GpuStorage : Storage
{
    private readonly GpuDevice device;
    private MemoryBuffer1D<byte, Stride1D.Dense>? buffer;
    private (long[] Numbers, int Version)? sent;

    /// <summary>Takes over a buffer.</summary>
    public GpuStorage(GpuDevice device, DType dtype, int length, MemoryBuffer1D<byte, Stride1D.Dense> buffer)
        : base(dtype, length)
    {
        this.device = device;
        this.buffer = buffer;
    }

    /// <summary>What no scope gives back, the garbage collector does.</summary>
    ~GpuStorage()
    {
        if (Interlocked.Exchange(ref buffer, null) is { } mine)
        {
            device.Memory.Forget(mine);
        }
    }

    /// <summary>The card.</summary>
    public GpuDevice Device => device;

    /// <inheritdoc/>
    public override bool IsHosted => false;

    /// <inheritdoc/>
    public override bool Released => buffer is null;

    /// <summary>
    /// Whole numbers as they were sent, as long as nobody changed them: labels and places are looked at before they are used, and bringing them
    /// back for that would make the card wait.
    /// </summary>
    public long[]? Sent
    {
        get => sent is { } kept && kept.Version == Version ? kept.Numbers : null;
        set => sent = value is null ? null : (value, Version);
    }

    /// <summary>The numbers, as a kernel takes them.</summary>
    public ArrayView<T> View<T>()
        where T : unmanaged => buffer is { } live
            ? live.View.AsContiguous().Cast<T>()
            : throw new ObjectDisposedException(nameof(Tensor), "This tensor's buffer went back to the pool when its scope ended; call Keep() inside the scope to take a tensor out.");

    /// <inheritdoc/>
    public override void Release()
    {
        if (Interlocked.Exchange(ref buffer, null) is { } mine)
        {
            device.Memory.Return(mine);
        }

        // A scope's end is to a storage what Dispose is to others.
#pragma warning disable CA1816
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }

    /// <inheritdoc/>
    protected override Exception NotHere(Type type) => Released
        ? new ObjectDisposedException(nameof(Tensor), "This tensor's buffer went back to the pool when its scope ended; call Keep() inside the scope to take a tensor out.")
        : new InvalidOperationException($"This tensor lives on {device.Name}, whose memory the processor cannot read; bring it over with To(Device.Cpu).");
}
